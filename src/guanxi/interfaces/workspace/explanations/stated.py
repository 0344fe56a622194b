"""The two axes that a person states: where they come from, and what follows from them."""

from django.utils.translation import gettext as _

from guanxi.design.explanation import Explanation, Input
from guanxi.domain.customers.models import Customer, Nature, Purpose
from guanxi.interfaces.workspace.explanations import words


def why_purpose(customer: Customer) -> Explanation:
    """Purpose is stated by a person, not computed (D20)."""
    return Explanation(
        title=words.why(Purpose(customer.purpose).label),
        rule=_("Stated by a person with the customer's details. Our own units are kept out of the ranking."),
        inputs=_since(customer),
    )


def why_nature(customer: Customer) -> Explanation:
    """Nature is stated by a person, independent of purpose (D10)."""
    return Explanation(
        title=words.why(Nature(customer.nature).label),
        rule=_("Stated by a person with the customer's details; it moves neither group nor tier."),
        inputs=_since(customer),
    )


def _since(customer: Customer) -> tuple[Input, ...]:
    return (Input(_("Customer since"), words.day(customer.created_at.date())),)
