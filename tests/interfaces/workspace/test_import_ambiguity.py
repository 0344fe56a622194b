"""What the samples of a column leave open, and what they settle."""

import pytest

from guanxi.interfaces.workspace.imports.ambiguity import (
    WrittenAs,
    day_formats,
    is_settled,
    looks_numeric,
    number_form,
)
from guanxi.interfaces.workspace.imports.option_words import option_word
from guanxi.processes.file_import import KINDS


def test_days_that_fit_two_orders_are_asked_about() -> None:
    assert day_formats(["03/04/2025", "05/06/2025"]) == ["%d/%m/%Y", "%m/%d/%Y"]


def test_one_day_past_the_twelfth_settles_the_order() -> None:
    assert day_formats(["03/04/2025", "30/06/2025"]) == ["%d/%m/%Y"]


def test_one_day_that_never_was_does_not_hide_the_order_of_the_others() -> None:
    cells = ["30/06/2025", "31/02/2025", "16/06/2025"]
    assert day_formats(cells) == ["%d/%m/%Y"]
    assert not is_settled(cells, ["%d/%m/%Y"])
    assert is_settled(cells[:1], ["%d/%m/%Y"])


@pytest.mark.parametrize("cells", [[], ["W-1"], ["2025-06-30", "soon", "later"]])
def test_what_is_no_day_asks_for_no_order(cells: list[str]) -> None:
    assert day_formats(cells) == []


def test_an_order_is_shown_by_a_day_that_tells() -> None:
    shown = [str(WrittenAs(one)) for one in ("%d/%m/%Y", "%m/%d/%y", "%d-%b-%Y")]
    assert shown == ["30/06/2025 (dd/mm/yyyy)", "06/30/25 (mm/dd/yy)", "30-Jun-2025 (dd-mmm-yyyy)"]


@pytest.mark.parametrize("cells", [["12", "3.5"], ["W-1,5"], ["C000123"], []])
def test_plain_numbers_and_words_ask_nothing(cells: list[str]) -> None:
    assert not looks_numeric(cells)


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["1,250.50", "900"], "comma_thousands"),
        (["1.250,50", "900"], "point_thousands"),
        (["12,5"], "comma_decimal"),
        (["1 250,5"], "space_thousands"),
        (["1'250.5"], "apostrophe_thousands"),
        # Twelve hundred and fifty, or one and a quarter: nobody can tell.
        (["1,250"], ""),
    ],
)
def test_marks_are_filled_in_only_where_all_cells_agree(cells: list[str], form: str) -> None:
    assert looks_numeric(cells)
    assert number_form({}, cells) == form


def test_an_earlier_mapping_answers_first() -> None:
    assert number_form({"decimal": ",", "thousands": "."}, ["1,250.50"]) == "point_thousands"


def test_every_option_of_every_kind_has_words() -> None:
    for kind, _writer in KINDS.values():
        for option, values in kind.options.items():
            assert option_word(option) != option
            assert [value for value in values if not option_word(value)] == []
