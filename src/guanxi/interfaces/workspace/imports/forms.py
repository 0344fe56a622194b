from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanxi.interfaces.workspace.imports.kinds import WORDS

ENCODINGS = (
    ("", _("Found in the file")),
    ("utf-8", _("Unicode (UTF-8)")),
    ("gb18030", _("Simplified Chinese (GBK, GB18030)")),
    ("cp950", _("Traditional Chinese (Big5)")),
    ("big5hkscs", _("Traditional Chinese, Hong Kong (Big5-HKSCS)")),
    ("euc_jp", _("Japanese (EUC-JP)")),
    ("cp932", _("Japanese (Shift JIS)")),
    ("cp949", _("Korean (EUC-KR)")),
    ("cp1252", _("Western European (1252)")),
    ("cp1250", _("Central European (1250)")),
    ("cp1251", _("Cyrillic (1251)")),
    ("utf-16-le", _("Unicode (UTF-16, little end first)")),
    ("utf-16-be", _("Unicode (UTF-16, big end first)")),
)
_SHOWN_ONLY = (
    ("utf-8-sig", _("Unicode (UTF-8)")),
    ("utf-16", _("Unicode (UTF-16)")),
    ("utf-32", _("Unicode (UTF-32)")),
    ("utf-32-le", _("Unicode (UTF-32)")),
    ("utf-32-be", _("Unicode (UTF-32)")),
    ("big5", _("Traditional Chinese (Big5)")),
)
ENCODING_WORDS = dict(ENCODINGS) | dict(_SHOWN_ONLY)
DELIMITERS = (
    ("", _("Found in the file")),
    (",", _("Comma ,")),
    (";", _("Semicolon ;")),
    ("\t", _("Tab")),
    ("|", _("Vertical bar |")),
)
LAST_HEADER_ROW = 100


class FileForm(forms.Form):
    """A kind and a file of it; or rows pasted from a spreadsheet."""

    kind = forms.ChoiceField(label=_("What is in the file?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A table as .csv, .txt or .xlsx, up to 256 MB. Nothing is imported yet."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    pasted = forms.CharField(
        label=_("Or paste rows here"),
        required=False,
        strip=False,
        help_text=_("Copy them in a spreadsheet together with the row of column names."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind, words.label) for kind, words in WORDS.items() if kind in set(kinds)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("pasted", "").strip()):
            self.add_error("file", _("Choose a file, or paste rows: one of the two."))
        return given


class ReadingForm(forms.Form):
    """How a file is to be read: as found, unless the person knows better."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Columns are separated by"), required=False, choices=DELIMITERS)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row with the column names"),
        min_value=1,
        max_value=LAST_HEADER_ROW,
        required=False,
        help_text=_("Empty: found in the file."),
    )

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet: Any = self.fields["sheet"]
        sheet.choices = [(name, name) for name in sheets]
        for absent in ("encoding", "delimiter") if sheets else ("sheet",):
            del self.fields[absent]


class MendForm(forms.Form):
    """A bad cell of one row, written anew."""

    number = forms.IntegerField(min_value=1)
    column = forms.ChoiceField()
    value = forms.CharField(max_length=10_000, required=False, strip=False)

    def __init__(self, *args: Any, columns: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = self.fields["column"]
        column.choices = [(name, name) for name in columns]


class ReplaceForm(forms.Form):
    """The same text in every row of a column, replaced."""

    column = forms.ChoiceField(label=_("In the column"))
    old = forms.CharField(label=_("Replace"), max_length=10_000, required=False, strip=False)
    new = forms.CharField(label=_("With"), max_length=10_000, required=False, strip=False)

    def __init__(self, *args: Any, columns: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = self.fields["column"]
        column.choices = [(name, name) for name in columns]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and given["old"] == given["new"]:
            self.add_error("new", _("This is the same text. Write what it should be."))
        return given


class NameForm(forms.Form):
    """The name under which a mapping is kept."""

    name = forms.CharField(label=_("Name"), max_length=60)
