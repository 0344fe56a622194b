from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast

from django.db import models
from django.db.models import Q

from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord

# Column → value as JSON holds it: days and instants as ISO text, records by their id.
Values = dict[str, Any]


class RememberedRecord(ScopedRecord):
    """A fact that conclusions rest on: what was known of it before outlives a correction or removal.

    `remembered` are the columns a conclusion reads, never a personal one, and none where none does;
    `known_since` is the column that says when the fact was recorded.
    """

    remembered: ClassVar[tuple[str, ...]] = ()
    known_since: ClassVar[str] = "recorded_at"

    class Meta:
        abstract = True


R = TypeVar("R", bound=RememberedRecord)


class FormerState(ScopedRecord):
    """What a fact said until it was corrected or taken away; append-only.

    The states of a fact follow each other without a gap from `recorded_at` on, so each needs only its end.
    Those of one fact are written in the order of the deeds: the state that held at an instant is the first
    one written that ended later, and where none did, it is the fact itself.
    """

    # Read by runs and inquiries only, which classify everybody: no door reaches it.
    view_action = "classification.view"

    model = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    # Whose fact it was, as far as it was anybody's.
    customer_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    known_until = models.DateTimeField()
    values: Any = models.JSONField()

    objects: ClassVar[ScopedQuerySet["FormerState"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["model", "record_id", "known_until"], name="timeline_former_of_record"),
            models.Index(fields=["model", "known_until"], name="timeline_former_until"),
            models.Index(fields=["customer_id", "model"], name="timeline_former_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id} until {self.known_until.isoformat()}"

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """Nothing: what it holds is shown as a conclusion, never as a record."""
        return Q(pk__in=())

    @classmethod
    def keep(cls, model: type[models.Model], states: Mapping[int, Values], *, until: datetime) -> None:
        """Keep what facts said before a deed at `until`; facts that are not remembered are passed over.

        `states` are the columns of each record before the deed, by id. To be called inside its transaction.
        """
        if not issubclass(model, RememberedRecord) or not model.remembered:
            return
        since = _column(model, model.known_since)
        cls._base_manager.bulk_create(
            [
                cls(
                    model=model._meta.label_lower,
                    record_id=pk,
                    customer_id=values.get("customer_id", pk if model.customer_path == "pk" else None),
                    recorded_at=since.to_python(values[model.known_since]),
                    known_until=until,
                    values={name: values[name] for name in model.remembered},
                )
                for pk, values in states.items()
            ],
            batch_size=500,
        )

    def as_record(self, model: type[R]) -> R:
        """The fact as it was: a record that is not to be saved, with the remembered columns only."""
        record = model(pk=self.record_id)
        for name, value in self.values.items():
            column = _column(model, name)
            setattr(record, name, value if column.is_relation else column.to_python(value))
        return record


def _column(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.get_field(name))
