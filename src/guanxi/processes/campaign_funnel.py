"""Who became known by a campaign, registered and shipped: signals, roster and shipments together (D233)."""

from datetime import date
from typing import Any

from django.db.models import Min

from guanxi.domain.audiences.models import Campaign, Signal
from guanxi.domain.audiences.rules import Funnel, Journey, Terms, funnel_of
from guanxi.domain.customers.models import RosterEntry
from guanxi.domain.ground.scope import Actor
from guanxi.domain.operations.models import Shipment


def funnel_by_facts(campaign: Campaign, *, on: date, actor: Actor) -> Funnel:
    """The campaign's funnel as the facts up to `on` show it, of the customers whom the actor may see.

    Four queries, however many customers there are.
    """
    terms = Terms(
        campaign.responses,
        campaign.cost_minor,
        campaign.register_within_days,
        campaign.ship_within_days,
    )
    return funnel_of(journeys_of(campaign, on=on, actor=actor), terms)


def journeys_of(campaign: Campaign, *, on: date, actor: Actor) -> list[Journey]:
    """One journey for each signal that names the campaign, with what came of it by the end of `on`."""
    signals = Signal.objects.visible_to(actor).filter(seen_on__lte=on)
    own = signals.filter(campaign=campaign.name)
    customers = own.values("customer_id")
    first_signs = _days(signals.filter(customer__in=customers), Min("seen_on"))
    registered = dict(
        RosterEntry.objects.visible_to(actor)
        .filter(customer__in=customers, registered_on__lte=on)
        .values_list("customer_id", "registered_on")
    )
    completed = Shipment.objects.visible_to(actor).completed_by(on).filter(customer__in=customers)
    shipped = _days(completed, Min("delivered_on"))
    return [
        Journey(
            customer_id=customer_id,
            seen_on=seen_on,
            registered_on=registered.get(customer_id),
            shipped_on=shipped.get(customer_id),
            known_before=any(
                day < seen_on
                for known in (first_signs, registered, shipped)
                if (day := known.get(customer_id)) is not None
            ),
        )
        for customer_id, seen_on in own.order_by("seen_on", "customer_id").values_list(
            "customer_id", "seen_on"
        )
    ]


def _days(records: Any, first: Min) -> dict[int, date]:
    """customer id → the first day."""
    found = records.order_by().values("customer_id").annotate(first=first)
    return dict(found.values_list("customer_id", "first"))
