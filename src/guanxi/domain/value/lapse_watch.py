"""Keeping the lapses: who fell silent for longer than its rhythm allows, and who ships again (D29)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.utils.translation import gettext as _

from guanxi.domain.classification.models import Policy, ProfilingObjection
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.models.customer import CustomerQuerySet
from guanxi.domain.ground import clock
from guanxi.domain.jobs.tasks import job
from guanxi.domain.operations.models import Shipment
from guanxi.domain.timeline.models import Entry, Event
from guanxi.domain.value import events
from guanxi.domain.value.models import Lapse, ValuePolicy
from guanxi.domain.value.rules import lapse_rule
from guanxi.domain.worklist.models import Task
from guanxi_analysis import LapseRule, Rhythm, lapses_on, rhythm_of, silence_allowed

_WHY = "silence is watched for every customer"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """How many lapses were opened, ended, and put on somebody's work list."""

    opened: int
    ended: int
    tasks: int


@transaction.atomic
def update_lapses(customer_ids: Collection[int] | None, *, on: date, at: datetime) -> Changes:
    """Bring the lapses of these customers, or with None of all, to the day `on`; once a day is enough.

    Our own units and persons who object to profiling (D20, D22) are left out. A lapse of late is a task for
    the customer's owner. Raises Policy.DoesNotExist and ValuePolicy.DoesNotExist before the first policies.
    """
    policy = ValuePolicy.objects.in_force_on(on)
    rule = lapse_rule(policy.rules)
    watched = _watched(customer_ids, on)
    rhythms = dict(_rhythms(watched, rule, until=on))
    silent = {pk: rhythm for pk, rhythm in rhythms.items() if lapses_on(rhythm, rule) <= on}
    standing = _open_lapses(customer_ids)
    over = [one for pk, one in standing.items() if pk not in silent or silent[pk].last_on != one.last_on]
    _end(over, rhythms, on=on, at=at)
    kept = standing.keys() - {one.customer_id for one in over}
    opened = [_lapse(pk, rhythm, policy, rule, at) for pk, rhythm in silent.items() if pk not in kept]
    Lapse._base_manager.bulk_create(opened, batch_size=_AT_ONCE)
    Event.record_all([_opening(one, at) for one in opened])
    recent = on - timedelta(days=policy.rules["lapse"]["task_within_days"])
    due_on = on + timedelta(days=policy.rules["lapse"]["task_due_days"])
    tasks = _tell_owners([one for one in opened if one.lapsed_on >= recent], due_on=due_on, at=at)
    return Changes(len(opened), len(over), tasks)


@job()
def update_lapses_later(slot: str) -> None:
    """The nightly job; see `update_lapses`."""
    update_lapses(None, on=clock.business_date(), at=datetime.fromisoformat(slot))


def _watched(customer_ids: Collection[int] | None, on: date) -> CustomerQuerySet:
    unranked = Policy.objects.in_force_on(on).rules["unranked_purposes"]
    objectors = ProfilingObjection.objects.everything(_WHY).in_force().values("customer_id")
    customers = Customer.objects.everything(_WHY).exclude(purpose__in=unranked).exclude(pk__in=objectors)
    return customers if customer_ids is None else customers.filter(pk__in=customer_ids)


def _rhythms(watched: CustomerQuerySet, rule: LapseRule, *, until: date) -> Iterator[tuple[int, Rhythm]]:
    """customer id and rhythm of everyone who has one, reading one customer's days at a time."""
    completed = Shipment.objects.everything(_WHY).completed_by(until).filter(customer__in=watched)
    days = completed.order_by("customer_id").values_list("customer_id", "delivered_on").distinct()
    for customer_id, own in groupby(days.iterator(chunk_size=5000), key=itemgetter(0)):
        rhythm = rhythm_of((day for _customer, day in own if day), rule)
        if rhythm:
            yield customer_id, rhythm


def _open_lapses(customer_ids: Collection[int] | None) -> dict[int, Lapse]:
    lapses = Lapse.objects.everything(_WHY).open()
    found = lapses if customer_ids is None else lapses.filter(customer_id__in=customer_ids)
    return {one.customer_id: one for one in found.select_related("task")}


def _lapse(customer_id: int, rhythm: Rhythm, policy: ValuePolicy, rule: LapseRule, at: datetime) -> Lapse:
    return Lapse(
        customer_id=customer_id,
        last_on=rhythm.last_on,
        median_gap_halves=int(rhythm.median_gap_days * 2),
        silence_days=silence_allowed(rhythm, rule),
        lapsed_on=lapses_on(rhythm, rule),
        policy=policy,
        recorded_at=at,
    )


def _end(over: list[Lapse], rhythms: Mapping[int, Rhythm], *, on: date, at: datetime) -> None:
    """End lapses that a shipment has ended, or that corrected facts no longer show; their tasks are done."""
    told = []
    for one in over:
        rhythm = rhythms.get(one.customer_id)
        shipped_on = rhythm.last_on if rhythm and rhythm.last_on > one.last_on else None
        one.ended_on, one.ended_at = shipped_on or on, at
        kind = events.LAPSE_ENDED if shipped_on else events.LAPSE_WITHDRAWN
        data = {"day": shipped_on.isoformat()} if shipped_on else {}
        told.append(Entry(kind=kind, at=at, by=None, subject=one, customer_id=one.customer_id, data=data))
        if one.task:
            one.task.complete(by=None, at=at)
    Lapse.objects.bulk_update(over, ["ended_on", "ended_at"], batch_size=_AT_ONCE)
    Event.record_all(told)


def _opening(lapse: Lapse, at: datetime) -> Entry:
    data = {
        "day": lapse.lapsed_on.isoformat(),
        "last": lapse.last_on.isoformat(),
        "gap": f"{float(lapse.median_gap_days):g}",
    }
    return Entry(kind=events.LAPSED, at=at, by=None, subject=lapse, customer_id=lapse.customer_id, data=data)


def _tell_owners(lapses: list[Lapse], *, due_on: date, at: datetime) -> int:
    """A task for the owner of each; whom nobody looks after is found by the filter of the list."""
    ids = [one.customer_id for one in lapses]
    owned = Customer.objects.everything(_WHY).filter(pk__in=ids, owner__isnull=False).with_names()
    customers = {customer.pk: customer for customer in owned}
    told = [one for one in lapses if one.customer_id in customers]
    for one in told:
        customer = customers[one.customer_id]
        one.task = Task.plan(
            by=None,
            at=at,
            title=_("Silent for %(days)s days, find out why: %(name)s")
            % {"days": one.silence_days, "name": customer.party.name},
            customer=customer,
            assignee=customer.owner,
            due_on=due_on,
        )
    Lapse.objects.bulk_update(told, ["task"], batch_size=_AT_ONCE)
    return len(told)
