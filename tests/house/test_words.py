"""What the house says, it says in both languages; what the code names, exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from guanxi.domain.timeline.kinds import all_kinds

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def test_no_string_is_missing_fuzzy_or_unused_in_chinese() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "tools.translations", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_every_event_has_a_sentence_in_both_languages(kind: object) -> None:
    wording = kind.wording  # type: ignore[attr-defined]
    with translation.override("en"):
        english = str(wording)
    with translation.override("zh-hans"):
        chinese = str(wording)
    assert re.search(r"[一-鿿]", chinese), english
    assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(chinese))


def test_nothing_committed_names_a_path_of_a_machine_or_a_registrys_host() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    forbidden = re.compile(r"/(?:home|root|Users)/\w+/|pypi" + r"\.org|files\.python" + r"hosted")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".mo", ".png"} or not path.is_file():
            continue
        found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{name}: {found.group() if found else ''}"


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
