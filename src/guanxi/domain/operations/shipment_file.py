"""Shipments that come in by file: recorded, corrected or left alone, a chunk at a time.

A row says all it has to say about a shipment. The same content again changes nothing; other content
corrects what is on file, and the timeline tells what was there before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guanxi.domain.customers.customer_creation import NewCustomer, create_customers
from guanxi.domain.customers.models import Customer, Purpose, Source
from guanxi.domain.customers.party_file import Found, Mention, PartyFile
from guanxi.domain.intake import limits
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected, verdict_on
from guanxi.domain.operations.absence import RevenueAbsence
from guanxi.domain.operations.models import Direction, Mode
from guanxi.domain.operations.shipment_correction import Facts
from guanxi.domain.operations.shipment_ledger import ShipmentLedger

KIND = FileKind(
    name="shipments",
    key="source_id",
    fields={
        "source_id": Field(Reading.IDENTIFIER, required=True, longest=120),
        "waybill_number": Field(Reading.IDENTIFIER, required=True, longest=120),
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "customer_name": Field(Reading.TEXT, longest=200),
        "ordered_on": Field(Reading.DAY, required=True),
        "accepted_on": Field(Reading.DAY),
        "promised_on": Field(Reading.DAY),
        "picked_up_on": Field(Reading.DAY),
        "delivered_on": Field(Reading.DAY),
        "cancelled_on": Field(Reading.DAY),
        "origin": Field(Reading.TEXT, longest=120),
        "destination": Field(Reading.TEXT, longest=120),
        "mode": Field(Reading.CHOICE, choices=tuple(Mode.values)),
        "service": Field(Reading.TEXT, longest=60),
        "cargo": Field(Reading.TEXT, longest=300),
        "packages": Field(Reading.COUNT, largest=limits.LARGEST_COUNT),
        "weight": Field(Reading.QUANTITY, decimals=3, largest=limits.LARGEST_WEIGHT_G),
        "currency": Field(Reading.CURRENCY, required=True),
        "revenue": Field(Reading.MONEY, reasons=tuple(RevenueAbsence.values)),
        "revenue_absent_reason": Field(Reading.CHOICE, choices=tuple(RevenueAbsence.values)),
        "direction": Field(
            Reading.CHOICE, choices=tuple(Direction.values), default=str(Direction.FORWARD.value)
        ),
        "consignee": Field(Reading.TEXT, longest=200),
        "consignee_uscc": Field(Reading.IDENTIFIER, longest=32),
    },
    options={
        "unknown_customer": ("reject", "create"),
        "new_customer_purpose": (str(Purpose.COMMERCIAL.value), *Purpose.values),
        "new_customer_source": (str(Source.TRANSPORT_FILE.value), *Source.values),
    },
)
# Fields whose value is an attribute of the model as it stands.
_PLAIN = (
    "waybill_number",
    "ordered_on",
    "accepted_on",
    "promised_on",
    "picked_up_on",
    "delivered_on",
    "cancelled_on",
    "origin",
    "destination",
    "mode",
    "service",
    "cargo",
    "packages",
    "currency",
    "direction",
)


@dataclass(frozen=True, slots=True)
class _Payer:
    customer_id: int
    party_id: int


class ShipmentFile:
    """The writer of shipment rows for one import."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._plain = [name for name in _PLAIN if name in errand.fields]
        self._payers: dict[str, _Payer] = {}
        self._parties = PartyFile(errand.trace)
        self._ledger = ShipmentLedger(errand)

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Record or correct the shipments of a chunk with a fixed number of queries.

        A row that is rejected leaves nothing behind, neither a customer nor a consignee.
        """
        verdicts = {row.key: verdict for row in rows if (verdict := _contradiction(row))}
        payers = self._payers_of([row for row in rows if row.key not in verdicts])
        for row in rows:
            number = row.values["customer_number"]
            if row.key not in verdicts and number not in payers:
                verdicts[row.key] = rejected("customer_number", "unknown_customer", number=number)
        taken = [row for row in rows if row.key not in verdicts]
        consignees = self._parties.record(filter(None, map(_consignee, taken)))
        facts = [self._facts(row, payers[row.values["customer_number"]], consignees) for row in taken]
        posted = self._ledger.post(facts)
        verdicts |= {fact.source_id: _verdict(fact, posted) for fact in facts}
        return [verdicts[row.key] for row in rows]

    def forget(self) -> None:
        """Drop the customers and parties that a rolled-back transaction brought in."""
        self._payers.clear()
        self._parties.forget()

    def settle(self) -> None:
        """Tell each customer's timeline once how many shipments this import recorded."""
        self._ledger.tell_timelines()

    def _facts(self, row: ReadRow, payer: _Payer, consignees: dict[Mention, Found]) -> Facts:
        values = row.values
        attributes = {name: values[name] for name in self._plain}
        attributes["customer_id"] = payer.customer_id
        if "weight" in values:
            attributes["weight_g"] = values["weight"]
        if gives_revenue := "revenue" in values:
            attributes["revenue_minor"] = values["revenue"]
            attributes["revenue_absent_reason"] = _reason_of_absence(row)
        mention = _consignee(row)
        found = consignees[mention] if mention else None
        return Facts(
            source_id=row.key,
            attributes=attributes,
            if_new={} if gives_revenue else {"revenue_absent_reason": _reason_of_absence(row)},
            payer_id=payer.party_id,
            consignee_id=found.party_id if found else None,
            consignee_name=mention.name if mention else "",
            warnings=("consignee_ambiguous",) if found and found.is_ambiguous else (),
        )

    def _payers_of(self, rows: Sequence[ReadRow]) -> dict[str, _Payer]:
        numbers = {row.values["customer_number"] for row in rows} - self._payers.keys()
        known = Customer.objects.everything("a file may name any customer").filter(number__in=numbers)
        for number, pk, party_id in known.values_list("number", "pk", "party_id"):
            self._payers[number] = _Payer(pk, party_id)
        missing = numbers - self._payers.keys()
        if missing and self._errand.options["unknown_customer"] == "create":
            self._create(missing, rows)
        return self._payers

    def _create(self, missing: set[str], rows: Sequence[ReadRow]) -> None:
        names = {row.values["customer_number"]: row.values.get("customer_name") for row in reversed(rows)}
        options = self._errand.options
        new = [
            NewCustomer(
                party={"name": names[number] or number},
                customer={
                    "number": number,
                    "purpose": options["new_customer_purpose"],
                    "source": options["new_customer_source"],
                },
            )
            for number in sorted(missing)
        ]
        for customer in create_customers(new, self._errand):
            self._payers[customer.number] = _Payer(customer.pk, customer.party_id)


def _contradiction(row: ReadRow) -> Verdict | None:
    if row.values.get("revenue") is not None and row.values.get("revenue_absent_reason"):
        return rejected("revenue_absent_reason", "revenue_and_reason")
    return None


def _consignee(row: ReadRow) -> Mention | None:
    name, code = row.values.get("consignee", ""), row.values.get("consignee_uscc", "")
    return Mention(name or code, code) if name or code else None


def _reason_of_absence(row: ReadRow) -> str:
    """Money that is absent says why; a file that does not say has not given it."""
    if row.values.get("revenue") is not None:
        return ""
    stated = row.values.get("revenue_absent_reason") or row.absences.get("revenue")
    return stated or str(RevenueAbsence.NOT_GIVEN.value)


def _verdict(facts: Facts, posted: Mapping[str, bool]) -> Verdict:
    verdict = verdict_on(facts.source_id, posted)
    return replace(verdict, warnings=facts.warnings) if facts.warnings else verdict
