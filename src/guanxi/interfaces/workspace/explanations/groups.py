"""Why a customer is in its relationship group (D11, D12, D15)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.design.explanation import Evidence, Explanation, Input, Previous
from guanxi.domain.audiences.models import Signal
from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.classification.models import ClassificationEntry, GroupChange, Standing
from guanxi.interfaces.workspace.explanations import words

_RULES: Mapping[str, LazyText] = {
    "actual_by_shipments": gettext_lazy("At least one completed shipment is on file."),
    "basic_by_roster": gettext_lazy("In the roster, and no completed shipment is on file."),
    "basic_declared_buyer": gettext_lazy(
        "In the roster. It says it has bought before; that moves it only when a transaction is on file."
    ),
    "ordinary_by_order": gettext_lazy("An order is under way; not in the roster, nothing completed yet."),
    "ordinary_by_signal": gettext_lazy("It showed interest; not in the roster, nothing bought yet."),
    "backbone_confirmed": gettext_lazy(
        "It passed every measure of a backbone customer, and a person confirmed it."
    ),
    "actual_credit_lost": gettext_lazy(
        "It buys, and was backbone until its credit grade fell below what the policy asks."
    ),
    "actual_overdue": gettext_lazy("It buys, and was backbone until an invoice was overdue for too long."),
    "actual_review_lapsed": gettext_lazy("It buys, and was backbone until the yearly review did not happen."),
    "nothing_on_file": gettext_lazy("Nothing on file identifies this customer yet."),
    "objected": gettext_lazy("This person objects to being classified by a machine: nothing is computed."),
}
_DAYS: Mapping[str, LazyText] = {
    "first_on": gettext_lazy("First delivered"),
    "last_on": gettext_lazy("Last delivered"),
    "registered_on": gettext_lazy("In the roster since"),
    "ordered_on": gettext_lazy("Ordered on"),
    "signal_on": gettext_lazy("Seen on"),
    "confirmed_on": gettext_lazy("Confirmed on"),
    "review_due_on": gettext_lazy("Next review"),
}


def why_group(standing: Standing, change: GroupChange | None) -> Explanation:
    """The rule that put the customer into its group now; `change` is the newest one, if any is kept."""
    evidence = standing.group_evidence or {"code": "nothing_on_file", "inputs": {}}
    run = standing.entry.run if standing.entry else None
    days = [day for day in (run and run.as_of, change and change.decided_on) if day]
    policy = run.policy if run and (change is None or run.as_of >= change.decided_on) else None
    return Explanation(
        title=words.why(words.group_word(standing.group)),
        rule=group_rule(evidence),
        inputs=tuple(group_inputs(evidence["inputs"])),
        previous=_before(change),
        policy=str(policy or (change.policy if change else "")),
        as_of=max(days, default=None),
        evidence=_shipments(standing.customer_id, evidence["inputs"]),
    )


def why_group_in_run(entry: ClassificationEntry, before: ClassificationEntry | None) -> Explanation:
    """The rule that put the customer into its group in one run, beside the run before."""
    return Explanation(
        title=words.why(words.group_word(entry.group)),
        rule=group_rule(entry.group_evidence),
        inputs=tuple(group_inputs(entry.group_evidence["inputs"])),
        previous=Previous(words.group_word(before.group), before.run.as_of) if before else None,
        policy=str(entry.run.policy),
        as_of=entry.run.as_of,
        evidence=_shipments(entry.customer_id, entry.group_evidence["inputs"]),
    )


def why_change(change: GroupChange) -> Explanation:
    """Why the customer came into the group on that day, with the group before (D12)."""
    inputs = change.evidence["inputs"]
    return Explanation(
        title=words.why(words.group_word(change.group)),
        rule=group_rule(change.evidence),
        inputs=(*group_inputs(inputs), Input(_("Why it was weighed"), change.get_basis_display())),
        previous=Previous(words.group_word(change.group_before), change.decided_on),
        policy=str(change.policy),
        as_of=change.decided_on,
        evidence=_shipments(change.customer_id, inputs),
    )


def group_rule(conclusion: Mapping[str, Any]) -> str:
    """The sentence of a group's conclusion, in the form of `Conclusion.as_json`."""
    return str(_RULES[conclusion["code"]])


def group_inputs(inputs: Mapping[str, Any]) -> list[Input]:
    """The evidence of a group, worded for the reader; days in ISO form."""
    shown = []
    if "count" in inputs:
        shown.append(Input(_("Completed shipments"), words.number(inputs["count"])))
    if inputs.get("signal"):
        shown.append(Input(_("Sign of interest"), str(Signal.Kind(inputs["signal"]).label)))
    shown += [Input(str(label), inputs[name]) for name, label in _DAYS.items() if inputs.get(name)]
    return shown + _credit_inputs(inputs)


def _credit_inputs(inputs: Mapping[str, Any]) -> list[Input]:
    """What ended a confirmation: the grade, or the invoice that was late."""
    shown = []
    if "at_least" in inputs:
        grade, graded_on = inputs.get("grade"), inputs.get("graded_on")
        word = str(CreditGrade.Grade(grade).label) if grade else _("none on file")
        on = date.fromisoformat(graded_on) if graded_on else None
        shown.append(Input(_("Credit grade"), word, on))
        shown.append(Input(_("The policy asks at least"), str(CreditGrade.Grade(inputs["at_least"]).label)))
    if "overdue_days" in inputs:
        shown.append(Input(_("Days overdue"), words.number(inputs["overdue_days"])))
        shown.append(Input(_("Invoice"), inputs.get("invoice", "")))
        shown.append(Input(_("The policy allows"), words.number(inputs["at_most"])))
    return shown


def _before(change: GroupChange | None) -> Previous | None:
    return Previous(words.group_word(change.group_before), change.decided_on) if change else None


def _shipments(customer_id: int, inputs: Mapping[str, Any]) -> tuple[Evidence, ...]:
    if "count" not in inputs:
        return ()
    href = reverse("workspace:customer_shipments", args=[customer_id])
    return (Evidence(_("Completed shipments"), f"{href}?state=delivered"),)
