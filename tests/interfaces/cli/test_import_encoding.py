"""`guanxi import` of a text with several readings: refused with their names, decided by an option."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner, Result

from guanxi.domain.customers.models import Customer
from guanxi.interfaces.cli import app

pytestmark = pytest.mark.django_db
REFUSED, USAGE = 1, 2
COLUMNS = ("customer_number", "name", "registered_on")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("GUANXI_LANG", "en")
    with translation.override("en"):
        yield


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "short.csv"
    path.write_bytes(f"{','.join(COLUMNS)}\r\nC1,郑州,2024-01-02\r\n".encode("gbk"))
    return path


def run(file: Path, *options: str, encoding: str = "") -> Result:
    """Import by a mapping of three columns that names the encoding."""
    mapping = file.with_suffix(".toml")
    columns = "".join(f'{name} = {{ from = "{name}" }}\n' for name in COLUMNS)
    mapping.write_text(f'source = "own"\n[file]\nencoding = "{encoding}"\n[customers.fields]\n{columns}')
    arguments = ["import", str(file), "--kind", "customers", "--mapping", str(mapping), *options]
    return CliRunner().invoke(app, arguments)


def test_the_readings_are_named_with_what_decides_between_them(short: Path) -> None:
    done = run(short)
    assert done.exit_code == REFUSED
    assert "GBK/GB 18030 “郑州”" in done.stderr
    assert "--encoding" in done.stderr
    assert "gb18030" in done.stderr
    assert not Customer.objects.everything("the test looks").exists()


@pytest.mark.parametrize("name", ["gbk", "GB18030", "gb2312"])
def test_the_option_decides(short: Path, name: str) -> None:
    done = run(short, "--encoding", name)
    assert (done.exit_code, done.stdout.splitlines()[1]) == (0, "Read as gb18030.")
    assert Customer.objects.everything("the test looks").get().party.name == "郑州"


def test_the_option_outweighs_the_mapping(short: Path) -> None:
    assert run(short, "--encoding", "gbk", encoding="cp1252").exit_code == 0
    assert Customer.objects.everything("the test looks").get().party.name == "郑州"


def test_the_mapping_decides_without_the_option(short: Path) -> None:
    assert run(short, encoding="gbk").exit_code == 0
    assert Customer.objects.everything("the test looks").get().party.name == "郑州"


def test_an_unknown_encoding_is_wrong_usage_and_the_known_ones_are_named(short: Path) -> None:
    done = run(short, "--encoding", "klingon")
    assert done.exit_code == USAGE
    assert "klingon" in done.stderr
    assert "big5hkscs" in done.stderr
