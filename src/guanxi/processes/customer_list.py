"""The list of customers: its fields, and the rows of a filter. Pages and exports ask here, so they agree."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.customers.models import Customer, Nature, Party, Purpose, Source
from guanxi.domain.customers.models.customer import CustomerQuerySet
from guanxi.domain.customers.search import matching
from guanxi.domain.ground import clock
from guanxi.domain.ground.scope import Actor
from guanxi.domain.people.models import User
from guanxi.domain.views.fields import Field, Kind, Ordering, Reading, Subject
from guanxi.domain.views.rules import Filter
from guanxi.domain.views.vocabulary import ListOf
from guanxi.domain.views.wording import filter_words, people_in

_ENTRY = "standing__entry"
_NO_ORDER = Q(standing__isnull=True) | Q(standing__entry__isnull=True) | Q(standing__entry__orders=0)
_NO_ENTRY = Q(standing__isnull=True) | Q(standing__entry__isnull=True)


def _codes(choices: type[TextChoices], *but: str) -> tuple[tuple[str, Any], ...]:
    return tuple(choice for choice in choices.choices if choice[0] not in but)


CUSTOMERS = Subject(
    name=ListOf.CUSTOMERS,
    columns=("group", "tier", "purpose", "nature", "revenue", "last", "owner"),
    fields=(
        # Potential is an audience, so no customer is in it (D13).
        Field(
            key="group",
            label=_("Group"),
            kind=Kind.CHOICE,
            column="standing__group",
            choices=_codes(Group, Group.POTENTIAL),
            without=_("Not classified"),
            empty=Q(standing__isnull=True) | Q(standing__group=""),
        ),
        Field(
            key="tier",
            label=_("Value tier"),
            kind=Kind.CHOICE,
            column="standing__tier",
            choices=_codes(ValueTier),
            without=_("No tier"),
            empty=Q(standing__isnull=True) | Q(standing__tier=""),
        ),
        Field(
            key="purpose",
            label=_("Purpose"),
            kind=Kind.CHOICE,
            column="purpose",
            choices=_codes(Purpose),
            edits="customers.edit",
        ),
        Field(
            key="nature",
            label=_("Nature"),
            kind=Kind.CHOICE,
            column="nature",
            choices=_codes(Nature),
            without=_("Not stated"),
            empty=Q(nature=""),
            edits="customers.edit",
        ),
        Field(
            key="owner",
            label=_("Owner"),
            kind=Kind.PERSON,
            column="owner_id",
            without=_("Nobody"),
            empty=Q(owner__isnull=True),
            edits="customers.assign",
        ),
        Field(
            key="revenue",
            label=_("Revenue, 12 months"),
            kind=Kind.MONEY,
            column=f"{_ENTRY}__revenue_minor",
            without=_("No order"),
            empty=_NO_ORDER,
            # The rank is the order by revenue, settled where it is equal.
            order=Ordering("standing__rank", int, nullable=True, reversed=True),
            sums=True,
        ),
        Field(
            key="orders",
            label=_("Orders"),
            kind=Kind.NUMBER,
            column=f"{_ENTRY}__orders",
            without=_("No order"),
            empty=_NO_ORDER,
            sums=True,
        ),
        Field(
            key="last",
            label=_("Last shipment"),
            kind=Kind.DAY,
            column="standing__last_on",
            without=_("None"),
            empty=Q(standing__isnull=True) | Q(standing__last_on__isnull=True),
            order=Ordering("standing__last_on", date, nullable=True),
        ),
        Field(
            key="first",
            label=_("First shipment"),
            kind=Kind.DAY,
            column=f"{_ENTRY}__first_on",
            without=_("None"),
            empty=_NO_ENTRY | Q(standing__entry__first_on__isnull=True),
        ),
        Field(
            key="since",
            label=_("In this group since"),
            kind=Kind.DAY,
            column="standing__group_since",
            without=_("Not classified"),
            empty=Q(standing__isnull=True) | Q(standing__group_since__isnull=True),
        ),
        Field(
            key="created",
            label=_("On file since"),
            kind=Kind.DAY,
            column="created_at",
            is_instant=True,
            order=Ordering("pk", int),
        ),
        Field(
            key="number",
            label=_("Customer number"),
            kind=Kind.TEXT,
            column="number",
            is_column=False,
            order=Ordering("number", str),
        ),
        Field(
            key="source",
            label=_("Source"),
            kind=Kind.CHOICE,
            column="source",
            choices=_codes(Source),
            edits="customers.edit",
        ),
        Field(
            key="kind",
            label=_("Kind"),
            kind=Kind.CHOICE,
            column="party__kind",
            choices=_codes(Party.Kind),
        ),
        Field(
            key="city",
            label=_("City"),
            kind=Kind.TEXT,
            column="party__city",
            without=_("Not stated"),
            empty=Q(party__city=""),
        ),
    ),
)


def reading_on(today: date) -> Reading:
    """What the terms of a list are read against: the operator's day and currency."""
    return Reading(today, settings.GUANXI.currency)


def reading_of(parameters: Mapping[str, Any]) -> Reading:
    """The reading of parameters that `list_parameters` wrote, or of today."""
    day = parameters.get("today")
    return reading_on(date.fromisoformat(day) if day else clock.business_date())


def list_parameters(asked: Filter, *, today: date) -> dict[str, Any]:
    """A filter as parameters of an export: the file holds the rows that were shown on that day."""
    return {**asked.as_json, "today": today.isoformat()}


def customers_within(actor: Actor, asked: Filter, *, reading: Reading) -> CustomerQuerySet:
    """Customers the actor may see, with party, owner and the newest classification, narrowed."""
    customers = Customer.objects.visible_to(actor).select_related("party", "owner", "standing__entry__run")
    return matching(customers.filter(CUSTOMERS.condition(asked, reading)), asked.text)


def words_of(subject: Subject, asked: Filter) -> str:
    """A filter as one sentence, its people by name."""
    people = User.objects.filter(pk__in=people_in(subject, asked))
    return filter_words(subject, asked, {person.pk: person.name for person in people})
