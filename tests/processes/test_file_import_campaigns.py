"""Campaigns by file: what was spent on an audience, and the signals that name them (D233, D234)."""

from pathlib import Path

import pytest

from guanxi.domain.audiences.models import Campaign, Signal
from guanxi.domain.timeline.models import Event
from tests.processes.importing import bring, counts, rejections

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def audience(tmp_path: Path) -> None:
    bring(tmp_path / "a.csv", "audiences", {"name": "造纸"})


def test_campaigns_are_recorded_left_alone_and_corrected(tmp_path: Path) -> None:
    assert counts(bring(tmp_path / "f.csv", "campaigns", {"name": "春季展"})) == (1, 0, 0)
    assert counts(bring(tmp_path / "f.csv", "campaigns")) == (0, 1, 0)
    again = bring(tmp_path / "f.csv", "campaigns", {"name": "春季展", "cost": "50000", "responses": "321"})
    assert counts(again) == (1, 0, 0)
    campaign = Campaign.objects.everything("the test looks").get()
    assert (campaign.audience.name, campaign.cost_minor, campaign.responses) == ("造纸", 5_000_000, 321)
    corrected = Event.objects.everything("the test looks").get(kind="audiences.campaign_corrected")
    assert sorted(corrected.changes) == [("cost_minor", 4_800_000, 5_000_000), ("responses", 320, 321)]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("audience", "不在册", "unknown_audience"),
        ("ended_on", "2025-02-19", "before_beginning"),
        ("responses", "-1", "out_of_range"),
        ("register_within_days", "", "required"),
        ("name_en", "wang@example.cn", "contact_data"),
    ],
)
def test_a_campaign_without_sense_is_rejected(tmp_path: Path, column: str, text: str, code: str) -> None:
    result = bring(tmp_path / "f.csv", "campaigns", {"name": "春季展", column: text})
    assert rejections(result) == [(2, column, code)]


def test_the_signal_of_a_customer_file_names_its_campaign(tmp_path: Path) -> None:
    signal = {"signal_type": "badge_scan", "signal_on": "2025-02-20", "lawful_basis": "consent"}
    row = {"customer_number": "C1", "name": "晨光纸业", "signal_campaign": "春季展", **signal}
    bring(tmp_path / "c.csv", "customers", row)
    assert Signal.objects.everything("the test looks").get().campaign == "春季展"


def test_a_customer_file_from_before_the_column_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    bring(path, "customers", {"customer_number": "C1", "name": "晨光纸业"})
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    place = lines[0].index("signal_campaign")
    path.write_text("\n".join(",".join(line[:place] + line[place + 1 :]) for line in lines), "utf-8")
    result = bring(path, "customers")
    assert (counts(result), result.missing) == ((0, 1, 0), ["signal_campaign"])
