"""The cases of backbone customers: who is proposed, confirmed or refused, and by which measure (D15)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, When
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.design import figures
from guanxi.design.listing import Facet, Option
from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.classification.models import BackboneCase, Policy
from guanxi.domain.classification.models.backbone import BackboneCaseQuerySet
from guanxi.domain.ground import clock
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.classification.tabs import tabs_for
from guanxi.interfaces.workspace.names import Names, name_of, names_of

# What waits for a person comes first.
URGENCY = {"proposed": 0, "confirmed": 1, "refused": 2, "ended": 3}
MOST_URGENT = Order("urgency", int)
TESTS: dict[str, LazyText] = {
    "revenue": gettext_lazy("Revenue"),
    "orders": gettext_lazy("Orders"),
    "credit": gettext_lazy("Credit grade"),
    "overdue": gettext_lazy("Days overdue"),
}
_SIGNS = {"revenue": "≥", "orders": "≥", "credit": "≥", "overdue": "≤"}
_TONES = {
    BackboneCase.State.PROPOSED: ("accent", "user-check"),
    BackboneCase.State.CONFIRMED: ("good", "shield-check"),
    BackboneCase.State.REFUSED: ("warning", "shield-x"),
    BackboneCase.State.ENDED: ("plain", "archive"),
}


@dataclass(frozen=True, slots=True)
class Test:
    """One measure of a case: what was found against what the policy asks, in words."""

    label: str
    passed: bool
    value: str
    threshold: str


@dataclass(frozen=True, slots=True)
class Line:
    """A case; `note` says who decided or why it ended, `href` opens the customer, where one confirms."""

    case: BackboneCase
    names: Names
    href: str
    tone: str
    icon: str
    tests: list[Test]
    note: str
    is_due: bool


@staff_may("classification.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The cases within sight, by state and by the measure they fail."""
    actor, query = request.actor, request.GET
    cases = BackboneCase.objects.visible_to(actor)
    page = page_of(_asked_for(cases, query), MOST_URGENT, query)
    context = {
        "tabs": tabs_for(actor, "workspace:backbone"),
        "facets": _facets(cases, query),
        "page": page,
        "lines": [_line(case) for case in page.rows],
        "may_confirm": actor.may("backbone.confirm"),
        "demands": Policy.objects.in_force_on(clock.business_date()).rules.get("backbone"),
    }
    return render(request, "workspace/classification/backbone.html", context)


def tests_of(case: BackboneCase, currency: str) -> list[Test]:
    """The measures in the order they were taken, worded for the reader."""
    return [
        Test(
            str(TESTS[test["code"]]),
            test["passed"],
            _worded(test["code"], test["value"], currency),
            f"{_SIGNS[test['code']]} {_worded(test['code'], test['threshold'], currency)}",
        )
        for test in case.tests
    ]


def _asked_for(cases: BackboneCaseQuerySet, query: QueryDict) -> BackboneCaseQuerySet:
    states = query.getlist("state")
    if states:
        cases = cases.filter(state__in=states)
    for code in query.getlist("fails"):
        cases = (
            cases.filter(**{f"tests__{list(TESTS).index(code)}__passed": False}) if code in TESTS else cases
        )
    urgency = Case(*(When(state=state, then=place) for state, place in URGENCY.items()), default=9)
    cases = cases.annotate(urgency=urgency)
    named = ("customer__party", "customer__standing__entry__run", "confirmed_by", "refused_by", "ended_by")
    return cases.select_related(*named)


def _facets(cases: BackboneCaseQuerySet, query: QueryDict) -> list[Facet]:
    counted = dict(cases.order_by().values_list("state").annotate(Count("pk")))
    states = [Option(value, label, counted.get(value, 0)) for value, label in BackboneCase.State.choices]
    return [
        Facet("state", _("State"), states, query),
        Facet("fails", _("Fails by"), [Option(code, str(label)) for code, label in TESTS.items()], query),
    ]


def _line(case: BackboneCase) -> Line:
    tone, icon = _TONES[BackboneCase.State(case.state)]
    standing = getattr(case.customer, "standing", None)
    currency = standing.entry.run.currency if standing and standing.entry else settings.GUANXI.currency
    href = reverse("workspace:customer", args=[case.customer_id])
    due, today = case.review_due_on, clock.business_date()
    is_due = case.state == BackboneCase.State.CONFIRMED and due is not None and due <= today
    return Line(
        case, names_of(case.customer.party), href, tone, icon, tests_of(case, currency), _note(case), is_due
    )


def _note(case: BackboneCase) -> str:
    if case.state == BackboneCase.State.CONFIRMED:
        return _("%(who)s: %(words)s") % {"who": name_of(case.confirmed_by), "words": case.reputation}
    if case.state == BackboneCase.State.REFUSED and case.refused_by:
        return _("%(who)s: %(words)s") % {"who": name_of(case.refused_by), "words": case.refusal}
    if case.state == BackboneCase.State.ENDED:
        return str(case.get_end_code_display())
    return ""


def _worded(code: str, value: Any, currency: str) -> str:
    language = get_language() or "en"
    if value is None or value == "":
        return _("none on file")
    if code == "revenue":
        return figures.money(value, currency, language)
    if code == "credit":
        return str(CreditGrade.Grade(value).label)
    return figures.number(value, language)
