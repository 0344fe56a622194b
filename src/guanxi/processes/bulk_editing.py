"""One field set over many customers: at once for a few, by a job for many; each by the rights of then."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.models.customer import CustomerQuerySet
from guanxi.domain.ground import clock
from guanxi.domain.jobs.dead_letters import on_dead_letter
from guanxi.domain.jobs.tasks import job
from guanxi.domain.people.models import User
from guanxi.domain.views.models import BulkChange, BulkEdit
from guanxi.domain.views.rules import Filter, UnableToRead
from guanxi.domain.views.vocabulary import ListOf
from guanxi.processes.customer_list import customers_within, reading_on
from guanxi.processes.field_editing import FieldConflict, editable, is_value_of, set_field

# More would keep whoever ordered it waiting for the page.
AT_ONCE = 100
_WHY = "the edit a job was ordered for"
State, Outcome = BulkEdit.State, BulkChange.Outcome


def selection_of_filter(asked: Filter, *, today: date) -> dict[str, Any]:
    """Everything a list shows under a filter on a day."""
    return {"filter": asked.as_json, "today": today.isoformat()}


def chosen(by: User, selection: Mapping[str, Any]) -> CustomerQuerySet:
    """The customers of a selection that the actor may see."""
    if "ids" in selection:
        return Customer.objects.visible_to(by).filter(pk__in=[int(pk) for pk in selection["ids"]])
    reading = reading_on(date.fromisoformat(selection["today"]))
    return customers_within(by, Filter.of_json(selection["filter"]), reading=reading)


def order_bulk_edit(
    key: str, value: str, selection: Mapping[str, Any], *, by: User, at: datetime
) -> BulkEdit:
    """Order the edit; up to AT_ONCE customers it is done when this returns.

    Raises UnableToRead for a field or value that cannot be set, PermissionDenied where the actor may set the
    field of no customer at all.
    """
    own = editable(key)
    if not is_value_of(own, value):
        raise UnableToRead("no_choice", value)
    if not (by.may("bulk_edits.run") and by.may(own.edits)):
        raise PermissionDenied
    expected = chosen(by, selection).order_by().count()
    edit = BulkEdit(
        subject=ListOf.CUSTOMERS,
        field=key,
        value=value,
        selection=dict(selection),
        expected=expected,
        actor=by,
        ordered_at=at,
    )
    with transaction.atomic():
        edit.save()
        if expected > AT_ONCE:
            edit_later.enqueue(edit.pk)
    if expected <= AT_ONCE:
        _edit_all(edit, at=at)
    return edit


def undo_bulk_edit(edit: BulkEdit, *, by: User, at: datetime) -> bool:
    """Put back what the edit changed and nobody changed since; False where it is not there to be undone."""
    with transaction.atomic():
        if not edit.advance(State.DONE, State.UNDOING, by=by, at=at):
            return False
        if edit.expected > AT_ONCE:
            undo_later.enqueue(edit.pk)
    if edit.expected <= AT_ONCE:
        _undo_all(edit, at=at)
    return True


@job()
def edit_later(edit_id: int) -> None:
    """Do a large edit; goes on where an attempt before it broke off."""
    _edit_all(BulkEdit.objects.everything(_WHY).select_related("actor").get(pk=edit_id), at=clock.now())


@job()
def undo_later(edit_id: int) -> None:
    """Undo a large edit; goes on where an attempt before it broke off."""
    _undo_all(BulkEdit.objects.everything(_WHY).select_related("actor").get(pk=edit_id), at=clock.now())


@on_dead_letter(edit_later)
def _give_up(reason: type[BaseException], edit_id: int) -> None:
    edit = BulkEdit.objects.everything(_WHY).select_related("actor").get(pk=edit_id)
    edit.advance(State.ORDERED, State.FAILED, by=edit.actor, at=clock.now())


def _edit_all(edit: BulkEdit, *, at: datetime) -> None:
    if edit.state != State.ORDERED:
        return
    customers = chosen(edit.actor, edit.selection).order_by("pk")
    done = BulkChange.objects.everything(_WHY).filter(edit=edit).values_list("customer_id", flat=True)
    left = sorted(set(customers.values_list("pk", flat=True)) - set(done))
    for pk in left:
        _edit_one(edit, pk, at=at)
    edit.advance(State.ORDERED, State.DONE, by=edit.actor, at=at)


@transaction.atomic
def _edit_one(edit: BulkEdit, pk: int, *, at: datetime) -> None:
    before = ""
    try:
        change = set_field(Customer(pk=pk), edit.field, edit.value, was=None, by=edit.actor, at=at)
    except Customer.DoesNotExist:
        outcome = Outcome.NO_RIGHT
    else:
        before = change.before
        outcome = Outcome.UNCHANGED if before == change.after else Outcome.CHANGED
    BulkChange._base_manager.create(edit=edit, customer_id=pk, before=before, outcome=outcome)


def _undo_all(edit: BulkEdit, *, at: datetime) -> None:
    if edit.state != State.UNDOING:
        return
    changes = BulkChange.objects.everything(_WHY).filter(edit=edit, outcome=Outcome.CHANGED)
    for change in changes.order_by("pk"):
        _undo_one(edit, change, at=at)
    edit.advance(State.UNDOING, State.UNDONE, by=edit.actor, at=at)


@transaction.atomic
def _undo_one(edit: BulkEdit, change: BulkChange, *, at: datetime) -> None:
    customer = Customer(pk=change.customer_id)
    try:
        set_field(customer, edit.field, change.before, was=edit.value, by=edit.actor, at=at)
        change.outcome = Outcome.RESTORED
    except (FieldConflict, UnableToRead):
        change.outcome = Outcome.CHANGED_SINCE
    except Customer.DoesNotExist:
        change.outcome = Outcome.NO_RIGHT
    change.save(update_fields=["outcome"])
