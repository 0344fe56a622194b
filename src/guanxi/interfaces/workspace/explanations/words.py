"""Wording that explanations share: figures in the reader's language, sentences one after the other."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.design import figures
from guanxi.domain.classification.models import Group, ValueTier


def number(value: int) -> str:
    return figures.number(value, _language())


def money(minor: int, currency: str) -> str:
    return figures.money(minor, currency, _language())


def share(ppm: int) -> str:
    return figures.share(ppm, _language())


def day(value: date) -> str:
    return value.isoformat()


def tier_word(tier: str) -> str:
    return str(ValueTier(tier).label) if tier else _("No tier")


def group_word(group: str) -> str:
    return str(Group(group).label) if group else _("No group")


def why(value: object) -> str:
    """The title of an explanation."""
    return _("Why “%(value)s”?") % {"value": value}


def joined(sentences: Iterable[str]) -> str:
    """Sentences one after the other; Chinese puts no space between them."""
    return ("" if _language().startswith("zh") else " ").join(sentence for sentence in sentences if sentence)


def _language() -> str:
    return get_language() or "en"
