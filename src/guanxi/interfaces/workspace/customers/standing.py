"""Group and tier of one customer: where it stands and stood, why, and what people decided about it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guanxi.design.explanation import Explanation
from guanxi.domain.classification.models import (
    BackboneCase,
    ClassificationEntry,
    GroupChange,
    HumanReview,
    ProfilingObjection,
    TierOverride,
)
from guanxi.domain.customers.models import Customer, Nature
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.frame import frame_of, permitted
from guanxi.interfaces.workspace.customers.group_on_day import group_on_day
from guanxi.interfaces.workspace.customers.measures import MeasureLine, measure_lines
from guanxi.interfaces.workspace.customers.place import Place
from guanxi.interfaces.workspace.explanations.groups import why_change
from guanxi.interfaces.workspace.explanations.tiers import figures_of, why_tier_in_run

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of group; `name` is unique on the page."""

    change: GroupChange
    why: Explanation
    name: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """The customer's place in one run, with why it had this tier and this rank."""

    entry: ClassificationEntry
    why: Explanation
    why_rank: Explanation
    name: str


@staff_may("classification.view", reading="customers.view")
@require_GET
def standing(request: StaffRequest, pk: int) -> HttpResponse:
    """The history of both axes, the group on any day, overrides, the backbone case, objection and reviews."""
    frame = frame_of(request, pk, "customer_standing", "classification.view")
    customer, actor = frame.customer, request.actor
    may = permitted(
        actor, customer, "tiers.override", "backbone.confirm", "profiling.object", "reviews.handle"
    )
    decisions = _decisions(customer, actor)
    context = frame.context | {
        "may_override": may["tiers.override"],
        "may_confirm": may["backbone.confirm"],
        "may_object": may["profiling.object"],
        "may_answer": may["reviews.handle"],
        "changes": _changes(customer, actor),
        "runs": _runs(customer, actor),
        **decisions,
        "measures": _measures(decisions["case"], frame.place),
        **group_on_day(customer, request.GET, actor=actor),
    }
    return render(request, "workspace/customers/standing.html", context)


def _changes(customer: Customer, actor: User) -> list[ChangeLine]:
    changes = GroupChange.objects.visible_to(actor).filter(customer_id=customer.pk).select_related("policy")
    return [
        ChangeLine(one, why_change(one), f"group-change-{one.pk}") for one in changes.newest_first()[:SHOWN]
    ]


def _runs(customer: Customer, actor: User) -> list[RunLine]:
    """The newest runs, each with the run before it as its previous value."""
    entries = ClassificationEntry.objects.visible_to(actor).filter(customer=customer)
    newest = entries.select_related("run__policy").order_by("-run__as_of", "-run_id")
    found = list(newest[: SHOWN + 1])
    run_open = actor.may("runs.view")
    return [
        RunLine(
            entry,
            why_tier_in_run(entry, before, run_open=run_open),
            figures_of(entry, run_open=run_open)["rank"],
            f"tier-{entry.pk}",
        )
        for entry, before in list(zip(found, [*found[1:], None], strict=False))[:SHOWN]
    ]


def _decisions(customer: Customer, actor: User) -> dict[str, Any]:
    """What people decided: of each kind the newest, with what may still be done about it."""
    overrides = TierOverride.objects.visible_to(actor).filter(customer=customer)
    cases = BackboneCase.objects.visible_to(actor).filter(customer=customer)
    case = cases.select_related("confirmed_by", "refused_by", "policy").order_by("-pk").first()
    reviews = HumanReview.objects.visible_to(actor).filter(customer=customer)
    objections = ProfilingObjection.objects.visible_to(actor).filter(customer=customer)
    return {
        "overrides": overrides.select_related("requested_by", "approver", "ended_by").newest_first()[:SHOWN],
        "case": case,
        "objection": objections.in_force().select_related("recorded_by").first(),
        "is_person": customer.nature == Nature.INDIVIDUAL,
        "reviews": reviews.select_related("reviewer", "closed_by").order_by("-asked_on", "-pk")[:SHOWN],
        "today": clock.business_date(),
    }


def _measures(case: BackboneCase | None, place: Place) -> list[MeasureLine]:
    currency = place.entry.run.currency if place.entry else settings.GUANXI.currency
    return measure_lines(case, currency=currency) if case else []
