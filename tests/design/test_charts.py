"""Charts say every figure in words, follow the theme by classes, and carry nothing the CSP refuses."""

import re
from datetime import date

import pytest

from guanxi.design.charts import Chart, Cut, MonthlyRevenue, ParetoPoint, pareto_curve, revenue_by_month
from guanxi.design.charts.frame import round_ticks
from guanxi.design.charts.pareto import MOST_POINTS
from guanxi.design.charts.svg import PAINTS, paint

MONTHS = [
    MonthlyRevenue(date(2024 + month // 12, month % 12 + 1, 1), None if month == 5 else month * 1_000_000)
    for month in range(18)
]
CURVE = [ParetoPoint(rank, 1_000_000 * rank * (401 - rank) // (200 * 201)) for rank in range(1, 201)]
CUTS = [Cut("platinum", 2), Cut("gold", 10), Cut("iron", 40)]


def revenue(language: str = "en") -> Chart:
    return revenue_by_month(MONTHS, currency="CNY", language=language)


def pareto(language: str = "en") -> Chart:
    return pareto_curve(CURVE, CUTS, customers=200, language=language)


@pytest.mark.parametrize("chart", [revenue(), pareto(), revenue("zh-hans"), pareto("zh-hans")])
def test_a_drawing_has_no_colour_style_script_or_link_of_its_own(chart: Chart) -> None:
    for svg in (chart.wide, chart.narrow):
        assert svg.startswith('<svg role="group" aria-label="')
        assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) <= {"none"}
        for refused in ("style", "<script", "href", "url(", "font-family", "#"):
            assert refused not in svg
        assert set(re.findall(r"chart-([\w-]+)", svg)) <= set(PAINTS)


def test_each_month_is_an_image_with_its_name_and_exact_revenue() -> None:
    labels = re.findall(r'aria-label="([^"]*)" role="img"', revenue().wide)
    assert len(labels) == 18
    assert labels[1] == "Feb 2024 · CN¥10,000.00"
    assert labels[17] == "Jun 2025 · CN¥170,000.00"


def test_a_month_without_revenue_on_file_is_not_a_zero() -> None:
    chart = revenue()
    assert chart.rows[5] == ("Jun 2024", "none on file")
    assert chart.rows[0] == ("Jan 2024", "CN¥0.00")
    assert chart.wide.count('class="chart-bar"') == 17


def test_words_and_figures_are_in_the_readers_language() -> None:
    chart = revenue("zh-hans")
    assert chart.rows[1] == ("2024年2月", "¥10,000.00")
    assert "¥10万" in chart.wide
    assert "2024年2月 · ¥10,000.00" in chart.wide


def test_every_month_is_named_where_there_is_room_and_every_quarter_where_there_is_not() -> None:
    chart = revenue()
    assert ">Feb<" in chart.wide
    assert ">Feb<" not in chart.narrow
    assert ">Apr<" in chart.narrow


def test_a_customers_name_in_a_label_is_escaped_by_the_engine() -> None:
    chart = revenue_by_month([MonthlyRevenue(date(2025, 1, 1), -5)], currency="CNY", language="en")
    assert "-CN¥0.05" in chart.wide


def test_the_curve_names_each_cut_with_its_customers_and_share() -> None:
    chart = pareto()
    assert chart.rows[1] == ("Gold", "10", "5%", "9.7%")
    assert "Gold: the first 10 customers (5%) bring 9.7% of revenue" in chart.wide
    for tier in ("platinum", "gold", "iron"):
        assert f'class="chart-{tier}"' in chart.wide


def test_a_long_curve_is_thinned_and_keeps_its_cuts_and_its_end() -> None:
    points = [ParetoPoint(rank, rank * 10) for rank in range(1, 100_001)]
    chart = pareto_curve(points, [Cut("platinum", 1_000)], customers=100_000, language="en")
    line = re.search(r'd="(M[^"]*)"[^>]*class="chart-line"', chart.wide)
    assert line
    assert line[1].count("L") <= MOST_POINTS + 4
    assert chart.rows == (("Platinum", "1,000", "1%", "1%"),)


def test_what_cannot_be_drawn_raises() -> None:
    with pytest.raises(ValueError, match="no months"):
        revenue_by_month([], currency="CNY", language="en")
    with pytest.raises(ValueError, match="no customers"):
        pareto_curve([], [], customers=0, language="en")
    with pytest.raises(KeyError):
        pareto_curve(CURVE, [Cut("gold", 999)], customers=200, language="en")
    with pytest.raises(KeyError):
        paint("purple")


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([], [0, 1]),
        ([0], [0, 1]),
        ([7], [0, 2, 4, 6, 8]),
        ([3, 17, -4], [-10, 0, 10, 20]),
        ([99_999_999], [0, 25_000_000, 50_000_000, 75_000_000, 100_000_000]),
        ([-5], [-6, -4, -2, 0]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(values: list[int], ticks: list[int]) -> None:
    assert round_ticks(values) == ticks
