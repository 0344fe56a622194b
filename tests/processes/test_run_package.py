"""A stranger reproduces a run from its package, and finds out when somebody changed it."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.package import UnableToReproduce, UnusablePackage, verify_package
from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.processes.classification_run import classify_customers
from guanxi.processes.run_package import package_run
from tests import factories
from tests.conftest import MOMENT

pytestmark = pytest.mark.django_db
JUNE, MARCH = date(2025, 6, 30), date(2025, 3, 31)


@pytest.fixture
def run(li: User) -> ClassificationRun:
    """25 customers, internal and with costs among them, over two closes."""
    for place in range(25):
        purpose = "internal" if place % 10 == 9 else "commercial"
        one = factories.customer(f"客户{place}", owner=li, number=f"N{place:02d}", purpose=purpose)
        for day in (date(2025, 2, 1), date(2025, 5, 1)):
            factories.shipment(one, delivered_on=day, revenue_minor=(place * 7 % 25 + 1) * 1000)
        factories.cost(one, 50 + place)
    silent = factories.customer("无货", owner=li, number="S1")
    silent.register(on=date(2025, 1, 5), by=None, at=factories.LONG_AGO)
    classify_customers(as_of=MARCH, by=None, at=MOMENT)
    return classify_customers(as_of=JUNE, by=None, at=MOMENT + timedelta(minutes=1))


@pytest.fixture
def package(run: ClassificationRun, tmp_path: Path) -> Path:
    path = tmp_path / "run.zip"
    package_run(run, path)
    return path


def rewritten(package: Path, name: str, change: Callable[[str], str]) -> Path:
    other = package.with_name("other.zip")
    with zipfile.ZipFile(package) as was, zipfile.ZipFile(other, "w") as now:
        for member in was.namelist():
            text = was.read(member).decode()
            now.writestr(member, change(text) if member == name else text)
    return other


def test_a_package_leads_to_the_hash_groups_and_tiers_of_its_run(
    run: ClassificationRun, package: Path
) -> None:
    verdict = verify_package(package)

    assert verdict.is_equal
    assert (verdict.found, verdict.stated, verdict.customers) == (run.hash, run.hash, 26)


def test_an_unpacked_package_is_as_good(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "unpacked")

    assert verify_package(tmp_path / "unpacked").is_equal


def test_no_name_is_in_a_package(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()

    assert "客户" not in everything
    assert "无货" not in everything


def test_verifying_needs_neither_settings_nor_database(package: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "guanxi", "verify", str(package)],
        capture_output=True,
        text=True,
        check=False,
        env={"GUANXI_LANG": "en", "GUANXI_HOME": "/nonexistent", "PATH": ""},
    )

    assert told.returncode == 0, told.stderr
    assert "Equal: the facts lead to the groups, tiers and hash of the run." in told.stdout


@pytest.mark.parametrize(
    ("member", "before", "after"),
    [
        ("run.json", '"up_to_ppm": 10000', '"up_to_ppm": 40000'),
        ("purchases.csv", "N05,true,2025-05-01", "N05,true,2024-05-01"),
        ("customers.csv", "N05,commercial", "N05,consumer"),
        ("customers.csv", "2025-01-05", "2025-01-06"),
        ("run.json", '"hash": "', '"hash": "0'),
        ("results.csv", "N05,actual", "N05,basic"),
    ],
)
def test_whatever_is_changed_is_found(package: Path, member: str, before: str, after: str) -> None:
    def change(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    assert not verify_package(rewritten(package, member, change)).is_equal


@pytest.mark.parametrize(
    ("member", "damage"),
    [
        ("run.json", lambda text: "[]"),
        ("run.json", lambda text: text.replace('"format": 1', '"format": 9')),
        ("customers.csv", lambda text: text.replace("signal_on", "other_on")),
        ("purchases.csv", lambda text: text + "N05,maybe,2025-05-01,1,2,3\n"),
        ("purchases.csv", lambda text: text + "N05,true\n"),
    ],
)
def test_a_damaged_package_is_named_as_such(package: Path, member: str, damage: Callable[[str], str]) -> None:
    with pytest.raises(UnusablePackage):
        verify_package(rewritten(package, member, damage))


def test_a_file_that_is_none_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    for path in (tmp_path / "x.zip", tmp_path / "missing.zip", tmp_path):
        with pytest.raises(UnusablePackage):
            verify_package(path)


def test_facts_that_changed_without_a_trace_are_not_passed_off_as_the_runs(
    run: ClassificationRun, chenguang: Customer, tmp_path: Path
) -> None:
    Shipment.objects.everything("somebody writes past the house").update(revenue_minor=1)

    with pytest.raises(UnableToReproduce):
        package_run(run, tmp_path / "run.zip")
    assert list(tmp_path.iterdir()) == []
