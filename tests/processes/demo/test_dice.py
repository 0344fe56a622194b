from collections import Counter

import pytest

from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.money import split, yuan
from guanxi.processes.demo.uscc import uscc


def test_the_same_seed_falls_the_same_way() -> None:
    assert [Dice("a").below(1000) for _ in range(3)] == [Dice("a").below(1000)] * 3


def test_parts_of_the_world_have_dice_of_their_own() -> None:
    dice = Dice("a")
    before = dice.apart("lanes").below(10**6)
    dice.below(10)
    assert dice.apart("lanes").below(10**6) == before
    assert dice.apart("names").below(10**6) != before


def test_the_first_throws_are_pinned_so_that_every_python_agrees() -> None:
    dice = Dice("20250630")
    assert [dice.below(1000) for _ in range(5)] == [258, 337, 587, 144, 78]


def test_weights_decide_how_often_an_option_is_picked() -> None:
    dice = Dice("weights")
    counts = Counter(dice.pick_weighted((("often", 90), ("seldom", 10), ("never", 0))) for _ in range(2_000))
    assert counts["never"] == 0
    assert 140 < counts["seldom"] < 260


def test_a_draw_holds_no_item_twice_and_not_more_than_there_are() -> None:
    assert sorted(Dice("draw").draw(range(50), 50)) == list(range(50))
    with pytest.raises(ValueError, match="51 of 50"):
        Dice("draw").draw(range(50), 51)


def test_an_amount_is_divided_to_the_last_fen() -> None:
    assert split(1_000, [1, 1, 1]) == [334, 333, 333]
    assert split(100, [0, 3, 1]) == [0, 75, 25]
    with pytest.raises(ValueError, match="no weight"):
        split(100, [0, 0])


def test_fen_are_written_as_yuan() -> None:
    assert [yuan(1_030_200), yuan(5), yuan(0)] == ["10302.00", "0.05", "0.00"]


def organisation_code_is_sound(code: str) -> bool:
    """GB 11714: the weighted signs and the check sum to a multiple of 11, X counts ten."""
    body, check = code[8:16], code[16]
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return (total + (10 if check == "X" else int(check))) % 11 == 0


def test_the_organisation_code_within_a_uscc_is_sound_too() -> None:
    assert organisation_code_is_sound("91350100M000100Y43"), "a real code, to check the check"
    assert all(organisation_code_is_sound(uscc("410100", serial)) for serial in range(200))


def test_the_check_sign_is_0_when_nothing_remains() -> None:
    codes = [uscc("410100", serial) for serial in range(200)]
    assert any(code.endswith("0") for code in codes)
    assert len(set(codes)) == 200
