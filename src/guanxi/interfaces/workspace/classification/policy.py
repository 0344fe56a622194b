"""The rules of classification: each version with its day, and in words what it changed (D135)."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.domain.classification.models import ClassificationRun, Policy
from guanxi.domain.classification.movement import GROUP, TIER
from guanxi.domain.classification.policy_draft import Effect, Mover, UnableToAdopt, adopt, draft_effect
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.classification.policy_form import PolicyForm
from guanxi.interfaces.workspace.classification.policy_words import Rule, differences, rules_in_words
from guanxi.interfaces.workspace.classification.stops import stops_of
from guanxi.interfaces.workspace.classification.tabs import tabs_for
from guanxi.interfaces.workspace.names import Names, names_by_id, names_of

MOVERS = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version; `changed` is empty for the first. `state` is in_force, coming, or past."""

    policy: Policy
    state: str
    changed: list[Rule]
    author: str
    runs: int


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many customers hold a value under the policy in force and under the draft."""

    axis: str
    value: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class MoverLine:
    mover: Mover
    names: Names
    href: str


@staff_may("policy.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The rules in force on the operator's day, and all versions, the newest first."""
    today = clock.business_date()
    in_force = Policy.objects.in_force_on(today)
    context = {
        "tabs": tabs_for(request.actor, "workspace:policy"),
        "in_force": in_force,
        "rules": rules_in_words(in_force.rules),
        "versions": _versions(in_force, request),
        "may_edit": request.actor.may("policy.edit"),
    }
    return render(request, "workspace/classification/policy.html", context)


@staff_may("policy.edit")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A draft of the next version: what it would change is shown before it can be adopted."""
    today = clock.business_date()
    base = Policy.objects.in_force_on(today)
    form = PolicyForm(request.POST or None, base=base.rules, today=today)
    context: dict[str, Any] = {
        "form": form,
        "base": base,
        "tabs": tabs_for(request.actor, "workspace:policy"),
    }
    if form.is_valid():
        try:
            if request.POST.get("do") == "adopt":
                return _adopted(form, request)
            context |= _previewed(form, base, request.actor)
        except UnableToAdopt as unable:
            form.refuse(unable)
    status = 422 if form.errors else 200
    return render(request, "workspace/classification/policy_new.html", context, status=status)


def _adopted(form: PolicyForm, request: StaffRequest) -> HttpResponse:
    said = form.cleaned_data
    policy = adopt(
        form.rules(),
        valid_from=said["valid_from"],
        reason=said["reason"],
        by=request.actor,
        today=clock.business_date(),
        at=clock.now(),
    )
    told = {"version": policy, "day": policy.valid_from.isoformat()}
    messages.success(request, _("%(version)s is adopted and holds from %(day)s on.") % told)
    return redirect("workspace:policy")


def _previewed(form: PolicyForm, base: Policy, actor: User) -> dict[str, Any]:
    rules = form.rules()
    effect = draft_effect(
        rules, as_of=clock.business_date(), currency=settings.GUANXI.currency, actor=actor, limit=MOVERS
    )
    return {
        "effect": effect,
        "changes": differences(rules, base.rules),
        "counts": [*_counts(effect, GROUP), *_counts(effect, TIER)],
        "movers": [_mover(mover) for mover in effect.movers],
    }


def _counts(effect: Effect, axis: str) -> list[CountChange]:
    return [
        CountChange(axis, value, effect.before[axis].get(value, 0), effect.after[axis].get(value, 0))
        for value in stops_of(axis)
        if value
    ]


def _mover(mover: Mover) -> MoverLine:
    customer = mover.customer
    return MoverLine(mover, names_of(customer.party), reverse("workspace:customer", args=[customer.pk]))


def _versions(in_force: Policy, request: StaffRequest) -> list[Version]:
    policies = list(Policy.objects.order_by("-valid_from", "-version"))
    names = names_by_id(policy.adopted_by_id for policy in policies)
    used = _runs_by_policy(request)
    earlier = {newer.pk: older for newer, older in pairwise(policies)}
    return [
        Version(
            policy,
            _state(policy, in_force),
            differences(policy.rules, earlier[policy.pk].rules) if policy.pk in earlier else [],
            names.get(policy.adopted_by_id, ""),
            used.get(policy.pk, 0),
        )
        for policy in policies
    ]


def _runs_by_policy(request: StaffRequest) -> dict[int, int]:
    used: dict[int, int] = {}
    runs = ClassificationRun.objects.visible_to(request.actor).order_by()
    for policy_id in runs.values_list("policy_id", flat=True):
        used[policy_id] = used.get(policy_id, 0) + 1
    return used


def _state(policy: Policy, in_force: Policy) -> str:
    if policy == in_force:
        return "in_force"
    later = (policy.valid_from, policy.version) > (in_force.valid_from, in_force.version)
    return "coming" if later else "past"
