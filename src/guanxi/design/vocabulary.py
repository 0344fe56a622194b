"""The trade's words that have a badge, with the shape that tells them apart without colour."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Metal:
    """A value tier: its word, and an outline in a box of 12 × 12."""

    label: "StrOrPromise"
    outline: str


@dataclass(frozen=True, slots=True)
class Term:
    """A value of another axis: its word and its icon."""

    label: "StrOrPromise"
    icon: str


TIERS = {
    "platinum": Metal(pgettext_lazy("tier", "Platinum"), "M6 .4 11.6 6 6 11.6 .4 6Z"),
    "gold": Metal(pgettext_lazy("tier", "Gold"), "M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8Z"),
    "iron": Metal(pgettext_lazy("tier", "Iron"), "M3.2 1.1h5.6L11.6 6l-2.8 4.9H3.2L.4 6Z"),
    "lead": Metal(pgettext_lazy("tier", "Lead"), "M2.1 2.1h7.8v7.8H2.1Zm1.5 1.5v4.8h4.8V3.6Z"),
}

# In the order of the relationship: the badge fills as many of its five steps.
GROUPS = {
    "potential": pgettext_lazy("group", "Potential"),
    "ordinary": pgettext_lazy("group", "Ordinary"),
    "basic": pgettext_lazy("group", "Basic"),
    "actual": pgettext_lazy("group", "Actual"),
    "backbone": pgettext_lazy("group", "Backbone"),
}

PURPOSES = {
    "consumer": Term(pgettext_lazy("purpose", "Consumer"), "shopping-bag"),
    "commercial": Term(pgettext_lazy("purpose", "Commercial"), "briefcase-business"),
    "internal": Term(pgettext_lazy("purpose", "Internal"), "building"),
}

NATURES = {
    "individual": Term(pgettext_lazy("nature", "Individual"), "user"),
    "intermediary": Term(pgettext_lazy("nature", "Intermediary"), "waypoints"),
    "manufacturer": Term(pgettext_lazy("nature", "Manufacturer"), "factory"),
    "carrier_partner": Term(pgettext_lazy("nature", "Carrier partner"), "truck"),
}
