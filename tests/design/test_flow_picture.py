"""The picture of who went where says each band in words, keeps the order, and carries nothing of its own."""

import re
from itertools import pairwise

import pytest

from guanxi.design.charts import Chart, Flow, Stop, flow_picture
from guanxi.design.charts.flows import HEIGHT, NARROW, WIDE

STOPS = [Stop("gold", "Gold"), Stop("iron", "Iron"), Stop("lead", "Lead")]
FLOWS = [
    Flow("lead", "lead", 9_000, "stay"),
    Flow("gold", "gold", 7, "stay"),
    Flow("iron", "gold", 1, "up"),
    Flow("gold", "lead", 0, "down"),
]


def picture(flows: list[Flow] = FLOWS) -> Chart:
    return flow_picture(STOPS, STOPS, flows, title="Moves", heads=("March", "<June>"), language="en")


def test_every_flow_is_an_image_with_its_way_and_count() -> None:
    labels = re.findall(r'role="img" aria-label="([^"]*)"', picture().wide)
    assert labels == ["Gold → Gold · 7", "Iron → Gold · 1", "Lead → Lead · 9,000"]
    assert picture().rows == (("Gold → Gold", "7"), ("Iron → Gold", "1"), ("Lead → Lead", "9,000"))


def test_a_drawing_has_no_colour_style_script_or_link_of_its_own() -> None:
    for svg in (picture().wide, picture().narrow):
        assert svg.startswith('<svg role="group" aria-label="Moves"')
        for refused in ("style", "<script", "href", "url(", "fill=", "#", "<June>"):
            assert refused not in svg
    assert f'viewBox="0 0 {WIDE} ' in picture().wide
    assert f'viewBox="0 0 {NARROW} ' in picture().narrow


def test_one_among_thousands_is_thick_enough_to_be_seen() -> None:
    heights = [float(height) for height in re.findall(r'width="10" height="([\d.]+)"', picture().wide)]
    assert min(heights) >= 2
    assert max(heights) == pytest.approx(HEIGHT, abs=1)


def test_bars_stand_beneath_each_other_without_touching() -> None:
    bars = re.findall(
        r'<rect class="chart-stop" x="([\d.]+)" y="([\d.]+)" width="10" height="([\d.]+)"', picture().wide
    )
    for side in {x for x, _, _ in bars}:
        spans = [(float(y), float(y) + float(height)) for x, y, height in bars if x == side]
        assert spans == sorted(spans)
        assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_where_nobody_went_there_is_no_stop() -> None:
    assert ">Iron<" in picture().wide
    assert ">Iron<" not in picture([Flow("gold", "lead", 3, "down")]).wide


def test_without_anybody_there_is_no_picture() -> None:
    with pytest.raises(ValueError, match="nobody"):
        picture([Flow("gold", "lead", 0, "down")])
    with pytest.raises(ValueError, match="silver"):
        picture([Flow("silver", "lead", 1, "down")])
