"""Where finished exports lie: under random names, for the house alone."""

from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from guanxi.domain.ground import identifiers

MODE = 0o600


def folder() -> Path:
    """The folder of finished exports, made when it is first asked for."""
    place = Path(settings.HOME) / "exports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def new_name() -> str:
    """A name nobody can guess."""
    return identifiers.random_bytes(16).hex()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
