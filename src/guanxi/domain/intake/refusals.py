"""Why a whole file is turned away: one sentence that says what is wrong and what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.domain.intake.rules.storable import storable_text

SENTENCES = {
    "not_found": _("There is no file %(file)s."),
    "not_a_file": _("%(file)s is not a file."),
    "unreadable": _("%(file)s cannot be opened for reading."),
    "empty": _("%(file)s is empty."),
    "too_large": _("The file has %(size)s MB, more than the %(largest)s MB allowed. Split it."),
    "old_workbook": _(
        "The file is an old or password-protected Excel workbook. Save it as .xlsx without a password."
    ),
    "web_page": _("The file is a web page, whatever its name says. Open it in Excel and save it as .xlsx."),
    "pdf": _("The file is a PDF. Export the table itself as .xlsx or .csv."),
    "other_archive": _("The file is an archive, not a workbook. Unpack it and import the table inside."),
    "binary_workbook": _("The file is a binary workbook (.xlsb). Save it as .xlsx."),
    "open_document": _("The file is an OpenDocument table. Save it as .xlsx or .csv."),
    "broken_archive": _("The workbook is damaged or was cut off. Save or send it again."),
    "archive_too_big": _(
        "Unpacked, the workbook would have %(size)s MB, more than the %(largest)s MB allowed. Split it."
    ),
    "archive_too_many_members": _("The workbook has %(count)s parts, more than the %(largest)s allowed."),
    "archive_ratio": _(
        "%(member)s in the workbook unpacks to %(ratio)s times its size. This is no honest workbook."
    ),
    "workbook_too_heavy": _(
        "Reading the workbook took more memory or time than allowed. Save the sheet as .csv."
    ),
    "unreadable_workbook": _("The workbook cannot be read. Open it in Excel and save it as .xlsx again."),
    "sheet_missing": _("The workbook has no sheet %(sheet)s. Its sheets: %(sheets)s."),
    "sheet_unclear": _(
        "Several sheets have the columns asked for (%(sheets)s). Name one as sheet in the mapping."
    ),
    "not_text": _("The file is neither a table of text nor a workbook. Save it as .xlsx or .csv."),
    "undecodable": _(
        "Byte %(offset)s of the file, in line %(line)s, cannot be read as %(encoding)s. Save the file as "
        "“CSV UTF-8”, or name its encoding: then only rows with such bytes are rejected."
    ),
    "undecodable_wide": _(
        "Byte %(offset)s of the file, in line %(line)s, cannot be read as %(encoding)s: it was cut off or "
        "damaged. Save or send it again."
    ),
    "encoding_unclear": _(
        "The same bytes can be read in several ways: %(readings)s. Choose one, or save the file as "
        "“CSV UTF-8”."
    ),
    "mixed_encodings": _(
        "The file mixes encodings: line %(utf8_line)s is in UTF-8, line %(line)s is not. "
        "Put the parts together again in one encoding."
    ),
    "broken_quotes": _("The quotation marks in row %(row)s do not match. Correct them or save as .xlsx."),
    "no_header": _("Row %(row)s, where the column names should stand, is missing."),
    "duplicate_column": _("The column %(column)s appears twice. Remove or rename one."),
    "missing_columns": _("The file lacks the columns %(missing)s. It has: %(present)s."),
    "too_many_columns": _("The file has %(count)s columns, more than the %(largest)s allowed."),
    "too_many_rows": _("The file has more than %(largest)s rows. Split it."),
    "ambiguous_days": _(
        "The days in %(column)s can be read in more than one way: “%(text)s” is %(first)s as "
        "%(first_format)s and %(second)s as %(second_format)s. Name the format in the mapping."
    ),
    "no_right": _("Whoever ordered this may no longer import files of this kind."),
    "broken_off": _(
        "The work broke off eight times before it was done. Order it again; if that does not help, tell the "
        "administrator."
    ),
    "no_room": _(
        "The database or the disk could not be written to for several minutes. Order it again when there is "
        "room; the administrator sees the cause."
    ),
    "unexpected": _(
        "An unexpected error stopped the work. The administrator sees it in the self-check. Order it again "
        "when it is mended."
    ),
    "taken_over": _("Another import of the same file took over. The rows committed until then are kept."),
}


class FileRefused(Exception):
    """The file as a whole cannot be imported. `code` names why, `params` fill the sentence."""

    def __init__(self, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code, params)
        self.code = code
        # They quote the file, and are stored and printed whatever it holds.
        self.params = {
            name: storable_text(value) if isinstance(value, str) else value
            for name, value in (params or {}).items()
        }

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return str(SENTENCES[self.code]) % self.params
