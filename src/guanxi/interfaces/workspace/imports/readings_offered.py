"""The readings of a text whose bytes do not say which one is meant: each with rows, one to be chosen."""

from dataclasses import dataclass

from guanxi.domain.intake import storage
from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.readings import FileReading, readings
from guanxi.interfaces.workspace.imports.forms import ENCODING_WORDS


@dataclass(frozen=True, slots=True)
class OfferedReading:
    """One reading with its name in words."""

    label: str
    reading: FileReading


def readings_offered(upload: Upload) -> list[OfferedReading]:
    """The likeliest first; none where the encoding is not in question."""
    if upload.refusal.get("code") != "encoding_unclear":
        return []
    encodings = upload.refusal["params"]["encodings"].split()
    found = readings(storage.folder() / upload.stored_as, encodings)
    return [OfferedReading(str(ENCODING_WORDS[one.encoding]), one) for one in found]
