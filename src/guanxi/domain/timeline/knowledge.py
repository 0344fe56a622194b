"""What was known at an instant: the facts on file then, as they stood then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from guanxi.domain.timeline.models import FormerState, RememberedRecord

_WHY = "a conclusion rests on every fact"
R = TypeVar("R", bound=RememberedRecord)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that was recorded before an instant; without one, all that is on file."""

    before: datetime | None = None

    def standing(self, records: "QuerySet[R]") -> "QuerySet[R]":
        """Those of the records on file that were on file then and have not changed since."""
        if self.before is None:
            return records
        model = records.model
        changed_since = FormerState.objects.everything(_WHY).filter(
            model=model._meta.label_lower, record_id=OuterRef("pk"), known_until__gte=self.before
        )
        return records.filter(~Exists(changed_since), **{f"{model.known_since}__lt": self.before})

    def former(self, model: type[R], *, customer_id: int | None = None) -> Iterator[R]:
        """The facts that have been corrected or taken away since, as they stood then.

        They are not to be saved, and hold the remembered columns only. `customer_id` narrows them.
        """
        if self.before is None:
            return
        ended_since = FormerState.objects.everything(_WHY).filter(
            model=model._meta.label_lower, known_until__gte=self.before, recorded_at__lt=self.before
        )
        if customer_id is not None:
            # A fact may have moved from one customer to another: its first state is found among all of them.
            ever_named = FormerState.objects.everything(_WHY).filter(
                model=model._meta.label_lower, customer_id=customer_id
            )
            ended_since = ended_since.filter(record_id__in=ever_named.values("record_id"))
        in_order = ended_since.order_by("record_id", "pk").iterator(chunk_size=2000)
        for _, states in groupby(in_order, key=lambda state: state.record_id):
            record = next(states).as_record(model)
            if customer_id is None or _customer_of(record) == customer_id:
                yield record


def _customer_of(record: RememberedRecord) -> int | None:
    own: int | None = record.pk if record.customer_path == "pk" else getattr(record, "customer_id", None)
    return own
