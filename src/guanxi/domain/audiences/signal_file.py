"""Signs of interest that come in by file: with the rows of a customer file, or on their own (D11, D13)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from guanxi.domain.audiences import events
from guanxi.domain.audiences.models import LawfulBasis, Signal
from guanxi.domain.customers.attachments import Pairs, post, posted_by
from guanxi.domain.customers.known_customers import KnownCustomers
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected, verdict_on
from guanxi.domain.timeline.models import Entry, Event

# The columns of a customer file that tell of a signal.
FIELDS = {
    "signal_type": Field(Reading.CHOICE, choices=tuple(Signal.Kind.values)),
    "signal_on": Field(Reading.DAY),
    "lawful_basis": Field(Reading.CHOICE, choices=tuple(LawfulBasis.values)),
    "signal_campaign": Field(Reading.TEXT, longest=120),
}
KIND = FileKind(
    name="signals",
    key="customer_number",
    key_with=("kind", "seen_on", "campaign"),
    fields={
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "kind": Field(Reading.CHOICE, required=True, choices=tuple(Signal.Kind.values)),
        "seen_on": Field(Reading.DAY, required=True),
        "lawful_basis": Field(Reading.CHOICE, choices=tuple(LawfulBasis.values)),
        "campaign": Field(Reading.TEXT, longest=120),
    },
)


class _Sign(NamedTuple):
    """What identifies a signal of one customer."""

    kind: str
    seen_on: date
    campaign: str


def is_signal(row: ReadRow) -> bool:
    """Whether the row of a customer file tells of a sign of interest."""
    return bool(row.values.get("signal_type") and row.values.get("signal_on"))


def objection(row: ReadRow) -> Verdict | None:
    """A signal is whole and lawful, or the row is not taken."""
    kind, day = row.values.get("signal_type"), row.values.get("signal_on")
    if bool(kind) != bool(day):
        return rejected("signal_on" if kind else "signal_type", "signal_incomplete")
    return _unlawful(row) if kind else None


def post_signals(pairs: Pairs, errand: Errand) -> dict[str, bool]:
    """Add signals that are not on file, correct their lawful basis; key → is new."""
    return _post([(row, customer) for row, customer in pairs if is_signal(row)], errand)


class SignalFile:
    """The writer of signal rows for one import."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._customers = KnownCustomers()

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Take the signals that are lawful and come from a customer on file; each has its own event."""
        self._customers.look_up(rows)
        objections = {
            row.key: found for row in rows if (found := self._customers.objection(row) or _unlawful(row))
        }
        pairs = [(row, self._customers.of(row)) for row in rows if row.key not in objections]
        posted = _post(pairs, self._errand)
        return [objections.get(row.key) or verdict_on(row.key, posted) for row in rows]

    def forget(self) -> None:
        """Look the customers up again."""
        self._customers.forget()

    def settle(self) -> None:
        """Every event of a customer is recorded with its row."""


def _post(pairs: Pairs, errand: Errand) -> dict[str, bool]:
    customers = [customer for _, customer in pairs]
    on_file = Signal.objects.everything("signals of the customers of a file").filter(customer__in=customers)
    postings = post(
        errand.trace,
        pairs,
        {(signal.customer_id, signal.kind, signal.seen_on, signal.campaign): signal for signal in on_file},
        identity=lambda row, customer: (customer.pk, *_sign(row)),
        details=lambda row: {"lawful_basis": row.values["lawful_basis"]},
        make=lambda row, customer: Signal(customer=customer, recorded_at=errand.at, **_sign(row)._asdict()),
    )
    Event.record_all(
        [
            Entry(
                kind=events.SIGNAL_SEEN,
                customer_id=posting.customer.pk,
                subject=posting.record,
                by=errand.by,
                at=errand.at,
                data={"signal": posting.record.kind},
                before=posting.before,
                after=posting.after if posting.before else None,
            )
            for posting in postings
        ]
    )
    return posted_by(postings)


def _sign(row: ReadRow) -> _Sign:
    values = row.values
    if "signal_type" in values:
        return _Sign(values["signal_type"], values["signal_on"], values.get("signal_campaign", ""))
    return _Sign(values["kind"], values["seen_on"], values.get("campaign", ""))


def _unlawful(row: ReadRow) -> Verdict | None:
    return None if row.values.get("lawful_basis") else rejected("lawful_basis", "no_lawful_basis")
