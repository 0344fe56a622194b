"""What may be broken on purpose, so that the comparison is seen to go red.

Each takes away what makes a second try harmless, down to the constraint that would stop it in the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model, UniqueConstraint

from guanxi.domain.intake.models import RejectedRow
from guanxi.domain.intake.models.upload import StagedRowQuerySet
from guanxi.domain.operations.models import Shipment
from guanxi.domain.operations.shipment_correction import Facts, OnFile
from guanxi.domain.operations.shipment_ledger import ShipmentLedger


@dataclass(frozen=True, slots=True)
class Sabotage:
    """`of_house` is done once to its database, `of_worker` in each worker process."""

    of_house: Callable[[], None]
    of_worker: Callable[[], None]


def _without_constraints(*models: type[Model]) -> Callable[[], None]:
    def drop() -> None:
        with connection.schema_editor() as editor:
            for model in models:
                unique = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
                # SQLite makes the table anew by what the model says.
                model._meta.constraints = [one for one in model._meta.constraints if one not in unique]
                for constraint in unique:
                    editor.remove_constraint(model, constraint)

    return drop


def _forget_what_is_taken() -> None:
    """Rows bear no mark that they are taken: the idempotency key of a commit."""
    update = StagedRowQuerySet.update

    def unmarked(rows: StagedRowQuerySet, **changes: Any) -> int:
        return rows.count() if "is_taken" in changes else update(rows, **changes)

    StagedRowQuerySet.update = unmarked  # type: ignore[assignment, method-assign]


def _forget_source_ids() -> None:
    """What this very import has stored is not known by its source id either."""
    _forget_what_is_taken()
    look_up = ShipmentLedger._on_file

    def others(ledger: ShipmentLedger, facts: Sequence[Facts]) -> dict[str, OnFile]:
        stored = Shipment.objects.everything("to be forgotten").filter(import_id=ledger._errand.run.pk)
        own = set(stored.values_list("source_id", flat=True))
        return {key: found for key, found in look_up(ledger, facts).items() if key not in own}

    ShipmentLedger._on_file = others  # type: ignore[assignment, method-assign]


SABOTAGES = {
    "marks": Sabotage(_without_constraints(RejectedRow), _forget_what_is_taken),
    "source-ids": Sabotage(_without_constraints(RejectedRow, Shipment), _forget_source_ids),
}
