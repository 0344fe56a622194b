"""What people decided about the customer of an estate: one decision of each kind that a page acts on."""

from dataclasses import dataclass
from datetime import date, timedelta

from guanxi.domain.classification.models import (
    BackboneCase,
    HumanReview,
    Policy,
    ProfilingObjection,
    TierOverride,
)
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from tests.factories import LONG_AGO

DAY = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class Decisions:
    """An override that waits, a proposed case, a withdrawn objection, a review without an answer."""

    override: TierOverride
    case: BackboneCase
    objection: ProfilingObjection
    review: HumanReview


def decide_about(customer: Customer, by: User) -> Decisions:
    """One of each, asked for and kept by `by`."""
    return Decisions(
        waiting_override(customer, by),
        proposed_case(customer),
        _objection(customer, by),
        _review(customer, by),
    )


def waiting_override(customer: Customer, by: User, **fields: object) -> TierOverride:
    values: dict[str, object] = {
        "tier": "gold",
        "reason": "New plant",
        "starts_on": DAY,
        "ends_on": DAY + timedelta(days=60),
        "requested_by": by,
        "recorded_at": LONG_AGO,
    } | fields
    return TierOverride._base_manager.create(customer=customer, **values)


def proposed_case(customer: Customer, **fields: object) -> BackboneCase:
    values: dict[str, object] = {
        "state": BackboneCase.State.PROPOSED,
        "tests": [],
        "policy": Policy.objects.in_force_on(DAY),
        "measured_on": DAY,
        "proposed_on": DAY,
        "recorded_at": LONG_AGO,
    } | fields
    return BackboneCase._base_manager.create(customer=customer, **values)


def _objection(customer: Customer, by: User) -> ProfilingObjection:
    return ProfilingObjection._base_manager.create(
        customer=customer,
        objected_on=DAY,
        recorded_by=by,
        recorded_at=LONG_AGO,
        withdrawn_on=DAY,
        withdrawn_at=LONG_AGO,
        withdrawn_by=by,
    )


def _review(customer: Customer, by: User) -> HumanReview:
    return HumanReview._base_manager.create(
        customer=customer,
        about="tier",
        asked_on=DAY,
        asked_by="王芳",
        question="Why lead?",
        reviewer=by,
        recorded_at=LONG_AGO,
    )
