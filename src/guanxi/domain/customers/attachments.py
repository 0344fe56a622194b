"""Records that hang on customers and come in by file: found by what they are, added or corrected."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedRecord
from guanxi.domain.intake.rows import ReadRow
from guanxi.domain.intake.trace import Trace

# A row, and the customer it is about.
Pairs = Sequence[tuple[ReadRow, Customer]]
R = TypeVar("R", bound=ScopedRecord)


@dataclass(frozen=True, slots=True)
class Posting(Generic[R]):
    """A record that a row added (`before` is None) or corrected (`before` holds what differed)."""

    row: ReadRow
    customer: Customer
    record: R
    before: dict[str, Any] | None

    @property
    def after(self) -> dict[str, Any]:
        """The values that replaced `before`."""
        return {name: getattr(self.record, name) for name in self.before or ()}


def post(
    trace: Trace,
    pairs: Pairs,
    on_file: Mapping[Hashable, R],
    *,
    identity: Callable[[ReadRow, Customer], Hashable],
    details: Callable[[ReadRow], dict[str, Any]],
    make: Callable[[ReadRow, Customer], R],
) -> list[Posting[R]]:
    """Add the records that are not on file by their identity, give the others these details."""
    postings: list[Posting[R]] = []
    for row, customer in pairs:
        record = on_file.get(identity(row, customer))
        if record is None:
            postings.append(Posting(row, customer, _given(make(row, customer), details(row)), None))
            continue
        before = {
            name: getattr(record, name)
            for name, value in details(row).items()
            if getattr(record, name) != value
        }
        if before:
            postings.append(Posting(row, customer, _given(record, details(row)), before))
    _store(postings, trace)
    return postings


def posted_by(postings: Iterable[Posting[R]]) -> dict[str, bool]:
    """The keys of the rows that added something (True) or corrected it (False)."""
    return {posting.row.key: posting.before is None for posting in postings}


def _given(record: R, details: dict[str, Any]) -> R:
    for name, value in details.items():
        setattr(record, name, value)
    return record


def _store(postings: Sequence[Posting[R]], trace: Trace) -> None:
    if not postings:
        return
    model = type(postings[0].record)
    trace.created(
        model._base_manager.bulk_create([posting.record for posting in postings if posting.before is None])
    )
    corrected = [posting for posting in postings if posting.before is not None]
    fields = sorted({name for posting in corrected for name in posting.before or ()})
    if corrected:
        trace.changing(model, [posting.record.pk for posting in corrected])
        model.objects.bulk_update([posting.record for posting in corrected], fields)
