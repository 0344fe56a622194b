"""Where the customer stood on a day: as known today, and as known on another day (D12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.design.explanation import Input
from guanxi.domain.classification.conclusion import groups_of
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import Policy
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.customers.forms import day_field
from guanxi.interfaces.workspace.explanations.groups import group_inputs, group_rule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DaysForm(forms.Form):
    """Of which day, and by what was known when; both are the operator's days."""

    as_of = day_field(gettext_lazy("Group on"), required=True)
    known_on = day_field(
        gettext_lazy("As known on"),
        help_text=gettext_lazy("Leaves out what was recorded or corrected later."),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A group with its rule and evidence; an empty `group` where nothing identified the customer yet."""

    title: "StrOrPromise"
    group: str
    rule: str
    inputs: list[Input]


def group_on_day(customer: Customer, query: Mapping[str, str], *, actor: User) -> dict[str, Any]:
    """The form, and the answers once somebody who may see this customer's group has asked for a day."""
    form = DaysForm(query) if "as_of" in query else DaysForm()
    answers = []
    if form.is_bound and form.is_valid() and _may_see(customer, actor):
        as_of, known_on = form.cleaned_data["as_of"], form.cleaned_data["known_on"]
        answers = [_answer(customer, _("As known today"), Facts(as_of, only=[customer.pk]))]
        if known_on:
            answers.append(_as_known(customer, as_of, known_on))
    return {"days_form": form, "answers": answers}


def _may_see(customer: Customer, actor: User) -> bool:
    return Customer.objects.visible_to(actor, "classification.view").filter(pk=customer.pk).exists()


def _as_known(customer: Customer, as_of: date, known_on: date) -> Answer:
    title = _("As known on %(day)s") % {"day": known_on.isoformat()}
    facts = Facts(as_of, known_before=clock.end_of(known_on), only=[customer.pk])
    return _answer(customer, title, facts)


def _answer(customer: Customer, title: str, facts: Facts) -> Answer:
    found = groups_of(facts, Policy.objects.in_force_on(facts.as_of)).get(customer.pk)
    if found is None:
        return Answer(title, "", _("Nothing on file identified this customer by that day."), [])
    plain = found.as_json()
    return Answer(title, found.value, group_rule(plain), group_inputs(plain["inputs"]))
