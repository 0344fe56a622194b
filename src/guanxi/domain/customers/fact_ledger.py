"""Writes facts that come in by file: new ones stored, differing ones corrected, equal ones left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guanxi.domain.customers.import_telling import tell_timelines
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.provenance import FactFromFile
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import Entry, Event


@dataclass(frozen=True, slots=True)
class Fact:
    """What a row says: attributes of the model, the customer it is about, and what an event calls it.

    `labels` are words for attributes that are ids; `person` names the key under which words about somebody
    are sealed.
    """

    key: str
    name: str
    customer_id: int | None
    attributes: dict[str, Any]
    labels: dict[str, str] = field(default_factory=dict)
    person: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What a ledger must know of a model.

    `identity` are the attributes by which a fact is found again, `day` is what an import's event counts from
    and to. `imported` is None where facts belong to no customer. `labels` lead from an attribute that is an
    id to its word; `sealed` attributes stand in events only under a person's key (rule 21).
    """

    model: type[FactFromFile]
    identity: tuple[str, ...]
    day: str
    imported: EventKind | None
    corrected: EventKind
    labels: dict[str, str] = field(default_factory=dict)
    sealed: frozenset[str] = frozenset()


class FactLedger:
    """Posts the facts of one import to one book."""

    def __init__(self, errand: Errand, book: Book) -> None:
        self._errand = errand
        self._book = book

    def post(self, facts: Sequence[Fact]) -> dict[str, bool]:
        """Store what is new and correct what differs, with a fixed number of queries: key → is new."""
        on_file = self._on_file(facts) if facts else {}
        new = [fact for fact in facts if self._identity(fact) not in on_file]
        stored = self._book.model._base_manager.bulk_create(
            [
                self._book.model(
                    recorded_at=self._errand.at,
                    import_id=self._errand.run.pk,
                    **{"source": self._errand.source, **fact.attributes},
                )
                for fact in new
            ]
        )
        self._errand.trace.created(stored)
        known = [
            _Correction(fact, on_file[self._identity(fact)])
            for fact in facts
            if self._identity(fact) in on_file
        ]
        corrections = [correction for correction in known if correction.differing]
        self._correct(corrections)
        return {fact.key: True for fact in new} | {found.fact.key: False for found in corrections}

    def tell_timelines(self) -> None:
        """One event for each customer of whom this import recorded facts."""
        if self._book.imported:
            tell_timelines(self._book.model, self._errand, kind=self._book.imported, day=self._book.day)

    def _identity(self, fact: Fact) -> tuple[Any, ...]:
        given = {"source": self._errand.source, **fact.attributes}
        return tuple(given[name] for name in self._book.identity)

    def _on_file(self, facts: Sequence[Fact]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """The rows on file that have the identities of these facts."""
        book = self._book
        identities = {self._identity(fact) for fact in facts}
        wanted = {
            f"{name}__in": {identity[place] for identity in identities}
            for place, name in enumerate(book.identity)
        }
        names = {"pk", *book.identity, *facts[0].attributes, *book.labels.values()}
        if book.imported:
            names.add(book.model.customer_path)
        rows = book.model.objects.everything("a file may correct any fact of its source").filter(**wanted)
        return {tuple(row[name] for name in book.identity): row for row in rows.values(*sorted(names))}

    def _correct(self, corrections: Sequence["_Correction"]) -> None:
        if not corrections:
            return
        fields = sorted({name for correction in corrections for name in correction.differing})
        self._errand.trace.changing(self._book.model, [found.on_file["pk"] for found in corrections])
        self._book.model.objects.bulk_update([self._corrected(found) for found in corrections], fields)
        Event.record_all([entry for correction in corrections for entry in self._entries(correction)])

    def _corrected(self, correction: "_Correction") -> FactFromFile:
        record = self._book.model(**correction.fact.attributes)
        record.pk = correction.on_file["pk"]
        return record

    def _entries(self, correction: "_Correction") -> Iterator[Entry]:
        """An event on the customer's timeline; where the customer was wrong, on both."""
        book, fact, record = self._book, correction.fact, self._corrected(correction)
        told = correction.told(book)
        sealed = {
            side: {name: value for name, value in values.items() if name in book.sealed}
            for side, values in told.items()
        }
        is_personal = bool(sealed["before"])
        about = {fact.customer_id, correction.on_file.get(book.model.customer_path)}
        for customer_id in sorted(about, key=str) if book.imported else [None]:
            yield Entry(
                kind=book.corrected,
                subject=record,
                customer_id=customer_id,
                by=self._errand.by,
                at=self._errand.at,
                data={"name": fact.name, "file": self._errand.run.file_name} | _currency(fact),
                before={name: value for name, value in told["before"].items() if name not in book.sealed},
                after={name: value for name, value in told["after"].items() if name not in book.sealed},
                person=(fact.person or f"{record._meta.model_name}:{record.pk}") if is_personal else "",
                personal=sealed if is_personal else None,
            )


@dataclass(frozen=True, slots=True)
class _Correction:
    """A fact, and the row on file from which it differs."""

    fact: Fact
    on_file: dict[str, Any]

    @property
    def differing(self) -> list[str]:
        return [name for name, value in self.fact.attributes.items() if self.on_file[name] != value]

    def told(self, book: Book) -> dict[str, dict[str, Any]]:
        """What differs "before" and "after", as the timeline keeps it: words for ids, ISO text for days."""
        before, after = {}, {}
        for name in self.differing:
            label = book.labels.get(name)
            word = name.removesuffix("_id") if label else name
            before[word] = _plain(self.on_file[label or name])
            after[word] = _plain(self.fact.labels.get(name, "") if label else self.fact.attributes[name])
        return {"before": before, "after": after}


def _currency(fact: Fact) -> dict[str, Any]:
    """What the amounts of an event are in: it holds only what differs, and that may be the amount alone."""
    return {"currency": fact.attributes["currency"]} if "currency" in fact.attributes else {}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
