"""What about a customer needs somebody to act; the page's one-line banner says it, and else nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guanxi.domain.billing.models import Invoice
from guanxi.domain.billing.receivables import with_balance
from guanxi.domain.classification.models import BackboneCase, Group, ValueTier
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.queries import buying_centre_risk
from guanxi.domain.customers.rules import BuyingCentreRisk, UsccFinding
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.queries import promise_passed
from guanxi.domain.people.models import User
from guanxi.domain.value.models import Lapse
from guanxi.interfaces.http.keyset import capped_count
from guanxi.interfaces.workspace.customers.place import Place
from guanxi.interfaces.workspace.explanations import words

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


def attention(customer: Customer, place: Place, *, actor: User, on: date) -> list[Attention]:
    """What needs somebody to act, the most urgent first."""
    points = [
        *_late_shipments(customer, actor, on),
        *_overdue_money(customer, actor, on),
        *_backbone(customer, actor, on),
        *_record(customer, place),
        *_grace(customer, place),
        *_fall(customer, place),
        *_silence(customer, actor),
    ]
    risk = buying_centre_risk(customer, actor=actor)
    if risk:
        points.append(Attention(str(_RISKS[risk]), _page("customer_contacts", customer), is_urgent=False))
    return points


def _late_shipments(customer: Customer, actor: User, on: date) -> Iterator[Attention]:
    shipments = Shipment.objects.visible_to(actor).filter(customer=customer)
    late, _more = capped_count(shipments.filter(promise_passed(on=on)))
    if late:
        sentence = ngettext(
            "%(count)s shipment is past its promise and not delivered.",
            "%(count)s shipments are past their promise and not delivered.",
            late,
        ) % {"count": late}
        yield Attention(sentence, _page("customer_shipments", customer) + "?state=overdue")


def _overdue_money(customer: Customer, actor: User, on: date) -> Iterator[Attention]:
    if not actor.may("invoices.view"):
        return
    invoices = with_balance(Invoice.objects.visible_to(actor).filter(customer=customer), on=on)
    late = invoices.filter(balance_minor__gt=0, due_on__lt=on).order_by("due_on", "pk").first()
    if late:
        sentence = _("Invoice %(number)s has been overdue for %(days)s days.") % {
            "number": late.number,
            "days": words.number((on - late.due_on).days),
        }
        yield Attention(sentence, _page("customer_money", customer) + "?state=overdue")


def _backbone(customer: Customer, actor: User, on: date) -> Iterator[Attention]:
    """A case that waits for a person, or whose yearly review is due."""
    case = BackboneCase.objects.visible_to(actor).filter(customer=customer).live().first()
    href = _page("customer_standing", customer) + "#backbone"
    if case and case.state == BackboneCase.State.PROPOSED:
        yield Attention(_("Proposed as backbone: a person has to confirm it."), href, is_urgent=False)
    if case and case.review_due_on and case.review_due_on <= on and case.confirmed_on:
        sentence = _("The yearly review as backbone was due on %(day)s.") % {"day": case.review_due_on}
        yield Attention(sentence, href)


def _record(customer: Customer, place: Place) -> Iterator[Attention]:
    """What in the record itself does not fit."""
    uscc = customer.party.uscc_finding
    if uscc in USCC_WARNINGS:
        yield Attention(str(USCC_WARNINGS[uscc]), _page("customer_edit", customer))
    group = place.standing.group if place.standing else ""
    if customer.declared_buyer and group not in {Group.ACTUAL, Group.BACKBONE}:
        sentence = _("It says it has bought before, but no transaction is on file.")
        yield Attention(sentence, _page("customer_shipments", customer))


def _grace(customer: Customer, place: Place) -> Iterator[Attention]:
    """Kept with grace, unless it is said already that the next close would take it away."""
    entry = place.entry
    if any(_fall(customer, place)):
        return
    if entry and entry.tier_evidence["inputs"].get("kept") == "grace":
        sentence = _("%(tier)s is kept with grace: a second close would move it to %(raw_tier)s.") % {
            "tier": words.tier_word(entry.tier),
            "raw_tier": words.tier_word(entry.raw_tier),
        }
        yield Attention(sentence, _page("customer_standing", customer), is_urgent=False)


def _fall(customer: Customer, place: Place) -> Iterator[Attention]:
    """A tier that would be lost if the period closed today."""
    held, outlook = place.standing.tier if place.standing else "", place.outlook
    tiers = list(ValueTier.values)
    if outlook and held and outlook.tier and tiers.index(outlook.tier) > tiers.index(held):
        sentence = _("Would fall to %(tier)s at the next close.") % {"tier": words.tier_word(outlook.tier)}
        yield Attention(sentence, _page("customer_standing", customer))


def _silence(customer: Customer, actor: User) -> Iterator[Attention]:
    lapse = Lapse.objects.visible_to(actor).filter(customer=customer).open().first()
    if lapse:
        sentence = _("Silent longer than its own rhythm: lapsed on %(day)s.") % {"day": lapse.lapsed_on}
        yield Attention(sentence, _page("customer_shipments", customer))


def _page(route: str, customer: Customer) -> str:
    return reverse(f"workspace:{route}", args=[customer.pk])
