"""Which tier a customer would have if the period closed today (D19): a look ahead, never a decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Sum

from guanxi.domain.classification.conclusion import last_closes
from guanxi.domain.classification.decisions import Decisions
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Policy
from guanxi.domain.classification.rules import tier_to_keep
from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.models import Shipment
from guanxi_analysis import policy_of

_WHY = "one customer measured against everybody's ranking"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the next close would give today: `tier`, with grace where `kept` says so, and `raw_tier` by rank.

    The customer's own revenue is of the window (`opens_after`, `as_of`]; its `rank` is its place among the
    others as the newest run ranked them, so that it is measured against the ranking of `ranking.as_of`.
    """

    tier: str
    raw_tier: str
    kept: str
    rank: int
    n: int
    revenue_minor: int
    currency: str
    orders: int
    opens_after: date
    as_of: date
    ranking: ClassificationRun


def tier_outlook(customer: Customer, *, today: date) -> Outlook | None:
    """The outlook of one customer as of `today`, with a handful of indexed queries.

    None without a run, with too few ranked, for internal units, for whoever objects to profiling, and for
    a customer without a completed shipment in the window. Of equal revenue it comes last.
    """
    run = ClassificationRun.objects.everything(_WHY).newest_first().first()
    policy = Policy.objects.in_force_on(today)
    if run is None or run.small_n or customer.purpose in policy.rules["unranked_purposes"]:
        return None
    if customer.pk in Decisions(today, only=[customer.pk]).objectors():
        return None
    opens_after = today - timedelta(days=policy_of(policy.rules["value_tiers"]).window_days)
    orders, revenue = _measured(customer, opens_after, today)
    if not orders:
        return None
    rank = _others_above(run, customer, revenue) + 1
    raw = next((cut["tier"] for cut in run.cuts if rank <= cut["last_rank"]), run.cuts[-1]["tier"])
    close = last_closes(Facts(today + timedelta(days=1), only=[customer.pk])).get(customer.pk)
    tier, kept = tier_to_keep(raw_tier=raw, last_close=close, is_close=True)
    return Outlook(
        tier=tier,
        raw_tier=raw,
        kept=kept,
        rank=rank,
        n=run.active,
        revenue_minor=revenue,
        currency=run.currency,
        orders=orders,
        opens_after=opens_after,
        as_of=today,
        ranking=run,
    )


def _measured(customer: Customer, opens_after: date, today: date) -> tuple[int, int]:
    """(orders, known revenue) of the customer's completed shipments in the window."""
    shipments = Shipment.objects.everything(_WHY).filter(customer=customer).completed_by(today)
    found = shipments.filter(delivered_on__gt=opens_after).aggregate(
        orders=Count("pk"), revenue=Sum("revenue_minor")
    )
    return found["orders"], found["revenue"] or 0


def _others_above(run: ClassificationRun, customer: Customer, revenue_minor: int) -> int:
    """How many others of the run are ranked above a revenue: the last of those at or above it says it."""
    ranked = ClassificationEntry.objects.everything(_WHY).filter(run=run, rank__isnull=False)
    above = ranked.filter(revenue_minor__gte=revenue_minor).exclude(customer=customer)
    last = above.order_by("revenue_minor", F("rank").desc()).values_list("rank", flat=True).first()
    if last is None:
        return 0
    own = ranked.filter(customer=customer).values_list("rank", flat=True).first()
    return last - 1 if own is not None and own < last else last
