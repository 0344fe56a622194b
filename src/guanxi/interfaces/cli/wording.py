"""Words of the command line in the reader's language, without starting Django."""

import gettext as _gettext
import os
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def language() -> str:
    """`zh-hans` or `en`, by GUANXI_LANG, LC_ALL, LC_MESSAGES or LANG, in this order."""
    for name in ("GUANXI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh-hans" if value.lower().startswith("zh") else "en"
    return "en"


@lru_cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("django", LOCALE, ["zh_Hans"], fallback=True)


def gettext(message: str) -> str:
    """The message in the reader's language."""
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message in the number that fits."""
    return _catalogue(language()).ngettext(one, many, count)
