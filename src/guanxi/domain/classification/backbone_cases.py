"""Who is proposed as backbone, with which measures, and which confirmations end by themselves (D15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guanxi.domain.classification import events
from guanxi.domain.classification.credit_facts import CreditFacts
from guanxi.domain.classification.models import BackboneCase, ClassificationEntry, ClassificationRun, Policy
from guanxi.domain.classification.rules.backbone import (
    Measures,
    Test,
    Thresholds,
    backbone_tests,
    thresholds_of,
)
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Entry, Event

_WHY = "measures ask of every customer"
State = BackboneCase.State


@dataclass(frozen=True, slots=True)
class Measuring:
    """The tests of many customers under one policy: revenue and orders of a run, credit of a day."""

    run: ClassificationRun
    policy: Policy
    thresholds: Thresholds
    active: dict[int, tuple[int, int]]

    @classmethod
    def by(cls, run: ClassificationRun, policy: Policy) -> "Measuring":
        """Over the active ranked customers of the run. Raises KeyError for a policy without demands."""
        entries = ClassificationEntry.objects.everything(_WHY).filter(run=run).by_rank()
        rows = entries.values_list("customer_id", "revenue_minor", "orders")
        active = {customer_id: (revenue, orders) for customer_id, revenue, orders in rows}
        return cls(run, policy, thresholds_of(list(active.values()), policy.rules["backbone"]), active)

    def candidates(self) -> set[int]:
        """Those whose revenue reaches the percentile; nobody while too few are ranked for it to mean much."""
        bar = self.thresholds.revenue_minor
        if bar is None or self.run.small_n:
            return set()
        return {customer_id for customer_id, (revenue, _) in self.active.items() if revenue >= bar}

    def tests(self, customer_ids: Iterable[int], *, day: date) -> dict[int, list[Test]]:
        """customer id → its four tests; revenue and orders are zero for one that is not active."""
        demands, concerned = self.policy.rules["backbone"], set(customer_ids)
        credit = CreditFacts(day)
        grades = credit.grades(concerned)
        delays = credit.delays(concerned, window_days=demands["overdue_window_days"])
        tests = {}
        for pk in concerned:
            grade, graded_on = grades.get(pk, ("", None))
            delay = delays[pk]
            measures = Measures(
                *self.active.get(pk, (0, 0)),
                grade=grade,
                graded_on=graded_on,
                overdue_days=delay.days,
                overdue_invoice=delay.invoice,
                judged=delay.judged,
                undated=delay.undated,
            )
            tests[pk] = backbone_tests(measures, self.thresholds, demands, as_of=day)
        return tests


def propose_backbone(run: ClassificationRun, *, by: Actor | None, at: datetime) -> list[BackboneCase]:
    """Measure the large customers of a run: whoever passes all is proposed, who fails one is refused by it.

    Cases that wait are measured anew. A confirmed one is left for its review, and what a person turned down
    stays so until the policy's days of a review have passed. Returns the cases that are new or went from one
    state to the other.
    """
    if "backbone" not in run.policy.rules:
        return []
    measuring = Measuring.by(run, run.policy)
    live = {case.customer_id: case for case in BackboneCase.objects.everything(_WHY).live()}
    waiting = {pk for pk, case in live.items() if case.state != State.CONFIRMED}
    concerned = (measuring.candidates() - (live.keys() - waiting)) | waiting
    changed = []
    for pk, tests in measuring.tests(concerned, day=run.as_of).items():
        case = live.get(pk) or BackboneCase(customer_id=pk, proposed_on=run.as_of, recorded_at=at)
        before = case.state
        take_measures(case, tests, policy=run.policy, day=run.as_of)
        if case.state != before:
            changed.append(case)
        case.save()
    Event.record_all([_told(case, by=by, at=at) for case in changed])
    return changed


def take_measures(case: BackboneCase, tests: list[Test], *, policy: Policy, day: date) -> None:
    """Note the tests on an unconfirmed case, unsaved: proposed if all are passed, else refused by them."""
    case.tests, case.policy, case.measured_on = [test.as_json() for test in tests], policy, day
    if case.refused_by_id is not None and case.refused_on is not None:
        if (day - case.refused_on).days <= policy.rules["backbone"]["review_days"]:
            return
        case.refused_by, case.refused_on, case.refusal = None, None, ""
    case.state = State.PROPOSED if case.passes else State.REFUSED


def end_lost_cases(
    concluded: Mapping[int, Mapping[str, Any]], *, day: date, by: Actor | None, at: datetime
) -> None:
    """End the confirmations that the evidence of these customers (id → JSON) no longer bears out."""
    cases = BackboneCase.objects.everything(_WHY).confirmed().filter(customer__in=list(concluded))
    for case in cases.select_related("review_task"):
        found = concluded[case.customer_id]
        if found["value"] != "backbone":
            case.end(code=_end_of(found["code"]), by=by, on=day, at=at)


def _end_of(code: str) -> str:
    """The code of `BackboneCase.End` for the code of the group's sentence."""
    end = code.removeprefix("actual_")
    return end if end in BackboneCase.End.values else BackboneCase.End.NO_PURCHASE


def _told(case: BackboneCase, *, by: Actor | None, at: datetime) -> Entry:
    passes = case.state == State.PROPOSED
    return Entry(
        kind=events.BACKBONE_PROPOSED if passes else events.BACKBONE_REFUSED,
        at=at,
        by=by,
        subject=case,
        customer_id=case.customer_id,
        data={} if passes else {"count": len(case.failing)},
    )
