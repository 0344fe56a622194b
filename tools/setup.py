"""Build `.venv` from the lock: `python3 -m tools.setup default`, `… pg`, `… full` (with PDF) or `… dev`.

Python and pip are enough. Packages are hash-pinned in `requirements/`; uv installs them and itself
comes from pip, in an environment of its own. A finished set-up is recognised by its stamp, so that a
second call costs nothing.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
UV_HOME = ROOT / ".uv"
STAMP = VENV / "guanxi-set"
OLDEST = (3, 11)
# Each holds everything the one before it does.
SETS = ("default", "pg", "full", "dev")


def main(arguments: Sequence[str]) -> int:
    wanted = arguments[0] if arguments else "default"
    if wanted not in SETS:
        print(f"Unknown set {wanted!r}: use {' or '.join(SETS)}.", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        message = f"guanxi needs Python 3.11 or newer; this is {found}. Try: make PYTHON=python3.11 …"
        print(message, file=sys.stderr)
        return 1
    if wanted == "default" and os.environ.get("DATABASE_URL", "").startswith("postgres"):
        wanted = "pg"
    if not _is_ready(wanted):
        _install(wanted)
    if any(_is_stale(catalogue) for catalogue in ROOT.glob("src/guanxi/locale/*/LC_MESSAGES/django.po")):
        _run([_python(VENV), "-m", "tools.translations", "compile"])
    return 0


def _install(wanted: str) -> None:
    print(f"guanxi: installing the {wanted} set …", file=sys.stderr)
    uv = _uv()
    if not Path(_python(VENV)).exists():
        _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    STAMP.unlink(missing_ok=True)
    environment = os.environ | {"VIRTUAL_ENV": str(VENV), "UV_NO_CONFIG": "1"}
    lock = str(REQUIREMENTS / f"{wanted}.txt")
    _run([uv, "pip", "sync", "--quiet", "--require-hashes", lock], environment)
    _run([uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], environment)
    STAMP.write_text(f"{wanted} {_fingerprint(wanted)}\n")


def _uv() -> str:
    uv = UV_HOME / _scripts() / "uv"
    lock = REQUIREMENTS / "uv.txt"
    stamp = UV_HOME / "guanxi-set"
    fingerprint = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == fingerprint):
        _run([sys.executable, "-m", "venv", "--clear", str(UV_HOME)])
        _run([_python(UV_HOME), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)])
        stamp.write_text(fingerprint)
    return str(uv)


def _is_ready(wanted: str) -> bool:
    if not STAMP.exists():
        return False
    installed, _, fingerprint = STAMP.read_text().strip().partition(" ")
    return SETS.index(installed) >= SETS.index(wanted) and fingerprint == _fingerprint(installed)


def _is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def _fingerprint(name: str) -> str:
    """Changes with the lock, the project's metadata and the Python that runs it."""
    parts = [
        (REQUIREMENTS / f"{name}.txt").read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        sys.version.encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _scripts() -> str:
    return "Scripts" if os.name == "nt" else "bin"


def _python(environment: Path) -> str:
    return str(environment / _scripts() / "python")


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if finished.returncode:
        print(f"guanxi: set-up stopped at: {' '.join(command)}", file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
