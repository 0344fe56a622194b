"""The lock files: `python -m tools.locks` writes them, `… --check` says whether they are stale.

They pin every package with its hashes and name no host. `make check` calls the check, which works
without the network: a lock carries the fingerprint of what it was made from.
"""

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".uv/bin/uv"
COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate"),
    *("--no-emit-index-url", "--python-version", "3.11", "pyproject.toml", "--group", "build"),
]
LOCKS = {
    "default": [],
    "pg": ["--extra", "pg", "-c", "requirements/default.txt"],
    "full": ["--extra", "pdf", "--extra", "pg", "-c", "requirements/default.txt"],
    "dev": ["--extra", "pdf", "--extra", "pg", "--group", "dev", "-c", "requirements/default.txt"],
}


def main() -> int:
    if "--check" in sys.argv:
        return _check()
    for name, options in LOCKS.items():
        lock = _lock(name)
        subprocess.run([UV, *COMPILE, *options, "-o", lock.relative_to(ROOT)], cwd=ROOT, check=True)
        lock.write_text(_seal() + lock.read_text())
    return 0


def _check() -> int:
    stale = [
        name for name in LOCKS if not (ROOT / f"requirements/{name}.txt").read_text().startswith(_seal())
    ]
    for name in stale:
        print(f"requirements/{name}.txt is older than pyproject.toml: run make lock", file=sys.stderr)
    return 1 if stale else 0


def _lock(name: str) -> Path:
    return ROOT / f"requirements/{name}.txt"


def _seal() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [
        project["project"]["requires-python"],
        sorted(project["project"]["dependencies"]),
        project["project"]["optional-dependencies"],
        project["dependency-groups"],
    ]
    return f"# for pyproject.toml {hashlib.sha256(repr(asked).encode()).hexdigest()[:16]}\n"


if __name__ == "__main__":
    sys.exit(main())
