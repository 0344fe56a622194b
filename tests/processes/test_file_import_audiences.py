"""Audiences by file: estimates of segments, never a way to reach anybody (D13)."""

from pathlib import Path

import pytest

from guanxi.domain.audiences.models import Audience
from guanxi.domain.intake.models import RejectedRow
from guanxi.domain.timeline.models import Event
from tests.processes.importing import bring, counts, rejections

pytestmark = pytest.mark.django_db


def test_estimates_are_recorded_left_alone_and_revised(tmp_path: Path) -> None:
    rows = [{"name": "河南纸制品企业"}, {"name": "川渝调味品企业", "size_estimate": "860"}]
    assert counts(bring(tmp_path / "f.csv", "audiences", *rows)) == (2, 0, 0)
    assert counts(bring(tmp_path / "f.csv", "audiences")) == (0, 2, 0)
    rows[1]["size_estimate"] = "900"
    assert counts(bring(tmp_path / "f.csv", "audiences", *rows)) == (1, 1, 0)
    assert Audience.objects.everything("the test looks").get(name="川渝调味品企业").size_estimate == 900
    revised = Event.objects.everything("the test looks").get(kind="audiences.revised")
    assert (revised.chain, revised.changes) == ("operator", [("size_estimate", 860, 900)])


@pytest.mark.parametrize("column", ["name", "name_en", "segment", "region", "source"])
@pytest.mark.parametrize("text", ["王芳 138-0013-8000", "wang@example.cn"])
def test_contact_data_is_refused_in_every_column_and_kept_nowhere(
    tmp_path: Path, column: str, text: str
) -> None:
    result = bring(tmp_path / "f.csv", "audiences", {"name": "河南纸制品企业", column: text})
    assert rejections(result) == [(2, column, "contact_data")]
    assert not Audience.objects.everything("the test looks").exists()
    assert text not in str(list(RejectedRow.objects.everything("the test looks").values()))


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("size_estimate", "many", "not_a_number"),
        ("size_estimate", "-1", "out_of_range"),
        ("segment", "", "required"),
    ],
)
def test_an_estimate_without_figure_or_segment_is_rejected(
    tmp_path: Path, column: str, text: str, code: str
) -> None:
    result = bring(tmp_path / "f.csv", "audiences", {"name": "河南纸制品企业", column: text})
    assert rejections(result) == [(2, column, code)]
