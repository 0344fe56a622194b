"""What a timeline says of an import: one event for each customer of whom it recorded facts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Min

from guanxi.domain.ground.scope import ScopedRecord
from guanxi.domain.intake.errand import Errand
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import Entry, Event

_TIMELINES_AT_ONCE = 500


def tell_timelines(model: type[ScopedRecord], errand: Errand, *, kind: EventKind, day: str) -> None:
    """Record how many rows of `model` this import brought to each customer, and their first and last `day`.

    Those already told, by an import that was cut off later, are passed over.
    """
    recorded = model.objects.everything("the import's own rows").filter(import_id=errand.run.pk)
    sums = (
        recorded.values(about=F(model.customer_path))
        .order_by("about")
        .annotate(count=Count("pk"), first=Min(day), last=Max(day))
    )
    remaining = iter(sums)
    while part := list(islice(remaining, _TIMELINES_AT_ONCE)):
        _tell(part, errand, kind)


@transaction.atomic
def _tell(sums: Sequence[Mapping[str, Any]], errand: Errand, kind: EventKind) -> None:
    told = set(
        Event.objects.everything("an interrupted import may have told some")
        .filter(
            kind=kind.code,
            subject_kind=errand.run._meta.label_lower,
            subject_id=errand.run.pk,
            customer_id__in=[found["about"] for found in sums],
        )
        .values_list("customer_id", flat=True)
    )
    Event.record_all(
        [
            Entry(
                kind=kind,
                subject=errand.run,
                customer_id=found["about"],
                by=errand.by,
                at=errand.at,
                data={
                    "count": found["count"],
                    "file": errand.run.file_name,
                    "first": _day_of(found["first"]),
                    "last": _day_of(found["last"]),
                },
            )
            for found in sums
            if found["about"] not in told
        ]
    )


def _day_of(value: date) -> str:
    """The day, for a moment the operator's."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return value.isoformat()
