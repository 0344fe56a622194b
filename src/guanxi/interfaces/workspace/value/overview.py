"""On how few customers the sales rest, what all of them leave us, and the rules behind it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from guanxi.design.explanation import Explanation
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.value.models import Lapse, ValuePolicy
from guanxi.domain.value.overview import concentration_of, statement_of_all
from guanxi.domain.value.vocabulary import Category, activity_word
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.explanations import statement as of_ledger
from guanxi.interfaces.workspace.explanations.value import of_run, why_concentrated
from guanxi.interfaces.workspace.value.customer import Line, lines_of
from guanxi_analysis import Concentration

# Millionths of the customers, best first; the first and the fourth are those of D25.
STEPS_PPM = (10_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
HEADLINES_PPM = (10_000, 200_000)


@dataclass(frozen=True, slots=True)
class Step:
    """How much of the sales the best few bring; `name` is unique on the page."""

    top: Concentration
    name: str
    why: Explanation
    is_headline: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Where an activity stands, as the policy has it."""

    activity: str
    category: str
    is_maintenance: bool


@staff_may("runs.view")
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    """Concentration and statement of the newest run's window; the value policy in force."""
    actor, today = request.actor, clock.business_date()
    runs = ClassificationRun.objects.visible_to(actor).select_related("policy")
    run = runs.newest_first().first()
    policy = ValuePolicy.objects.in_force_on(today)
    context: dict[str, Any] = {"run": run, "policy": policy, "rules": _rules(policy)}
    context["others"] = Category(policy.rules["others"]["category"]).label
    context["lapsed"] = Lapse.objects.visible_to(actor).open().count()
    context["customers_href"] = f"{reverse('workspace:customers')}?sort=-revenue"
    if run and run.active:
        steps = [_step(run, top) for top in concentration_of(run, STEPS_PPM)]
        context |= {"steps": steps, "headlines": [step for step in steps if step.is_headline]}
        context["statement"] = _statement(run, actor)
    return render(request, "workspace/value/overview.html", context)


def _step(run: ClassificationRun, top: Concentration) -> Step:
    name = f"top-{top.top_ppm}"
    return Step(top, name, why_concentrated(run, top), top.top_ppm in HEADLINES_PPM)


def _statement(run: ClassificationRun, actor: User) -> list[Line] | None:
    """What all customers left in the run's window; None for who may not see every cost."""
    if "any" not in actor.relations_for("costs.view"):
        return None
    policy = ValuePolicy.objects.in_force_on(run.as_of)
    frame = of_ledger.Frame(run.as_of, run.window_days, run.currency, str(policy), (of_run(run),))
    return lines_of(statement_of_all(run, policy), frame)


def _rules(policy: ValuePolicy) -> list[Rule]:
    return [
        Rule(activity_word(name), str(Category(entry["category"]).label), entry["maintenance"])
        for name, entry in policy.rules["activities"].items()
    ]
