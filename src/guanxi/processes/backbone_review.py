"""A person decides about backbone customers, and the machine keeps watch over them (D15)."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from guanxi.domain.classification.backbone_cases import Measuring, take_measures
from guanxi.domain.classification.models import BackboneCase, ClassificationRun, Policy, UnableToConfirm
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.worklist.models import Task
from guanxi.processes.group_update import update_groups

_WHY = "the newest run measures everybody"


@transaction.atomic
def confirm(case: BackboneCase, *, by: User, reputation: str, at: datetime) -> BackboneCase:
    """Measure the case anew and confirm it; the customer's group follows at once.

    Raises UnableToConfirm, naming the failing tests, and PermissionDenied; then nothing is kept.
    """
    current, today = _locked(case, by), clock.business_date()
    _measure(current, today)
    current.confirm(by=by, reputation=reputation, on=today, at=at)
    update_groups([current.customer_id], by=by, at=at)
    return current


@transaction.atomic
def turn_down(case: BackboneCase, *, by: User, reason: str, at: datetime) -> BackboneCase:
    """A person says no to a proposal. Raises UnableToConfirm and PermissionDenied."""
    current = _locked(case, by)
    current.turn_down(by=by, reason=reason, on=clock.business_date(), at=at)
    return current


@transaction.atomic
def end(case: BackboneCase, *, by: User, note: str, at: datetime) -> BackboneCase:
    """A person ends a confirmation. Raises UnableToConfirm (state, reason) and PermissionDenied."""
    current = _locked(case, by)
    if current.state != current.State.CONFIRMED:
        raise UnableToConfirm("state")
    if not note.strip():
        raise UnableToConfirm("reason")
    current.end(code=current.End.BY_PERSON, by=by, on=clock.business_date(), at=at, note=note.strip())
    update_groups([current.customer_id], by=by, at=at)
    return current


@transaction.atomic
def renew(case: BackboneCase, *, by: User, reputation: str, at: datetime) -> BackboneCase:
    """The yearly review: a new confirmed case in place of this one, if the measures still bear it out.

    Raises UnableToConfirm, naming the failing tests, and PermissionDenied; then the old one stands.
    """
    current, today = _locked(case, by), clock.business_date()
    if current.state != current.State.CONFIRMED:
        raise UnableToConfirm("state")
    following = current.successor(on=today, at=at)
    _measure(following, today)
    current.end(code=current.End.RENEWED, by=by, on=today, at=at)
    following.confirm(by=by, reputation=reputation, on=today, at=at)
    update_groups([current.customer_id], by=by, at=at)
    return following


@transaction.atomic
def call_for_reviews(day: date, *, at: datetime) -> int:
    """Put reviews that come due on the work lists of those who confirmed, once each; how many."""
    demands = Policy.objects.in_force_on(day).rules.get("backbone")
    if demands is None:
        return 0
    horizon = day + timedelta(days=demands["review_notice_days"])
    cases = BackboneCase.objects.everything("reviews come due whoever looks").confirmed()
    due = cases.filter(review_task__isnull=True, review_due_on__lte=horizon)
    found = list(due.select_related("customer__party", "customer__owner", "confirmed_by"))
    for case in found:
        case.review_task = Task.plan(
            by=None,
            at=at,
            title=_("Review as backbone: %(name)s") % {"name": case.customer.party.name},
            customer=case.customer,
            assignee=case.confirmed_by,
            due_on=case.review_due_on,
        )
        case.save(update_fields=["review_task"])
    return len(found)


def _locked(case: BackboneCase, by: User) -> BackboneCase:
    permitted = BackboneCase.objects.visible_to(by, "backbone.confirm").select_for_update(of=("self",))
    current: BackboneCase | None = permitted.filter(pk=case.pk).select_related("policy").first()
    if current is None:
        raise PermissionDenied
    return current


def _measure(case: BackboneCase, today: date) -> None:
    """Revenue and orders by the newest run, credit by today; the state of the case is left to the verbs."""
    run = ClassificationRun.objects.everything(_WHY).newest_first().first()
    policy = Policy.objects.in_force_on(today)
    if run is None or "backbone" not in policy.rules:
        return
    tests = Measuring.by(run, policy).tests([case.customer_id], day=today)[case.customer_id]
    take_measures(case, tests, policy=policy, day=today)
