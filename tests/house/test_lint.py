"""The lint rules that carry a promise are really on."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "from datetime import datetime\nmoment = datetime.now()\n": "TID251",
    "from datetime import UTC, datetime\nmoment = datetime.now(UTC)\n": "TID251",
    "from datetime import date\nday = date.today()\n": "TID251",
    "from django.utils import timezone\nmoment = timezone.now()\n": "TID251",
    "import time\nseconds = time.time()\n": "TID251",
    "import random\nnumber = random.random()\n": "TID251",
    "import uuid\nkey = uuid.uuid4()\n": "TID251",
    "from datetime import datetime\nmoment = datetime(2025, 6, 30)\n": "DTZ001",
    "print('done')\n": "T201",
}


@pytest.mark.parametrize(("source", "rule"), FORBIDDEN.items())
def test_what_the_house_forbids_is_a_lint_error(source: str, rule: str) -> None:
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--stdin-filename",
            "src/guanxi/domain/customers/made_up.py",
            "-",
        ],
        cwd=ROOT,
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert rule in checked.stdout
