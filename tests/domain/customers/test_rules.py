import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.domain.customers.rules import (
    USCC_ALPHABET,
    UsccFinding,
    look_at_uscc,
    uscc_check_character,
    would_make_a_circle,
)

# D3: two real codes, and a made-up one whose remainder is 0, at which many published routines fail.
SOUND = ("91350100M000100Y43", "91110000101623741K", "91410100MA0024GX00")


@pytest.mark.parametrize("code", SOUND)
def test_the_vectors_pass(code: str) -> None:
    assert look_at_uscc(code) is UsccFinding.SOUND


def test_remainder_zero_gives_the_check_character_zero() -> None:
    assert uscc_check_character("91410100MA0024GX0") == "0"


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("91350100M000100Y44", UsccFinding.WRONG_CHECK_CHARACTER),
        ("91350100M000100Y4", UsccFinding.WRONG_LENGTH),
        ("91350100M000100Y433", UsccFinding.WRONG_LENGTH),
        ("91350100I000100Y43", UsccFinding.WRONG_CHARACTER),
        ("91350100O000100Y43", UsccFinding.WRONG_CHARACTER),
        ("91350100S000100Y43", UsccFinding.WRONG_CHARACTER),
        ("91350100V000100Y43", UsccFinding.WRONG_CHARACTER),
        ("91350100Z000100Y43", UsccFinding.WRONG_CHARACTER),
        ("91350100m000100y43", UsccFinding.WRONG_CHARACTER),
    ],
)
def test_what_is_wrong_is_named(code: str, finding: UsccFinding) -> None:
    assert look_at_uscc(code) is finding


@given(st.sampled_from(SOUND), st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_changed_character_is_always_found(code: str, place: int, character: str) -> None:
    changed = code[:place] + character + code[place + 1 :]
    assert (look_at_uscc(changed) is UsccFinding.SOUND) is (changed == code)


@given(st.text(alphabet=USCC_ALPHABET, min_size=17, max_size=17))
def test_every_body_has_a_check_character_of_the_alphabet(body: str) -> None:
    assert look_at_uscc(body + uscc_check_character(body)) is UsccFinding.SOUND


@pytest.mark.parametrize(
    ("child", "parent", "is_circle"),
    [(1, 1, True), (1, 2, True), (1, 3, True), (4, 1, False), (4, 3, False), (5, 4, False)],
)
def test_a_parent_below_its_child_closes_a_circle(child: int, parent: int, is_circle: bool) -> None:
    # 3 stands under 2, and 2 under 1.
    tree = {3: 2, 2: 1}
    assert would_make_a_circle(child=child, parent=parent, parent_of=tree.get) is is_circle


def test_a_circle_that_is_already_there_does_not_hang_the_question() -> None:
    tree = {1: 2, 2: 1}
    assert not would_make_a_circle(child=9, parent=1, parent_of=tree.get)
