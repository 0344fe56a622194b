"""The facts a run rests on: of which day, and as known when."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import chain
from typing import NamedTuple, TypeVar

from django.db.models import Count, Max, Min, Model, Q, QuerySet, Sum

from guanxi.domain.audiences.models import Audience, Signal
from guanxi.domain.billing.models import CostActivity
from guanxi.domain.classification.decisions import Decisions
from guanxi.domain.classification.rules import Evidence, Shipped, shipped_together, what_it_shows
from guanxi.domain.customers.models import Customer, RosterEntry
from guanxi.domain.operations.models import Direction, Shipment
from guanxi.domain.timeline.knowledge import Knowledge
from guanxi.domain.timeline.models import RememberedRecord

WHY = "a run classifies every customer"
_AT_ONCE = 5000
R = TypeVar("R", bound=RememberedRecord)
M = TypeVar("M", bound=Model)


class UnableToAddCurrencies(ValueError):
    """The window holds revenue in several currencies, and no rates are on file to add them."""

    def __init__(self, currencies: list[str]) -> None:
        super().__init__(", ".join(currencies))
        self.currencies = currencies


class Completed(NamedTuple):
    """A purchase: a forward shipment delivered by the as-of day (D11). Its revenue may be unknown."""

    customer_id: int
    delivered_on: date
    key: int
    revenue_minor: int | None


class Facts:
    """All facts dated up to `as_of`, about every customer or `only` those with these ids.

    `known_before` leaves out what was recorded at that instant or later, and takes what has been corrected
    or taken away since as it stood until then (D12). Without it, all that is on file now counts.
    """

    def __init__(
        self, as_of: date, *, known_before: datetime | None = None, only: Collection[int] | None = None
    ) -> None:
        self.as_of = as_of
        self.known_before = known_before
        self._only = only
        self._knowledge = Knowledge(known_before)

    def customers(self) -> list[Customer]:
        """Those known, by number. One that has changed since is not to be saved and has no party."""
        known = [*self._standing(Customer, "pk"), *self._former(Customer)]
        return sorted(known, key=lambda customer: customer.number)

    def evidence(self, customers: Iterable[Customer]) -> dict[int, Evidence]:
        """customer id → what was on file about it on the day."""
        shipped, signals, registered = self._shipped(), self._first_signals(), self._registered()
        evidence = {}
        for customer in customers:
            kind, seen_on = signals.get(customer.pk, ("", None))
            found = shipped.get(customer.pk, Shipped())
            evidence[customer.pk] = Evidence(
                signal_on=seen_on,
                signal_kind=kind,
                registered_on=registered.get(customer.pk),
                declared_buyer=customer.declared_buyer,
                order_placed_on=found.placed_on,
                completed=found.completed,
                first_completed_on=found.first_on,
                last_completed_on=found.last_on,
            )
        return evidence

    def completed(self) -> Iterator[Completed]:
        """The purchases that count, newest first."""
        standing = self._completed().order_by("-delivered_on", "-pk")
        rows = standing.values_list("customer_id", "delivered_on", "pk", "revenue_minor")
        former = sorted(
            (
                Completed(one.customer_id, one.delivered_on, one.pk, one.revenue_minor)
                for one in self._former(Shipment)
                if one.delivered_on and _is_completed(one, self.as_of)
            ),
            key=lambda one: one.delivered_on,
            reverse=True,
        )
        streamed = map(Completed._make, rows.iterator(chunk_size=_AT_ONCE))
        return merge(streamed, former, key=lambda one: one.delivered_on, reverse=True)

    def currency(self, *, default: str) -> str:
        """The one currency of all known revenue and costs. Raises UnableToAddCurrencies for several."""
        priced = self._completed().filter(revenue_minor__isnull=False)
        found = {
            currency
            for rows in (priced, self._costs())
            for currency in rows.order_by().values_list("currency", flat=True).distinct()
        }
        found |= {
            one.currency
            for one in self._former(Shipment)
            if one.revenue_minor is not None and _is_completed(one, self.as_of)
        }
        found |= {one.currency for one in self._former_costs()}
        if len(found) > 1:
            raise UnableToAddCurrencies(sorted(found))
        return found.pop() if found else default

    def costs(self, *, window_days: int) -> dict[int, int] | None:
        """customer id → cost-to-serve in the window, in minor units; None while no cost is on file (D26)."""
        former = list(self._former_costs())
        if not former and not self._costs().exists():
            return None
        opening = self.as_of - timedelta(days=window_days)
        in_window = self._costs().filter(occurred_on__gt=opening).order_by().values("customer_id")
        costs = dict(in_window.annotate(total=Sum("amount_minor")).values_list("customer_id", "total"))
        for one in former:
            if one.occurred_on > opening:
                costs[one.customer_id] = costs.get(one.customer_id, 0) + one.amount_minor
        return costs

    def decisions(self) -> Decisions:
        """What people decided, of the same day and as known at the same moment."""
        return Decisions(self.as_of, known_before=self.known_before, only=self._only)

    def narrowed(self, records: "QuerySet[M]") -> "QuerySet[M]":
        """The records of those customers that these facts are about."""
        return records if self._only is None else records.filter(customer__in=self._only)

    def potential(self) -> int:
        """How many potential customers the audiences are thought to hold (D13)."""
        standing = self._knowledge.standing(Audience.objects.everything(WHY))
        total: int = standing.aggregate(total=Sum("size_estimate"))["total"] or 0
        return total + sum(one.size_estimate for one in self._knowledge.former(Audience))

    def _shipped(self) -> dict[int, Shipped]:
        day = self.as_of
        done = Q(direction=Direction.FORWARD, delivered_on__lte=day)
        placed = Q(ordered_on__lte=day) & (Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day))
        rows = (
            self._standing(Shipment)
            .filter(Q(ordered_on__lte=day) | Q(delivered_on__lte=day))
            .order_by()
            .values("customer_id")
            .annotate(
                completed=Count("pk", filter=done),
                first_on=Min("delivered_on", filter=done),
                last_on=Max("delivered_on", filter=done),
                placed_on=Min("ordered_on", filter=placed),
            )
        )
        names = ("customer_id", "completed", "first_on", "last_on", "placed_on")
        shipped = {customer_id: Shipped(*found) for customer_id, *found in rows.values_list(*names)}
        for one in self._former(Shipment):
            before = shipped.get(one.customer_id, Shipped())
            shipped[one.customer_id] = shipped_together(before, _shows(one, day))
        return shipped

    def _first_signals(self) -> dict[int, tuple[str, date]]:
        """customer id → kind and day of the first signal; of those of one day, the one recorded first."""
        standing = self._standing(Signal).filter(seen_on__lte=self.as_of)
        rows = standing.values_list("customer_id", "seen_on", "pk", "kind")
        seen = [*rows, *((one.customer_id, one.seen_on, one.pk, one.kind) for one in self._former(Signal))]
        first: dict[int, tuple[str, date]] = {}
        for customer_id, seen_on, _, kind in sorted(seen):
            if seen_on <= self.as_of:
                first.setdefault(customer_id, (kind, seen_on))
        return first

    def _registered(self) -> dict[int, date]:
        standing = self._standing(RosterEntry).values_list("customer_id", "registered_on")
        entries = [*standing, *((one.customer_id, one.registered_on) for one in self._former(RosterEntry))]
        return {customer_id: day for customer_id, day in entries if day <= self.as_of}

    def _completed(self) -> "QuerySet[Shipment]":
        return self._standing(Shipment).filter(direction=Direction.FORWARD, delivered_on__lte=self.as_of)

    def _costs(self) -> "QuerySet[CostActivity]":
        return self._standing(CostActivity).filter(occurred_on__lte=self.as_of)

    def _former_costs(self) -> Iterator[CostActivity]:
        return (one for one in self._former(CostActivity) if one.occurred_on <= self.as_of)

    def _standing(self, model: type[R], customer: str = "customer_id") -> "QuerySet[R]":
        records: QuerySet[R] = model.objects.everything(WHY)
        if self._only is not None:
            records = records.filter(**{f"{customer}__in": self._only})
        return self._knowledge.standing(records)

    def _former(self, model: type[R]) -> Iterator[R]:
        if self._only is None:
            return self._knowledge.former(model)
        return chain.from_iterable(self._knowledge.former(model, customer_id=pk) for pk in self._only)


def _is_completed(shipment: Shipment, day: date) -> bool:
    is_forward = shipment.direction == Direction.FORWARD
    return is_forward and shipment.delivered_on is not None and shipment.delivered_on <= day


def _shows(shipment: Shipment, day: date) -> Shipped:
    return what_it_shows(
        is_forward=shipment.direction == Direction.FORWARD,
        ordered_on=shipment.ordered_on,
        delivered_on=shipment.delivered_on,
        cancelled_on=shipment.cancelled_on,
        as_of=day,
    )
