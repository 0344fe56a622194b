"""`guanxi classify` over the operator's own database, as far as the shell decides anything."""

from datetime import date
from pathlib import Path

import pytest

from guanxi.domain.classification.models import ClassificationRun
from guanxi.interfaces.cli import classify_operator as shell
from tests import factories

pytestmark = pytest.mark.django_db
JUNE = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _the_house_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "open_house", lambda: None)


def test_a_period_is_closed_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    customer = factories.customer("甲")
    factories.shipment(customer, delivered_on=date(2025, 6, 1))
    report = tmp_path / "run.json"
    assert shell.classify_operator(JUNE, report, close=True) == 0
    assert '"kind": "close"' in report.read_text()
    assert shell.classify_operator(JUNE, None, close=True) == 0
    assert ClassificationRun.objects.everything("a test counts").count() == 1
    factories.shipment(customer, delivered_on=date(2025, 6, 2))
    assert shell.classify_operator(JUNE, None, close=True) == 1
    assert "2025-06-30" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "known_on", "code"), [(date(2025, 5, 31), None, 1), (date(2025, 9, 30), None, 1), (JUNE, JUNE, 2)]
)
def test_what_cannot_be_closed_is_refused(day: date, known_on: date | None, code: int) -> None:
    assert shell.classify_operator(day, None, known_on=known_on, close=True) == code
    assert not ClassificationRun.objects.everything("a test counts").exists()
