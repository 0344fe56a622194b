"""Dates as people and programs write them."""

from pathlib import Path

import pytest

from guanxi_analysis import InvalidArgument, UnreadableColumn
from tests.analysis.files import Classified, classify, text_file


def with_dates(folder: Path, *days: str, date_format: str | None = None) -> Classified:
    lines = [f"c{place}|{day}|5\n" for place, day in enumerate(days)]
    return classify(text_file(folder, "customer|date|amount\n" + "".join(lines)), date_format=date_format)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "2026-3-4", "2026/3/4", "2026/03/04", "2026.03.04", "20260304", "2026年3月4日",
        "2026-03-04 23:59:59", "2026-03-04T23:59:59.999Z", "2026-03-04T00:30:00+08:00", "2026/3/4 9:05",
        "2026年3月4日 12:30", "2026年03月04", "04-Mar-26", "4 Mar 2026", "04-MAR-2026", "4 March 2026",
        "Mar 4, 2026", "March 4, 2026", "2026-03-04 10:00 PM", " 2026-03-04\u3000",
    ],
)  # fmt: skip
def test_dates_that_read_in_one_way_need_no_question(tmp_path: Path, text: str) -> None:
    assert with_dates(tmp_path, text).column("first_on") == {"c0": "2026-03-04"}


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-02-30", "2026-13-01", "Date Not Captured", "45000", "26", "0026-03-04", "18991231x",
        "2026-03-04 yesterday", "99-99-2026", "2026-03-04 25:61x", "03/2026",
    ],
)  # fmt: skip
def test_what_is_no_date_is_left_out(tmp_path: Path, text: str) -> None:
    found = with_dates(tmp_path, text, "2026-01-01")

    assert found.result.excluded_rows["bad_date"] == 1
    assert list(found.rows) == ["c1"]


def test_an_ambiguous_column_lists_both_readings_and_the_option(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColumn) as refused:
        with_dates(tmp_path, "05/05/2026", "03/04/2026 10:00")

    assert str(refused.value) == (
        "The column date is ambiguous: row 3, 03/04/2026 10:00, is 2026-04-03 with --date-format %d/%m/%Y and"
        " 2026-03-04 with --date-format %m/%d/%Y. Choose one."
    )


@pytest.mark.parametrize(("form", "day"), [("%d/%m/%Y", "2026-04-03"), ("%m/%d/%Y", "2026-03-04")])
def test_the_option_the_error_names_settles_the_column(tmp_path: Path, form: str, day: str) -> None:
    found = with_dates(tmp_path, "03/04/2026", "03/04/2026 10:00", date_format=form)

    assert found.column("first_on") == {"c0": day, "c1": day}


@pytest.mark.parametrize(
    ("settling", "day"),
    [("25/12/2026", "2026-04-03"), ("12/25/2026", "2026-03-04"), ("31.12.26", "2026-04-03")],
)
def test_one_row_that_fits_one_order_settles_the_column(tmp_path: Path, settling: str, day: str) -> None:
    assert with_dates(tmp_path, "03/04/2026", settling).column("first_on")["c0"] == day


def test_equal_day_and_month_leave_nothing_to_ask(tmp_path: Path) -> None:
    assert with_dates(tmp_path, "05/05/2026", "07-07-2026").column("first_on")["c0"] == "2026-05-05"


def test_two_digits_everywhere_may_also_begin_with_the_year(tmp_path: Path) -> None:
    assert with_dates(tmp_path, "26/03/04", "32/12/31").column("first_on")["c0"] == "2026-03-04"
    with pytest.raises(UnreadableColumn, match="ambiguous"):
        with_dates(tmp_path, "26/03/04")


def test_rows_that_contradict_each_other_are_an_error_that_shows_both(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColumn, match=r"row 2, 25/12/2026, and row 3, 12/25/2026\."):
        with_dates(tmp_path, "25/12/2026", "12/25/2026")


@pytest.mark.parametrize(("text", "day"), [("01-Jan-68", "2068-01-01"), ("01-Jan-69", "1969-01-01")])
def test_years_of_two_digits_turn_at_69(tmp_path: Path, text: str, day: str) -> None:
    assert with_dates(tmp_path, text).column("first_on") == {"c0": day}


def test_a_named_form_is_the_only_one_read(tmp_path: Path) -> None:
    found = with_dates(tmp_path, "04032026", "2026-03-04", "26年3月4日", date_format="%d%m%Y")

    assert found.column("first_on") == {"c0": "2026-03-04"}
    assert found.result.excluded_rows["bad_date"] == 2


@pytest.mark.parametrize("form", ["%d/%m", "%Q", "", "day", "%H:%M"])
def test_a_form_without_a_whole_date_is_refused(tmp_path: Path, form: str) -> None:
    with pytest.raises(InvalidArgument, match="is not the form of a whole date"):
        with_dates(tmp_path, "2026-03-04", date_format=form)


def test_a_column_of_words_is_no_date(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColumn, match=r"No row of the column date holds a date \(row 2: soon\)"):
        with_dates(tmp_path, "soon")
