"""Why a table cannot be written in a format; each is one sentence with its remedy."""

from django.utils.translation import gettext_lazy as _

_SENTENCES = {
    "pdf_not_installed": _(
        "PDF needs the package typst. Run: pip install 'guanxi[pdf]', or choose XLSX or CSV."
    ),
    "pdf_without_font": _(
        "PDF needs a font with Chinese characters. Install one, such as fonts-noto-cjk, or name a folder"
        " with fonts in GUANXI_FONTS; or choose XLSX or CSV."
    ),
    "pdf_too_long": _(
        "A PDF holds at most %(largest)s rows of a table; %(title)s has more. Choose XLSX or CSV."
    ),
    "sheet_too_long": _("A sheet holds at most %(largest)s rows; %(title)s has more. Choose CSV."),
    "cell_too_long": _(
        "A cell of a sheet holds at most %(largest)s characters; row %(row)s of %(title)s has more."
        " Choose CSV."
    ),
}


class UnableToExport(ValueError):
    """The format cannot hold the report, or this machine cannot write it; then no file is left behind."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return str(_SENTENCES[self.code]) % self.params
