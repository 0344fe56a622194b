"""The ways a customer's shipments are narrowed: by how far they are, or to those a run counted."""

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from guanxi.design.listing import Facet, Option, without
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.ground import clock
from guanxi.domain.operations.models import Direction, Shipment
from guanxi.domain.operations.queries import counted_between, delivered_late, promise_passed
from guanxi.domain.people.models import User


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The shipments left, the facet that chose them, and the run whose window they are of."""

    shipments: "QuerySet[Shipment]"
    facet: Facet
    run: ClassificationRun | None
    without_run: str
    clear_href: str

    @property
    def facets(self) -> list[Facet]:
        return [self.facet]

    @property
    def is_narrowed(self) -> bool:
        return self.run is not None or bool(self.facet.chosen)


def narrowed(shipments: "QuerySet[Shipment]", query: QueryDict, *, actor: User) -> Narrowing:
    """The shipments that `state` (several are an OR) and `run` ask for. Raises Http404 for no such run."""
    run = _run(query, actor)
    if run:
        first = run.as_of - timedelta(days=run.window_days)
        shipments = shipments.filter(counted_between(after=first, until=run.as_of))
    states = _states()
    chosen = [states[value][1] for value in query.getlist("state") if value in states]
    if chosen:
        shipments = shipments.filter(reduce(or_, chosen))
    options = [Option(value, label) for value, (label, _condition) in states.items()]
    facet = Facet("state", _("State"), options, query)
    return Narrowing(shipments, facet, run, without(query, "run"), without(query, "state", "run"))


def _states() -> dict[str, tuple[str, Q]]:
    not_there = Q(delivered_on__isnull=True)
    return {
        "delivered": (_("Delivered"), Q(direction=Direction.FORWARD, delivered_on__isnull=False)),
        "late": (_("Delivered late"), delivered_late()),
        "overdue": (_("Past its promise"), promise_passed(on=clock.business_date())),
        "open": (_("Under way"), not_there & Q(cancelled_on__isnull=True)),
        "cancelled": (_("Cancelled"), not_there & Q(cancelled_on__isnull=False)),
    }


def _run(query: QueryDict, actor: User) -> ClassificationRun | None:
    """The run named in the address: whoever sees an entry of it may know its window."""
    number = query.get("run", "")
    if not number:
        return None
    entries = ClassificationEntry.objects.visible_to(actor).select_related("run")
    entry = entries.filter(run_id=int(number)).first() if number.isdecimal() else None
    if entry is None:
        raise Http404
    return entry.run
