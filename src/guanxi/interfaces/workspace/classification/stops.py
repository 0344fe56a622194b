"""The values of an axis as places that customers come from and go to, the highest first."""

from django.utils.translation import gettext as _

from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.classification.movement import GONE, GROUP, NEW

_GROUPS = ("backbone", "actual", "basic", "ordinary", "")
_TIERS = ("platinum", "gold", "iron", "lead", "")


def stops_of(axis: str) -> tuple[str, ...]:
    """The values from the highest to none; `NEW` and `GONE` are no values."""
    return _GROUPS if axis == GROUP else _TIERS


def word_of(axis: str, value: str) -> str:
    """The value in words, with `NEW`, `GONE` and none; a value of no axis is shown as it is."""
    edges = {NEW: _("New"), GONE: _("Gone"), "": _("No group") if axis == GROUP else _("No tier")}
    if value in edges:
        return edges[value]
    choices = Group if axis == GROUP else ValueTier
    return str(choices(value).label) if value in choices.values else value
