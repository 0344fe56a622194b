"""Where uploaded files lie until they are dealt with: under random names, for the house alone."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from guanxi.domain.ground import identifiers
from guanxi.domain.intake import limits
from guanxi.domain.intake.refusals import FileRefused


@dataclass(frozen=True, slots=True)
class Stored:
    name: str
    size: int
    sha256: str


def folder() -> Path:
    """The folder of uploaded files, made when it is first asked for."""
    place = Path(settings.HOME) / "uploads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def store(stream: BinaryIO) -> Stored:
    """Keep what a stream holds. Raises FileRefused for nothing or too much, and then nothing is kept."""
    name = identifiers.random_bytes(16).hex()
    path = folder() / name
    digest, size = sha256(), 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            while block := stream.read(limits.MEBIBYTE):
                size += len(block)
                if size > limits.LARGEST_FILE_BYTES:
                    raise _too_large(size)
                digest.update(block)
                kept.write(block)
            kept.flush()
            os.fsync(kept.fileno())
        if not size:
            raise FileRefused("empty", {"file": "…"})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Stored(name, size, digest.hexdigest())


def sweep(*, kept: Collection[str], before: datetime) -> int:
    """Remove files that are not among `kept` and that nobody has touched since; how many.

    A process that is killed while it receives a file leaves one that no upload names.
    """
    abandoned = [
        path
        for path in folder().iterdir()
        if path.name not in kept and path.stat().st_mtime < before.timestamp()
    ]
    for path in abandoned:
        path.unlink(missing_ok=True)
    return len(abandoned)


def _too_large(size: int) -> FileRefused:
    megabytes = limits.LARGEST_FILE_BYTES // limits.MEBIBYTE
    return FileRefused("too_large", {"size": size // limits.MEBIBYTE, "largest": megabytes})
