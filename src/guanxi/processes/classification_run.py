"""Classify the operator's customers, close a period with it, or only ask how they stood."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from guanxi.domain.classification import events, rules
from guanxi.domain.classification.conclusion import Conclusions, conclude
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import ClassificationRun, Policy
from guanxi.domain.classification.reclassification import keep_run, reclassify
from guanxi.domain.ground import clock
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Event

_WHY = "closes of the whole house follow one another"


class UnableToClose(ValueError):
    """Why a period cannot be closed.

    `code`: not_a_period_end, not_over (the day has not come), later_closed (periods are closed in their
    order), or already_closed, with `run` the close on file whose facts have changed since.
    """

    def __init__(self, code: str, *, run: ClassificationRun | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.run = run


@transaction.atomic
def classify_customers(*, as_of: date, by: Actor | None, at: datetime) -> ClassificationRun:
    """One interim run over the operator's own facts: tiers stay those of the last close (D19).

    Raises what `reclassify` raises; then nothing is kept.
    """
    return reclassify(
        as_of=as_of, currency=settings.GUANXI.currency, today=clock.business_date(), by=by, at=at
    )


@transaction.atomic
def close_period(*, as_of: date, by: Actor | None, at: datetime) -> ClassificationRun:
    """Close the period that ends with `as_of`, from its last day on: tiers change, with grace (D19).

    A period is closed once. Asked again, it returns that close while the facts still lead to its hash.
    Raises UnableToClose, and what `conclude` raises; then nothing is kept.
    """
    policy = Policy.objects.in_force_on(as_of)
    if problem := _objection(as_of, policy):
        raise problem
    closed = ClassificationRun.objects.everything(_WHY).closes().filter(as_of=as_of).first()
    if closed:
        policy = closed.policy
    conclusions = conclude(Facts(as_of), currency=settings.GUANXI.currency, is_close=True, policy=policy)
    if closed:
        if closed.hash != conclusions.run.hash:
            raise UnableToClose("already_closed", run=closed)
        return closed
    try:
        with transaction.atomic():
            run = keep_run(conclusions, today=clock.business_date(), by=by, at=at)
    except IntegrityError as error:
        if not ClassificationRun.objects.everything(_WHY).closes().filter(as_of=as_of).exists():
            raise
        raise UnableToClose("already_closed") from error
    data = {"as_of": as_of.isoformat(), "hash": run.hash[:12]}
    Event.record(events.PERIOD_CLOSED, subject=run, by=by, at=at, data=data)
    return run


def _objection(as_of: date, policy: Policy) -> UnableToClose | None:
    if not rules.is_period_close(as_of, closing_months=policy.rules["closing_months"]):
        return UnableToClose("not_a_period_end")
    if as_of > clock.business_date():
        return UnableToClose("not_over")
    closes = ClassificationRun.objects.everything(_WHY).closes()
    later = closes.filter(as_of__gt=as_of).exists() and not closes.filter(as_of=as_of).exists()
    return UnableToClose("later_closed") if later else None


@transaction.atomic
def classify_as_known(*, as_of: date, known_on: date) -> Conclusions:
    """How the customers stood on `as_of`, by what was on file at the end of the operator's day `known_on`.

    An inquiry: nothing is stored, nobody's standing changes. The policy is the one in force on `as_of`; the
    end of a period is concluded as its close would have been. Raises what `conclude` raises.
    """
    policy = Policy.objects.in_force_on(as_of)
    is_close = rules.is_period_close(as_of, closing_months=policy.rules["closing_months"])
    facts = Facts(as_of, known_before=clock.end_of(known_on))
    return conclude(facts, currency=settings.GUANXI.currency, is_close=is_close, policy=policy)
