"""Writes the facts of many shipments: new ones stored, differing ones corrected, equal ones left alone."""

from collections.abc import Iterable, Iterator, Sequence

from guanxi.domain.customers.import_telling import tell_timelines
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.bulk import insert_rows
from guanxi.domain.intake.errand import Errand
from guanxi.domain.operations import events
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.operations.shipment_correction import (
    CONSIGNEE,
    PAYER,
    Correction,
    Facts,
    OnFile,
    Role,
)
from guanxi.domain.timeline.models import Entry, Event


class ShipmentLedger:
    """Posts the shipments of one import."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        names_consignee = not errand.fields.isdisjoint({"consignee", "consignee_uscc"})
        self._compared = frozenset({PAYER.value, CONSIGNEE.value} if names_consignee else {PAYER.value})

    def post(self, facts: Sequence[Facts]) -> dict[str, bool]:
        """Store what is new and correct what differs: source id → is new."""
        on_file = self._on_file(facts)
        new = [fact for fact in facts if fact.source_id not in on_file]
        self._record(new)
        posted = {fact.source_id: True for fact in new}
        known = [fact for fact in facts if fact.source_id in on_file]
        corrections = [Correction(fact, on_file[fact.source_id], self._compared) for fact in known]
        differing = [correction for correction in corrections if correction.is_needed]
        if differing:
            self._correct(differing)
            posted |= {correction.facts.source_id: False for correction in differing}
        return posted

    def tell_timelines(self) -> None:
        """One event for each customer of whom this import recorded shipments; those told are passed over."""
        tell_timelines(Shipment, self._errand, kind=events.IMPORTED, day="ordered_on")

    def _on_file(self, facts: Sequence[Facts]) -> dict[str, OnFile]:
        ids = [fact.source_id for fact in facts]
        names = sorted(facts[0].attributes) if facts else []
        shipments = Shipment.objects.everything("a file may correct any shipment of its source").filter(
            source=self._errand.source, source_id__in=ids
        )
        found = {row["pk"]: row for row in shipments.values("pk", "source_id", *names)}
        roles: dict[int, dict[str, Role]] = {pk: {} for pk in found}
        named = ShipmentParty.objects.everything("roles of those shipments").filter(
            shipment_id__in=found, role__in=[PAYER, CONSIGNEE]
        )
        for pk, shipment_id, role, party_id, name in named.values_list(
            "pk", "shipment_id", "role", "party_id", "party__name"
        ):
            roles[shipment_id][role] = Role(pk, party_id, name)
        return {row.pop("source_id"): OnFile(row.pop("pk"), row, roles[pk]) for pk, row in found.items()}

    def _record(self, new: Sequence[Facts]) -> None:
        shipments = insert_rows(
            Shipment,
            [{"source_id": fact.source_id, **fact.if_new, **fact.attributes} for fact in new],
            source=self._errand.source,
            recorded_at=self._errand.at,
            import_id=self._errand.run.pk,
        )
        self._errand.trace.stored(shipments)
        self._assign_roles((pk, fact.parties()) for pk, fact in zip(shipments.pks, new, strict=True))

    def _correct(self, corrections: Sequence[Correction]) -> None:
        fields = sorted({name for correction in corrections for name in correction.attributes})
        if fields:
            self._errand.trace.changing(Shipment, [correction.on_file.pk for correction in corrections])
            Shipment.objects.bulk_update(
                [
                    Shipment(pk=correction.on_file.pk, **correction.facts.attributes)
                    for correction in corrections
                ],
                fields,
            )
        outdated = [pk for correction in corrections for pk in correction.outdated_roles]
        if outdated:
            self._errand.trace.removing(ShipmentParty, outdated)
            ShipmentParty.objects.everything("replaced below").filter(pk__in=outdated).delete()
        self._assign_roles([(correction.on_file.pk, correction.new_roles) for correction in corrections])
        Event.record_all(list(self._entries(corrections)))

    def _entries(self, corrections: Sequence[Correction]) -> Iterator[Entry]:
        """An event on the customer's timeline; where the customer was wrong, on both."""
        numbers = dict(
            Customer.objects.everything("named in the events")
            .filter(pk__in={pk for correction in corrections for pk in correction.customers})
            .values_list("pk", "number")
        )
        for correction in corrections:
            before, after = correction.before_and_after(numbers)
            for customer_id in correction.customers:
                yield Entry(
                    kind=events.CORRECTED,
                    subject=Shipment(pk=correction.on_file.pk),
                    customer_id=customer_id,
                    by=self._errand.by,
                    at=self._errand.at,
                    data={
                        "waybill": correction.facts.attributes["waybill_number"],
                        "file": self._errand.run.file_name,
                        # What the amounts are in: the event holds only what differs.
                        "currency": correction.facts.attributes["currency"],
                    },
                    before=before,
                    after=after,
                )

    def _assign_roles(self, parties: Iterable[tuple[int, dict[str, int]]]) -> None:
        """Store (shipment id, role → party id)."""
        stored = insert_rows(
            ShipmentParty,
            [
                {"shipment_id": shipment_id, "role": role, "party_id": party_id}
                for shipment_id, roles in parties
                for role, party_id in roles.items()
            ],
        )
        self._errand.trace.stored(stored)
