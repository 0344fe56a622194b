"""Rows stored in bulk are the rows Django would have stored."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction

from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.ground.bulk import insert_rows, update_rows
from guanxi.domain.intake.models import StagedRow
from guanxi.domain.intake.trace import values_of
from guanxi.domain.operations.models import Mode, Shipment
from guanxi.domain.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


def facts(source_id: str, **others: Any) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "waybill_number": "运 'W\"1; --",
        "ordered_on": date(2026, 3, 1),
        "delivered_on": None,
        "mode": Mode.RAIL,
        "packages": 12,
        "revenue_minor": 10**15,
    } | others


def stored(customer: Customer, *rows: dict[str, Any]) -> list[Shipment]:
    """In the order of the rows."""
    result = insert_rows(
        Shipment, rows, customer_id=customer.pk, source="tms", currency="CNY", recorded_at=AT
    )
    found = Shipment.objects.everything("test").in_bulk(result.pks)
    return [found[pk] for pk in result.pks]


def test_a_row_reads_as_if_django_had_stored_it() -> None:
    customer = factories.customer("甲")
    (in_bulk,) = stored(customer, facts("A"))
    by_django = Shipment._base_manager.create(
        customer=customer, source="tms", currency="CNY", recorded_at=AT, **facts("B")
    )
    by_django.refresh_from_db()
    differing = {name for name, value in values_of(by_django).items() if values_of(in_bulk)[name] != value}
    assert differing == {"id", "source_id"}


def test_ids_are_given_in_the_order_of_rows_and_follow_those_of_django() -> None:
    customer = factories.customer("甲")
    before = stored(customer, facts("A"))[0].pk
    between = Shipment._base_manager.create(
        customer=customer, source="tms", currency="CNY", recorded_at=AT, **facts("B")
    ).pk
    after = stored(customer, *(facts(f"{number:04}") for number in range(1200)))
    assert [shipment.source_id for shipment in after] == [f"{number:04}" for number in range(1200)]
    pks = [before, between, *(shipment.pk for shipment in after)]
    assert pks == sorted(set(pks))
    assert (
        Shipment._base_manager.create(
            customer=customer, source="tms", currency="CNY", recorded_at=AT, **facts("last")
        ).pk
        > pks[-1]
    )


def test_an_id_that_was_removed_is_not_given_again() -> None:
    customer = factories.customer("甲")
    (removed,) = stored(customer, facts("A"))
    pk = removed.pk
    removed.delete()
    assert stored(customer, facts("A"))[0].pk > pk


def test_values_that_json_holds_and_defaults_are_kept(li: User) -> None:
    upload = factories.upload(by=li)
    cells = [["甲", ""], [], ['"']]
    rows = [{"number": number, "cells": row} for number, row in enumerate(cells, start=1)]
    result = insert_rows(StagedRow, rows, upload_id=upload.pk)
    found = list(StagedRow.objects.everything("test").in_order())
    assert [row.pk for row in found] == result.pks
    assert [row.cells for row in found] == cells
    assert {(str(row.marks), row.outcome, row.is_taken) for row in found} == {("{}", "", False)}


def test_a_row_that_breaks_a_rule_of_the_table_leaves_nothing() -> None:
    customer = factories.customer("甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(customer, facts("A"), facts("A"))
    assert not Shipment.objects.everything("test").exists()


def test_no_rows_need_no_columns() -> None:
    assert insert_rows(Shipment, [], source="tms").pks == []


def test_a_misspelt_column_is_named() -> None:
    with pytest.raises(FieldDoesNotExist, match="waybil"):
        insert_rows(Shipment, [{"waybil": "W"}], source="tms")


@pytest.mark.django_db(transaction=True)
def test_rows_are_stored_inside_a_transaction_only() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        insert_rows(Party, [{"name": "甲"}])


def test_columns_of_many_records_are_written_and_no_other() -> None:
    customer = factories.customer("甲")
    one, other = stored(customer, facts("1"), facts("2"))
    one.delivered_on, one.packages, one.cargo = date(2026, 3, 9), None, "不写"
    other.delivered_on, other.packages = date(2026, 3, 10), 7
    update_rows([one, other], ["delivered_on", "packages"])
    found = Shipment.objects.everything("test").in_bulk([one.pk, other.pk])
    assert (found[one.pk].delivered_on, found[one.pk].packages) == (date(2026, 3, 9), None)
    assert (found[other.pk].delivered_on, found[other.pk].packages) == (date(2026, 3, 10), 7)
    assert found[one.pk].cargo == ""
    update_rows([], ["packages"])


@pytest.mark.django_db(transaction=True)
def test_records_are_written_inside_a_transaction_only() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        update_rows([], ["packages"])
