"""Closing a period: which ones can be, what the close would do, and the close itself (D19)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from guanxi.domain.classification.close_review import Change, CloseReview, closable_periods, review_close
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.classification.movement import GROUP, NEW, TIER
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.classification.moves import Move
from guanxi.interfaces.workspace.classification.run_figures import line_of, ties_of
from guanxi.interfaces.workspace.classification.stops import word_of
from guanxi.interfaces.workspace.classification.tabs import tabs_for
from guanxi.interfaces.workspace.explanations.groups import group_rule
from guanxi.interfaces.workspace.explanations.tiers import why_tier_in_run
from guanxi.processes.classification_order import closing_state, order_close
from guanxi.processes.classification_run import UnableToClose

_REFUSED: Mapping[str, LazyText] = {
    "not_a_period_end": gettext_lazy("No period ends on this day."),
    "not_over": gettext_lazy("The period is not over yet."),
    "later_closed": gettext_lazy("A later period is closed already; periods are closed in their order."),
    "already_closed": gettext_lazy(
        "The period is closed; its facts have changed since, and the close stands."
    ),
}
_DOUBTS: Mapping[str, LazyText] = {
    "small_n": gettext_lazy("Too few customers are active: nobody gets a tier."),
    "revenue_unknown": gettext_lazy("Some active customers have shipments without revenue on file."),
    "no_earlier_close": gettext_lazy("It is the first close: nobody can be in grace yet."),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """How many the close would take from one value to the other."""

    axis: str
    before: str
    now: str
    count: int


@staff_may("classification.close")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The periods that can be closed, and those that are."""
    closes = ClassificationRun.objects.visible_to(request.actor).closes().select_related("policy")
    context = {
        "tabs": tabs_for(request.actor, "workspace:close"),
        "periods": closable_periods(today=clock.business_date()),
        "closes": closes.newest_first()[:20],
    }
    return render(request, "workspace/classification/close.html", context)


@staff_may("classification.close")
@require_GET
def review(request: StaffRequest) -> HttpResponse:
    """What closing the period `?day=` would do, computed now and kept nowhere. A closed one shows its run."""
    day = _day_of(request.GET)
    today = clock.business_date()
    closed = _closed(day, request.actor)
    if closed:
        return redirect("workspace:classification_run", closed.pk)
    if day is None or day not in closable_periods(today=today):
        messages.info(request, _("Choose the period to close."))
        return redirect("workspace:close")
    state = closing_state(day)
    context: dict[str, Any] = {
        "tabs": tabs_for(request.actor, "workspace:close"),
        "day": day,
        "state": state,
    }
    if state != "under_way":
        found = review_close(day, currency=settings.GUANXI.currency, actor=request.actor, today=today)
        context |= _reviewed(found, request.actor)
    return render(request, "workspace/classification/close_review.html", context)


@staff_may("classification.close")
@require_POST
def close(request: StaffRequest) -> HttpResponse:
    """Close it. One that is closed stays as it is; asked again, the same facts give the same close."""
    day = _day_of(request.POST)
    if day is None:
        return redirect("workspace:close")
    try:
        run = order_close(as_of=day, by=request.actor, at=clock.now())
    except UnableToClose as unable:
        messages.error(request, str(_REFUSED[unable.code]))
        return redirect("workspace:close")
    if run is None:
        return redirect(f"{reverse('workspace:close_review')}?day={day.isoformat()}")
    told = {"day": day.isoformat(), "hash": run.hash[:12]}
    messages.success(request, _("The period up to %(day)s is closed; hash %(hash)s.") % told)
    return redirect("workspace:classification_run", run.pk)


def _day_of(query: QueryDict) -> date | None:
    try:
        return date.fromisoformat(query.get("day", ""))
    except ValueError:
        return None


def _closed(day: date | None, actor: User) -> ClassificationRun | None:
    if day is None:
        return None
    closes = ClassificationRun.objects.visible_to(actor).closes()
    found: ClassificationRun | None = closes.filter(as_of=day).first()
    return found


def _reviewed(found: CloseReview, actor: User) -> dict[str, Any]:
    for entry in [*(change.entry for change in found.changes), *found.in_grace]:
        entry.run = found.run
    return {
        "review": found,
        "run": found.run,
        "doubts": [_DOUBTS[code] for code in found.doubts],
        "tier_count": sum(found.tier_flows.values()),
        "grace_count": len(found.in_grace),
        "flows": [*_flows(TIER, found.tier_flows), *_flows(GROUP, found.group_flows)],
        "tier_moves": [_tier_move(one) for one in found.changes if one.tier_before != one.entry.tier],
        "group_moves": [_group_move(one) for one in found.changes if one.group_before != one.entry.group],
        "grace": [_grace(entry) for entry in found.in_grace],
        "ties": ties_of(found.run, actor),
    }


def _flows(axis: str, counted: Mapping[tuple[str, str], int]) -> list[Flow]:
    found = [Flow(axis, before, now, count) for (before, now), count in counted.items()]
    return sorted(found, key=lambda flow: (-flow.count, word_of(axis, flow.before), word_of(axis, flow.now)))


def _tier_move(change: Change) -> Move:
    entry = change.entry
    # Its shipments cannot be opened by the run: there is none before the close.
    why = replace(why_tier_in_run(entry, None, run_open=False), evidence=())
    return Move(line_of(entry), TIER, change.tier_before, entry.tier, why, str(why.rule))


def _group_move(change: Change) -> Move:
    entry = change.entry
    before = change.group_before or NEW
    return Move(line_of(entry), GROUP, before, entry.group, None, group_rule(entry.group_evidence))


def _grace(entry: ClassificationEntry) -> Move:
    why = replace(why_tier_in_run(entry, None, run_open=False), evidence=())
    reason = _("By rank it is lower: a second close in a row would move it.")
    return Move(line_of(entry), TIER, entry.tier, entry.raw_tier, why, reason)
