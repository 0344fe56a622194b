"""The kinds of file as the reader knows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanxi.domain.intake.field_names import LABELS
from guanxi.domain.intake.fields import FileKind

# Numbers that another system gave out: they mean something within their source only.
OWN_NUMBERS = frozenset({"source_id", "invoice_number", "payment_id", "activity_id", "interaction_id"})


@dataclass(frozen=True, slots=True)
class KindWords:
    """What a kind of file is called, and what one of its rows says."""

    label: LazyText
    lead: LazyText


WORDS: Mapping[str, KindWords] = {
    "customers": KindWords(
        _("Customers and contacts"),
        _("One customer a row, with its contact, site and how it became known."),
    ),
    "shipments": KindWords(_("Shipments"), _("One waybill a row: days, places, cargo, revenue.")),
    "invoices": KindWords(_("Invoices"), _("One invoice a row: customer, days, amount.")),
    "payments": KindWords(_("Payments"), _("One payment of an invoice a row.")),
    "cost_activities": KindWords(
        _("Cost activities"), _("What was done for a customer and how much of it: calls, claims, waiting.")
    ),
    "cost_rates": KindWords(_("Cost rates"), _("What one unit of an activity costs, from a day on.")),
    "credit_grades": KindWords(_("Credit grades"), _("A customer's credit grade, as of a day.")),
    "interactions": KindWords(
        _("Interactions"), _("Calls, visits and messages; author and date are kept as they were.")
    ),
    "roster": KindWords(_("Roster"), _("Who is registered with us, and since when.")),
    "signals": KindWords(_("Signals of interest"), _("Who showed interest, when, and the lawful basis.")),
    "audiences": KindWords(
        _("Audiences"), _("Segments of firms we do not know yet, as estimates without contact data.")
    ),
    "campaigns": KindWords(
        _("Campaigns"), _("What was spent to become known to an audience, and how many answered.")
    ),
}


def kind_label(kind: str) -> str:
    """The kind in the reader's language."""
    return str(WORDS[kind].label)


def recognised_by(kind: FileKind) -> list[str]:
    """The fields by which a row is found again on file, in the reader's language."""
    fields = [str(LABELS.get(name, name)) for name in (kind.key, *kind.key_with)]
    return [*fields, gettext("Source")] if kind.key in OWN_NUMBERS else fields
