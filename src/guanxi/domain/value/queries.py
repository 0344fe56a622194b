"""Reads for one screen: what a customer is worth, and which customers have lapsed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.classification.models import ClassificationEntry, Policy, Standing
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.queries import counted_between
from guanxi.domain.value.budgets import BudgetStanding, visible_standing
from guanxi.domain.value.models import Lapse, ValuePolicy
from guanxi.domain.value.rules import category_of, lapse_rule
from guanxi_analysis import (
    ActivityCost,
    LapseRule,
    PurchaseFeatures,
    Rhythm,
    Shipped,
    Statement,
    features_of,
    lapses_on,
    rhythm_of,
    silence_allowed,
    statement_of,
)

_MEASURED = (
    *("delivered_on", "revenue_minor", "currency", "weight_g", "packages"),
    *("mode", "service", "origin", "destination"),
)


@dataclass(frozen=True, slots=True)
class LapseView:
    """A customer's rhythm on a day. `lapses_on` is the first day on which it is, or would be, lapsed.

    `rhythm` is None for who has bought too rarely to have one; `open` is the lapse that the daily job keeps.
    """

    rule: LapseRule
    rhythm: Rhythm | None
    allowed_days: int | None
    lapses_on: date | None
    silent_days: int | None
    is_lapsed: bool
    open: Lapse | None


@dataclass(frozen=True, slots=True)
class CustomerValueView:
    """What one customer is worth, of the window (as_of − window_days, as_of], in minor units of `currency`.

    `features` is None where the actor may not see shipments, `statement` where not costs, `budget` where not
    budgets or no budget holds on the day, `entry` (rank and share, D25) before the first run.
    `other_currencies` were left out of revenue and costs.
    """

    customer: Customer
    as_of: date
    window_days: int
    currency: str
    policy: ValuePolicy
    features: PurchaseFeatures | None
    statement: Statement | None
    entry: ClassificationEntry | None
    budget: BudgetStanding | None
    lapse: LapseView | None
    other_currencies: tuple[str, ...]


def value_of(customer: Customer, *, as_of: date, currency: str, actor: Actor) -> CustomerValueView:
    """Measure a customer that the actor may see, from the facts dated up to `as_of`.

    The window is that of the classification policy, so the contribution is that of a run of the same day
    (D18). Raises Policy.DoesNotExist and ValuePolicy.DoesNotExist before the first policies.
    """
    window_days: int = Policy.objects.in_force_on(as_of).rules["value_tiers"]["window_days"]
    policy = ValuePolicy.objects.in_force_on(as_of)
    opens_after = as_of - timedelta(days=window_days)
    sees_shipments = bool(actor.relations_for("shipments.view"))
    shipments = Shipment.objects.visible_to(actor).filter(
        counted_between(after=opens_after, until=as_of), customer=customer
    )
    costs = CostActivity.objects.visible_to(actor).filter(
        customer=customer, occurred_on__gt=opens_after, occurred_on__lte=as_of
    )
    features = _features(shipments, as_of=as_of, window_days=window_days, currency=currency)
    may_cost = sees_shipments and _reaches(customer, actor, "costs.view")
    return CustomerValueView(
        customer=customer,
        as_of=as_of,
        window_days=window_days,
        currency=currency,
        policy=policy,
        features=features if sees_shipments else None,
        statement=_statement(costs, features.revenue.amount, policy, currency) if may_cost else None,
        entry=_entry(customer, actor),
        budget=visible_standing(customer.pk, on=as_of, currency=currency, actor=actor),
        lapse=_lapse(customer, policy, as_of=as_of, actor=actor) if sees_shipments else None,
        other_currencies=_others(shipments, costs, currency),
    )


def lapsed() -> Q:
    """The condition on customers that are lapsed now, as the daily job has found (D29)."""
    return Q(pk__in=Lapse.objects.everything("narrowed by the customers asked").open().values("customer_id"))


def purchase_days(customer: Customer, *, until: date, actor: Actor) -> list[date]:
    """The distinct days with a completed shipment up to a day, oldest first."""
    completed = Shipment.objects.visible_to(actor).completed_by(until).filter(customer=customer)
    days = completed.order_by("delivered_on").values_list("delivered_on", flat=True).distinct()
    return [day for day in days if day]


def _features(
    shipments: "QuerySet[Shipment]", *, as_of: date, window_days: int, currency: str
) -> PurchaseFeatures:
    shipped = (
        Shipped(
            occurred_on=one.delivered_on,
            revenue_minor=one.revenue_minor if one.currency == currency else None,
            weight_g=one.weight_g,
            packages=one.packages,
            mode=one.mode,
            service=one.service,
            origin=one.origin,
            destination=one.destination,
        )
        for one in shipments.order_by().only(*_MEASURED)
        if one.delivered_on
    )
    return features_of(shipped, as_of=as_of, window_days=window_days)


def _statement(
    costs: "QuerySet[CostActivity]", gross_minor: int, policy: ValuePolicy, currency: str
) -> Statement:
    summed = (
        costs.filter(currency=currency)
        .order_by()
        .values("activity")
        .annotate(postings=Count("pk"), done=Sum("quantity_thousandths"), spent=Sum("amount_minor"))
        .values_list("activity", "postings", "done", "spent")
    )
    return statement_of(
        gross_minor,
        [ActivityCost(*row) for row in summed],
        category_of=category_of(policy.rules),
        other=policy.rules["others"]["category"],
    )


def _entry(customer: Customer, actor: Actor) -> ClassificationEntry | None:
    standing = Standing.objects.visible_to(actor).filter(customer=customer)
    found = standing.select_related("entry__run__policy").first()
    return found.entry if found else None


def _lapse(customer: Customer, policy: ValuePolicy, *, as_of: date, actor: Actor) -> LapseView:
    rule = lapse_rule(policy.rules)
    rhythm = rhythm_of(purchase_days(customer, until=as_of, actor=actor), rule)
    day = lapses_on(rhythm, rule) if rhythm else None
    return LapseView(
        rule=rule,
        rhythm=rhythm,
        allowed_days=silence_allowed(rhythm, rule) if rhythm else None,
        lapses_on=day,
        silent_days=(as_of - rhythm.last_on).days if rhythm else None,
        is_lapsed=day is not None and day <= as_of,
        open=Lapse.objects.visible_to(actor).filter(customer=customer).open().first(),
    )


def _reaches(customer: Customer, actor: Actor, action: str) -> bool:
    return Customer.objects.visible_to(actor, action).filter(pk=customer.pk).exists()


def _others(
    shipments: "QuerySet[Shipment]", costs: "QuerySet[CostActivity]", currency: str
) -> tuple[str, ...]:
    priced = shipments.filter(revenue_minor__isnull=False)
    found = {
        code
        for rows in (
            priced.order_by().values_list("currency", flat=True),
            costs.values_list("currency", flat=True),
        )
        for code in rows.exclude(currency=currency).distinct()
    }
    return tuple(sorted(found))
