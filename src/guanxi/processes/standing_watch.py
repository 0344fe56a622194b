"""What changes with the day and not with a fact: overrides, reviews, orders of days to come."""

from datetime import datetime

from guanxi.domain.ground import clock
from guanxi.domain.jobs.tasks import job
from guanxi.processes.backbone_review import call_for_reviews
from guanxi.processes.group_update import update_groups
from guanxi.processes.tier_overriding import keep_tiers


def watch_standings(*, at: datetime) -> dict[str, int]:
    """Bring every standing to the operator's day; how many changed, and how many reviews were called for.

    Groups of everybody are concluded anew: an invoice grows overdue without anybody writing anything, and
    what an import that was cut off has left behind is made good.
    """
    today = clock.business_date()
    return {
        "groups": update_groups(None, by=None, at=at),
        "tiers": keep_tiers(today, at=at),
        "reviews": call_for_reviews(today, at=at),
    }


@job()
def watch_standings_later(slot: str) -> None:
    """The nightly job; see `watch_standings`."""
    watch_standings(at=datetime.fromisoformat(slot))
