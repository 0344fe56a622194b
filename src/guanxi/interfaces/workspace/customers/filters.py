"""The filters of the customers list: four axes and the owner, in the address of the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from guanxi.design.listing import Facet, Option, without
from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.classification.queries import (
    WITHOUT,
    Selection,
    customers_with_standing,
    owners_in_sight,
)
from guanxi.domain.customers.models import Nature, Purpose
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.names import name_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AXES = ("group", "tier", "purpose", "nature", "owner")
TEXT = "q"


@dataclass(frozen=True, slots=True)
class Culprit:
    """A filter without which the list would not be empty."""

    label: str
    href: str


def selection_of(query: QueryDict) -> Selection:
    """What the address asks for; a value that is none of an axis's own matches nobody."""
    chosen = {axis: tuple(query.getlist(axis)) for axis in AXES}
    return Selection(
        groups=chosen["group"],
        tiers=chosen["tier"],
        purposes=chosen["purpose"],
        natures=chosen["nature"],
        owners=tuple(value for value in chosen["owner"] if value == WITHOUT or value.isdecimal()),
        text=query.get(TEXT, "").strip()[:100],
    )


def facets(query: QueryDict, actor: User) -> list[Facet]:
    """The axes with their values. Potential is an audience, so no customer is in it (D13)."""
    groups = [choice for choice in Group.choices if choice[0] != Group.POTENTIAL]
    return [
        Facet("group", _("Group"), _options(groups, _("Not classified")), query),
        Facet("tier", _("Value tier"), _options(ValueTier.choices, _("No tier")), query),
        Facet("purpose", _("Purpose"), _options(Purpose.choices), query),
        Facet("nature", _("Nature"), _options(Nature.choices, _("Not stated")), query),
        Facet("owner", _("Owner"), _owners(actor), query),
    ]


def culprits(query: QueryDict, actor: User) -> list[Culprit]:
    """Which single filters emptied the list; none when only several together did."""
    selection = selection_of(query)
    found = []
    for axis, emptied, label in (
        ("group", replace(selection, groups=()), _("Group")),
        ("tier", replace(selection, tiers=()), _("Value tier")),
        ("purpose", replace(selection, purposes=()), _("Purpose")),
        ("nature", replace(selection, natures=()), _("Nature")),
        ("owner", replace(selection, owners=()), _("Owner")),
        (TEXT, replace(selection, text=""), _("Search text")),
    ):
        if emptied != selection and customers_with_standing(actor, emptied).exists():
            found.append(Culprit(label, without(query, axis)))
    return found


def _options(choices: Sequence[tuple[str, "StrOrPromise"]], without_one: str = "") -> list[Option]:
    options = [Option(value, label) for value, label in choices]
    return [*options, Option(WITHOUT, without_one)] if without_one else options


def _owners(actor: User) -> list[Option]:
    options = [Option(str(user.pk), name_of(user)) for user in owners_in_sight(actor)]
    return [*options, Option(WITHOUT, _("Nobody"))]
