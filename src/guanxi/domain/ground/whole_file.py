"""Files that appear complete or not at all, and stay after the power fails (reliability rule 11)."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path, *, mode: int | None = None) -> Iterator[Path]:
    """A draft in the folder of `path` that takes its place when the block ends, and is gone if it raises.

    A file of that name is replaced; a device or a pipe is written to as it is. With `mode` the file has
    these permissions before it can be seen. Raises OSError where the folder is missing or refuses.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    folder = path.absolute().parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".guanxi-") as workshop:
        draft = Path(workshop) / path.name
        yield draft
        if mode is not None:
            draft.chmod(mode)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
