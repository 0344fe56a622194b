"""The real delivery history of SCMS, by the mapping that is shipped (figures of issue 2)."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count, Sum

from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.models import Shipment
from guanxi.domain.timeline.models import Event
from tests.processes.importing import bring, counts

DATA = Path(os.environ.get("GUANXI_DATA", Path(__file__).resolve().parents[3] / "shared/data"))
FILE = DATA / "scms_delivery_history.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.is_file(), reason="the SCMS delivery history is not here (GUANXI_DATA)"),
]


def test_every_row_comes_in_once_with_its_promise_and_its_money() -> None:
    assert counts(bring(FILE, "shipments", mapping="scms")) == (10_324, 0, 0)

    shipments = Shipment.objects.everything("the test looks")
    assert Customer.objects.everything("the test looks").count() == 43
    known = shipments.filter(revenue_minor__isnull=False)
    assert known.aggregate(rows=Count("pk"), cents=Sum("revenue_minor")) == {
        "rows": 6_198,
        "cents": 6_881_784_941,
    }
    assert set(shipments.values_list("currency", flat=True)) == {"USD"}
    absent = shipments.filter(revenue_minor__isnull=True).values_list("revenue_absent_reason")
    assert dict(absent.annotate(Count("pk"))) == {
        "priced_elsewhere": 2_445,
        "included_in_goods_price": 1_442,
        "invoiced_separately": 239,
    }
    assert shipments.late().count() == 1_186
    assert dict(shipments.values_list("mode").annotate(Count("pk"))) == {
        "air": 6_763,
        "road": 2_830,
        "ocean": 371,
        "": 360,
    }
    assert shipments.filter(weight_g__isnull=True).count() == 3_952

    # A spreadsheet turned the first of these days round: it stands as 2012-01-06 in the file. The second
    # is written 11/13/06; the third order came from stock, and its scheduled delivery is the first day known.
    days = dict(shipments.values_list("source_id", "ordered_on"))
    assert (days["60"], days["47"], days["3"]) == (date(2006, 12, 1), date(2006, 11, 13), date(2006, 11, 14))
    assert max(days.values()) < date(2016, 1, 1)

    assert counts(bring(FILE, "shipments", mapping="scms")) == (0, 10_324, 0)
    told = Event.objects.everything("the test looks").filter(kind="shipments.imported")
    assert (told.count(), sum(event.payload["data"]["count"] for event in told)) == (43, 10_324)
