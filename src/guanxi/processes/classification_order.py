"""A run or a close ordered on a page: done at once, or by a worker where there are many customers."""

from datetime import date, datetime

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.customers.models import Customer
from guanxi.domain.jobs.queries import state_of
from guanxi.domain.jobs.tasks import job
from guanxi.domain.people.models import User
from guanxi.processes.classification_run import UnableToClose, classify_customers, close_period

# More would keep whoever ordered it waiting for the page.
AT_ONCE = 5_000
_WHY = "how large the house is, no record"


def order_run(*, as_of: date, by: User, at: datetime) -> ClassificationRun | None:
    """An interim run; None if a worker computes it. Raises what `classify_customers` raises, if at once."""
    if _is_small():
        return classify_customers(as_of=as_of, by=by, at=at)
    classify_later.enqueue(by.pk, as_of.isoformat(), at.isoformat())
    return None


def order_close(*, as_of: date, by: User, at: datetime) -> ClassificationRun | None:
    """Close a period; None if a worker does. Raises what `close_period` raises, if at once."""
    if _is_small():
        return close_period(as_of=as_of, by=by, at=at)
    close_later.enqueue(by.pk, as_of.isoformat(), at.isoformat())
    return None


def is_classifying() -> bool:
    """Whether a worker has a run to compute."""
    return state_of(classify_later) == "under_way"


def closing_state(as_of: date) -> str:
    """What became of the newest order to close the period: "under_way", "failed", "done" or ""."""
    return state_of(close_later, lambda args: args[1] == as_of.isoformat())


@job()
def classify_later(actor_id: int, as_of: str, at: str) -> None:
    """Compute the run that was ordered, if its orderer still may."""
    by = User.objects.get(pk=actor_id)
    if by.may("classification.run"):
        classify_customers(as_of=date.fromisoformat(as_of), by=by, at=datetime.fromisoformat(at))


@job()
def close_later(actor_id: int, as_of: str, at: str) -> None:
    """Close the period, if its orderer still may; one that cannot be closed any more is left as it is."""
    by = User.objects.get(pk=actor_id)
    if not by.may("classification.close"):
        return
    try:
        close_period(as_of=date.fromisoformat(as_of), by=by, at=datetime.fromisoformat(at))
    except UnableToClose:
        # The page says why: it asks the same question.
        return


def _is_small() -> bool:
    return Customer.objects.everything(_WHY).order_by()[: AT_ONCE + 1].count() <= AT_ONCE
