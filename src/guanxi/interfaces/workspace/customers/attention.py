"""What about a customer needs somebody to act; the page's one-line banner says it, and else nothing."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guanxi.domain.classification.models import ClassificationEntry, Group
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.queries import buying_centre_risk
from guanxi.domain.customers.rules import BuyingCentreRisk, UsccFinding
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.queries import promise_passed
from guanxi.domain.people.models import User
from guanxi.interfaces.http.keyset import capped_count

USCC_WARNINGS: dict[UsccFinding, LazyText] = {
    UsccFinding.WRONG_LENGTH: gettext_lazy("The social credit code does not have 18 characters."),
    UsccFinding.WRONG_CHARACTER: gettext_lazy("The social credit code holds a character it cannot have."),
    UsccFinding.WRONG_CHECK_CHARACTER: gettext_lazy(
        "The check character of the social credit code does not fit."
    ),
}
_RISKS: dict[BuyingCentreRisk, LazyText] = {
    BuyingCentreRisk.NO_CONTACT: gettext_lazy("No contact is on file."),
    BuyingCentreRisk.SINGLE_THREAD: gettext_lazy("Only one contact: single-thread risk."),
    BuyingCentreRisk.NO_DECIDER: gettext_lazy("No contact is known as the decider."),
}


@dataclass(frozen=True, slots=True)
class Attention:
    """One sentence and where to act on it."""

    sentence: str
    href: str
    is_urgent: bool = True


def attention(
    customer: Customer, entry: ClassificationEntry | None, *, actor: User, on: date
) -> list[Attention]:
    """What needs somebody to act, the most urgent first."""
    page = [customer.pk]
    found = []
    shipments = Shipment.objects.visible_to(actor).filter(customer=customer)
    overdue, _more = capped_count(shipments.filter(promise_passed(on=on)))
    if overdue:
        sentence = ngettext(
            "%(count)s shipment is past its promise and not delivered.",
            "%(count)s shipments are past their promise and not delivered.",
            overdue,
        ) % {"count": overdue}
        found.append(
            Attention(sentence, reverse("workspace:customer_shipments", args=page) + "?state=overdue")
        )
    uscc = customer.party.uscc_finding
    if uscc in USCC_WARNINGS:
        found.append(Attention(str(USCC_WARNINGS[uscc]), reverse("workspace:customer_edit", args=page)))
    if customer.declared_buyer and (entry is None or entry.group not in {Group.ACTUAL, Group.BACKBONE}):
        sentence = _("It says it has bought before, but no transaction is on file.")
        found.append(Attention(sentence, reverse("workspace:customer_shipments", args=page)))
    risk = buying_centre_risk(customer, actor=actor)
    if risk:
        href = reverse("workspace:customer_contacts", args=page)
        found.append(Attention(str(_RISKS[risk]), href, is_urgent=False))
    return found
