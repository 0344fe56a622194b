"""A natural person objects to profiling, or asks that a person look at it (D22)."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guanxi.domain.classification.models import HumanReview, ProfilingObjection
from guanxi.domain.classification.tier_ledger import update_tiers
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.processes.group_update import update_groups

RIGHT = "profiling.object"
REVIEW_RIGHT = "reviews.handle"
# Art. 12(3) GDPR: an answer within one month; the person who asks is not to wait longer in any country.
ANSWER_WITHIN = timedelta(days=30)


@transaction.atomic
def object_to_profiling(
    customer: Customer, *, objected_on: date, note: str, by: User, at: datetime
) -> ProfilingObjection:
    """Keep the objection and clear group and tier at once. Raises UnableToObject and PermissionDenied."""
    _permit(customer, by)
    objection = ProfilingObjection.record(customer, objected_on=objected_on, note=note, by=by, at=at)
    _follow(customer.pk, by=by, at=at)
    return objection


@transaction.atomic
def withdraw_objection(objection: ProfilingObjection, *, by: User, at: datetime) -> None:
    """Classify again: the group at once, the tier with the next run. Raises as `object_to_profiling` does."""
    _permit(objection.customer, by)
    objection.withdraw(on=clock.business_date(), by=by, at=at)
    _follow(objection.customer_id, by=by, at=at)


@transaction.atomic
def ask_for_review(
    customer: Customer,
    *,
    about: str,
    asked_on: date,
    asked_by: str,
    question: str,
    reviewer: User,
    by: User,
    at: datetime,
) -> HumanReview:
    """Put the question on the work list of somebody who may answer it.

    Raises UnableToObject, and PermissionDenied where the reviewer may not handle reviews either.
    """
    _permit(customer, by)
    if not Customer.objects.visible_to(reviewer, REVIEW_RIGHT).filter(pk=customer.pk).exists():
        raise PermissionDenied
    return HumanReview.ask(
        customer,
        about=about,
        asked_on=asked_on,
        asked_by=asked_by,
        question=question,
        reviewer=reviewer,
        due_on=asked_on + ANSWER_WITHIN,
        by=by,
        at=at,
    )


@transaction.atomic
def answer_review(review: HumanReview, *, outcome: str, text: str, by: User, at: datetime) -> None:
    """Answer it. Raises UnableToObject and PermissionDenied."""
    if not HumanReview.objects.visible_to(by, REVIEW_RIGHT).filter(pk=review.pk).exists():
        raise PermissionDenied
    review.close(outcome=outcome, text=text, by=by, at=at)


def _permit(customer: Customer, by: User) -> None:
    if not Customer.objects.visible_to(by, RIGHT).filter(pk=customer.pk).exists():
        raise PermissionDenied


def _follow(customer_id: int, *, by: User, at: datetime) -> None:
    update_groups([customer_id], by=by, at=at)
    update_tiers([customer_id], day=clock.business_date(), by=by, at=at)
