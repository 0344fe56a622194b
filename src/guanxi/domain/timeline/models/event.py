import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from guanxi.domain.ground import identifiers
from guanxi.domain.ground.bulk import update_rows
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.timeline import rules
from guanxi.domain.timeline.kinds import EventKind, hidden_kinds, kind_of
from guanxi.domain.vault.models import Destroyed, PersonKey

OPERATOR_CHAIN = "operator"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be recorded. `personal` is sealed under the key of `person` ("contact:17")."""

    kind: EventKind
    at: datetime
    by: Actor | None
    subject: models.Model | None = None
    customer_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    person: str = ""
    personal: dict[str, Any] | None = None

    @property
    def chain(self) -> str:
        return OPERATOR_CHAIN if self.customer_id is None else f"customer:{self.customer_id}"


class ChainHead(models.Model):
    """The newest link of each chain. Writers of one chain queue on its row, others pass by."""

    chain = models.CharField(max_length=40, unique=True)
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=rules.GENESIS)

    objects: ClassVar[models.Manager["ChainHead"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.chain} #{self.position}"


class EventQuerySet(ScopedQuerySet["Event"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def about_customer(self, customer_id: int) -> Self:
        return self.filter(customer_id=customer_id)

    def of_the_operator(self) -> Self:
        return self.filter(chain=OPERATOR_CHAIN)


class Event(ScopedRecord):
    """What happened. Subject, customer and actor are named, not referenced: any room can write."""

    view_action = "timeline.view"
    customer_path = "customer_id"

    chain = models.CharField(max_length=40)
    position = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    person = models.CharField(max_length=80, blank=True)
    sealed = models.BinaryField(default=b"")
    salt = models.BinaryField()
    digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="timeline_one_event_per_position")
        ]
        indexes = [
            models.Index(fields=["customer_id", "-at", "-id"], name="timeline_of_customer"),
            models.Index(fields=["subject_kind", "subject_id"], name="timeline_of_subject"),
            models.Index(fields=["-at", "-id"], name="timeline_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.position} {self.kind}"

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> models.Q:
        """The operator's own log is a relation of its own: seeing every customer does not open it."""
        if relation == "operator":
            reached = models.Q(chain=OPERATOR_CHAIN)
        else:
            reached = super().reached_by(actor, relation) & models.Q(customer_id__isnull=False)
        return reached & ~models.Q(kind__in=hidden_kinds(actor))

    @classmethod
    def record(cls, kind: EventKind, **entry: Any) -> "Event":
        """Append one event inside the caller's transaction; the arguments are those of `Entry`."""
        return cls.record_all([Entry(kind=kind, **entry)])[0]

    @classmethod
    @transaction.atomic
    def record_all(cls, entries: Sequence[Entry]) -> list["Event"]:
        """Append events in the order given, each to its chain, with a handful of queries for all."""
        by_chain: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_chain[entry.chain].append(entry)
        heads = cls._locked_heads(sorted(by_chain))
        events = [event for chain, links in by_chain.items() for event in _links(heads[chain], links)]
        cls._base_manager.bulk_create(events, batch_size=500)
        update_rows(list(heads.values()), ["position", "hash"])
        return events

    @staticmethod
    def _locked_heads(chains: list[str]) -> dict[str, ChainHead]:
        ChainHead.objects.bulk_create([ChainHead(chain=chain) for chain in chains], ignore_conflicts=True)
        locked = ChainHead.objects.select_for_update().filter(chain__in=chains).order_by("chain")
        return {head.chain: head for head in locked}

    @property
    def sentence(self) -> str:
        """The event in the reader's words."""
        return kind_of(self.kind).sentence(self.payload.get("data", {}))

    @property
    def icon(self) -> str:
        return kind_of(self.kind).icon

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """(field, before, after) for each field that changed, by name."""
        before, after = self.payload.get("before") or {}, self.payload.get("after") or {}
        return [
            (name, before.get(name), after.get(name))
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        ]

    @property
    def heading(self) -> dict[str, Any]:
        """What the chain covers besides the payload."""
        return {
            "chain": self.chain,
            "position": self.position,
            "at": self.at.astimezone(UTC).isoformat(),
            "kind": self.kind,
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "subject": [self.subject_kind, self.subject_id],
            "customer": self.customer_id,
            "person": self.person,
        }

    def personal_values(self) -> dict[str, Any] | None:
        """The sealed values, or None once the person's key is destroyed."""
        if not self.person:
            return {}
        try:
            unsealed: dict[str, Any] = json.loads(PersonKey.of(self.person).unseal(bytes(self.sealed)))
        except Destroyed:
            return None
        return unsealed

    def is_sound(self, previous_hash: str) -> bool:
        """Whether this row is the link that its place in the chain asks for."""
        digest = rules.payload_digest(salt=bytes(self.salt), payload=self.payload, sealed=bytes(self.sealed))
        expected = rules.link_hash(previous=previous_hash, heading=self.heading, digest=digest)
        return self.digest == digest and self.previous_hash == previous_hash and self.hash == expected


def _links(head: ChainHead, entries: Iterable[Entry]) -> Iterable[Event]:
    for entry in entries:
        event = _unlinked(entry)
        event.position, event.previous_hash = head.position + 1, head.hash
        event.hash = rules.link_hash(previous=head.hash, heading=event.heading, digest=event.digest)
        head.position, head.hash = event.position, event.hash
        yield event


def _unlinked(entry: Entry) -> Event:
    payload: dict[str, Any] = {"data": entry.data}
    if entry.before is not None or entry.after is not None:
        payload |= {"before": entry.before or {}, "after": entry.after or {}}
    sealed = b""
    if entry.personal:
        sealed = PersonKey.of(entry.person).seal(rules.canonical(entry.personal))
    salt = identifiers.random_bytes(16)
    return Event(
        chain=entry.chain,
        at=entry.at,
        kind=entry.kind.code,
        actor_id=entry.by.actor_id if entry.by else None,
        actor_name=entry.by.display_name if entry.by else "",
        subject_kind=entry.subject._meta.label_lower if entry.subject else "",
        subject_id=entry.subject.pk if entry.subject else None,
        customer_id=entry.customer_id,
        payload=payload,
        person=entry.person,
        sealed=sealed,
        salt=salt,
        digest=rules.payload_digest(salt=salt, payload=payload, sealed=sealed),
    )


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first row of a chain that is not what it should be."""

    chain: str
    position: int
    reason: str


def first_broken_link() -> BrokenLink | None:
    """Walk every chain in order and name the first row that was changed, removed or put in."""
    heads = dict(ChainHead.objects.values_list("chain", "position"))
    place: dict[str, tuple[int, str]] = {}
    events = Event.objects.everything("the chains are checked as a whole").order_by("chain", "position")
    for event in events.iterator(chunk_size=2000):
        position, previous = place.get(event.chain, (0, rules.GENESIS))
        if event.position != position + 1:
            return BrokenLink(event.chain, position + 1, _("a row is missing"))
        if not event.is_sound(previous):
            return BrokenLink(event.chain, event.position, _("the row was changed"))
        place[event.chain] = (event.position, event.hash)
    for chain, position in sorted(heads.items()):
        if place.get(chain, (0, ""))[0] != position:
            return BrokenLink(chain, place.get(chain, (0, ""))[0] + 1, _("the end was cut off"))
    for chain in sorted(place.keys() - heads.keys()):
        return BrokenLink(chain, 1, _("the chain has no head"))
    return None
