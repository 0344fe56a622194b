"""The table of members of a workbook's zip archive, judged before anything is unpacked (F20)."""

from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from guanxi.domain.intake import limits
from guanxi.domain.intake.refusals import FileRefused


def check_archive(stream: BinaryIO) -> None:
    """Let an honest .xlsx pass. Raises FileRefused for other archives, bombs and damaged files."""
    members = _members(stream)
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise FileRefused(_other_kind(names))
    if len(members) > limits.MOST_ARCHIVE_MEMBERS:
        raise FileRefused(
            "archive_too_many_members", {"count": len(members), "largest": limits.MOST_ARCHIVE_MEMBERS}
        )
    for member in members:
        _check_ratio(member)
    total = sum(member.file_size for member in members)
    if total > limits.LARGEST_ARCHIVE_BYTES:
        raise FileRefused(
            "archive_too_big",
            {"size": total // limits.MEBIBYTE, "largest": limits.LARGEST_ARCHIVE_BYTES // limits.MEBIBYTE},
        )


def _members(stream: BinaryIO) -> list[ZipInfo]:
    stream.seek(0)
    try:
        return ZipFile(stream).infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused("broken_archive") from None
    finally:
        stream.seek(0)


def _check_ratio(member: ZipInfo) -> None:
    ratio = member.file_size // max(member.compress_size, 1)
    if ratio > limits.LARGEST_ARCHIVE_RATIO and member.file_size > limits.RATIO_COUNTS_FROM_BYTES:
        raise FileRefused("archive_ratio", {"member": member.filename, "ratio": ratio})


def _other_kind(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    return "open_document" if "content.xml" in names else "other_archive"
