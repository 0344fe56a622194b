"""What the trace keeps of rows stored in bulk is what is read back when they are to be taken back."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from guanxi.domain.ground.bulk import insert_rows
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.models import ImportTrace
from guanxi.domain.intake.trace import digest_of, fetched
from guanxi.domain.operations.models import Mode, Shipment, ShipmentParty
from tests import factories

AT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


@pytest.mark.django_db
def test_digests_of_stored_rows_are_those_of_the_records_on_file() -> None:
    customer, run = factories.customer("甲"), factories.import_run()
    shipments = insert_rows(
        Shipment,
        [
            {"source_id": "A", "waybill_number": "A", "mode": Mode.RAIL, "delivered_on": date(2026, 3, 9)},
            {"source_id": "B", "waybill_number": "运", "mode": "", "delivered_on": None},
        ],
        customer_id=customer.pk,
        ordered_on=date(2026, 3, 1),
        revenue_absent_reason="not_given",
        source="tms",
        currency="CNY",
        recorded_at=AT,
    )
    payers = [{"shipment_id": pk, "role": ShipmentParty.Role.PAYER} for pk in shipments.pks]
    roles = insert_rows(ShipmentParty, payers, party_id=customer.party_id)
    trace = Errand(run, "tms", {}, frozenset(), None, AT).trace
    trace.stored(shipments)
    trace.stored(roles)
    trace.keep(run)
    kept = list(ImportTrace.objects.everything("test").order_by("pk"))
    assert [apps.get_model(part.model) for part in kept] == [Shipment, ShipmentParty]
    for part, pks in zip(kept, (shipments.pks, roles.pks), strict=True):
        on_file = fetched(apps.get_model(part.model), pks)
        assert part.entries == [[pk, None, digest_of(on_file[pk])] for pk in pks]
