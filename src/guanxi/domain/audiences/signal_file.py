"""Signs of interest that come in with the rows of a customer file (D11, D13)."""

from guanxi.domain.audiences import events
from guanxi.domain.audiences.models import LawfulBasis, Signal
from guanxi.domain.customers.attachments import Pairs, keys_of, post
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected
from guanxi.domain.timeline.models import Entry, Event

FIELDS = {
    "signal_type": Field(Reading.CHOICE, choices=tuple(Signal.Kind.values)),
    "signal_on": Field(Reading.DAY),
    "lawful_basis": Field(Reading.CHOICE, choices=tuple(LawfulBasis.values)),
}


def is_signal(row: ReadRow) -> bool:
    """Whether the row tells of a sign of interest."""
    return bool(row.values.get("signal_type") and row.values.get("signal_on"))


def objection(row: ReadRow) -> Verdict | None:
    """A signal is whole and lawful, or the row is not taken."""
    kind, day = row.values.get("signal_type"), row.values.get("signal_on")
    if bool(kind) != bool(day):
        return rejected("signal_on" if kind else "signal_type", "signal_incomplete")
    if kind and not row.values.get("lawful_basis"):
        return rejected("lawful_basis", "no_lawful_basis")
    return None


def post_signals(pairs: Pairs, errand: Errand) -> set[str]:
    """Add signals that are not on file, correct their lawful basis; the keys of rows that did either."""
    telling = [(row, customer) for row, customer in pairs if is_signal(row)]
    customers = [customer for _, customer in telling]
    on_file = Signal.objects.everything("signals of the customers of a file").filter(
        customer__in=customers, campaign=""
    )
    postings = post(
        telling,
        {(signal.customer_id, signal.kind, signal.seen_on): signal for signal in on_file},
        identity=lambda row, customer: (customer.pk, row.values["signal_type"], row.values["signal_on"]),
        details=lambda row: {"lawful_basis": row.values["lawful_basis"]},
        make=lambda row, customer: Signal(
            customer=customer, kind=row.values["signal_type"], seen_on=row.values["signal_on"]
        ),
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
    return keys_of(postings)
