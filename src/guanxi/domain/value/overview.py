"""Reads for the overview: on how few customers a run's sales rest, and what all of them left."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Sum

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.value.models import ValuePolicy
from guanxi.domain.value.rules import WHOLE_PPM, category_of
from guanxi_analysis import ActivityCost, Concentration, Statement, statement_of

_WHY = "figures of the whole run, which the door has opened to the reader"


def concentration_of(run: ClassificationRun, tops_ppm: Sequence[int]) -> list[Concentration]:
    """For each of the millionths of customers, best first, what part of the sales they bring (D25).

    The number of customers is rounded up; shares are those the run has stored, and sum to 1,000,000.
    """
    entries = ClassificationEntry.objects.everything(_WHY).filter(run=run)
    found = []
    for top_ppm in tops_ppm:
        customers = -(-run.active * top_ppm // WHOLE_PPM)
        reached = entries.filter(rank__lte=customers).aggregate(total=Sum("share_ppm"))["total"]
        found.append(Concentration(top_ppm, customers, reached or 0))
    return found


def statement_of_all(run: ClassificationRun, policy: ValuePolicy) -> Statement:
    """The statement of all customers over the run's window: its revenue, and the whole cost ledger (D26)."""
    entries = ClassificationEntry.objects.everything(_WHY).filter(run=run)
    costs = CostActivity.objects.everything(_WHY).filter(
        occurred_on__gt=run.as_of - timedelta(days=run.window_days),
        occurred_on__lte=run.as_of,
        currency=run.currency,
    )
    summed = (
        costs.order_by()
        .values("activity")
        .annotate(postings=Count("pk"), done=Sum("quantity_thousandths"), spent=Sum("amount_minor"))
        .values_list("activity", "postings", "done", "spent")
    )
    return statement_of(
        entries.aggregate(total=Sum("revenue_minor"))["total"] or 0,
        [ActivityCost(*row) for row in summed],
        category_of=category_of(policy.rules),
        other=policy.rules["others"]["category"],
    )
