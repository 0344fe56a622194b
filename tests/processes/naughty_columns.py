"""Where the text columns of each kind of file end up, and rows that are sound but for one of them."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db.models import Model

from guanxi.domain.audiences.models import Audience, Campaign, Signal
from guanxi.domain.billing.models import ActivityRate, CostActivity, CreditGrade, Invoice, Payment
from guanxi.domain.customers.models import Contact, Customer, Site
from guanxi.domain.intake.fields import Reading
from guanxi.domain.intake.mapping import SHIPPED, load_mapping
from guanxi.domain.interactions.models import Interaction
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.processes.file_import import KINDS
from tests.processes.importing import USUAL, Row

# The shipped mapping, with every column of a kind and with unknown customers and contacts brought in.
WIDENED = {
    "[shipments.fields]": '[shipments.options]\nunknown_customer = "create"\n[shipments.fields]\n'
    'customer_name = { from = "customer_name" }\nconsignee_uscc = { from = "consignee_uscc" }',
    "[interactions.fields]": '[interactions.options]\nunknown_contact = "create"\n[interactions.fields]',
}
# What tells the rows of a kind apart.
HANDLES = {
    "shipments": "source_id",
    "customers": "customer_number",
    "audiences": "name",
    "campaigns": "name",
    "signals": "seen_on",
    "roster": "customer_number",
    "invoices": "invoice_number",
    "payments": "payment_id",
    "cost_rates": "valid_from",
    "cost_activities": "activity_id",
    "credit_grades": "graded_on",
    "interactions": "interaction_id",
}
DATED = {"signals", "cost_rates", "credit_grades"}
FIRST_DAY = date(2001, 1, 1)
# The other cell that must be the row's own where this one is the same in several rows.
BESIDE = {
    ("shipments", "customer_name"): "customer_number",
    ("shipments", "consignee_uscc"): "consignee",
}
# A new customer without a name bears its number.
WHEN_BLANK = {("shipments", "customer_name"): "customer_number"}
OWN: dict[str, Row] = {
    "shipments": {"waybill_number": "W1", "customer_number": "C1"},
    "customers": {
        "name": "公司",
        "contact_name": "韩一帆",
        "signal_type": "inquiry",
        "signal_on": "2025-05-02",
        "lawful_basis": "consent",
    },
    "signals": {"customer_number": "C1"},
    "roster": {"customer_number": "C1"},
    "invoices": {"customer_number": "C1"},
    "payments": {"invoice_number": "INV-1"},
    "cost_rates": {"activity": "仓储", "rate": "1"},
    "cost_activities": {"customer_number": "C1", "activity": "仓储", "rate": "1"},
    "credit_grades": {"customer_number": "C1"},
    "interactions": {"customer_number": "C1"},
}


class Place(NamedTuple):
    """The model that holds a text, the path to what tells its row, and the path to the text."""

    model: type[Model]
    handle: str
    text: str


def _plain(model: type[Model], handle: str, *names: str) -> dict[str, Place]:
    return {name: Place(model, handle, name) for name in names}


STORED: dict[str, dict[str, Place]] = {
    "shipments": {
        **_plain(Shipment, "source_id", "source_id", "waybill_number"),
        **_plain(Shipment, "source_id", "origin", "destination", "service", "cargo"),
        "customer_number": Place(Shipment, "source_id", "customer__number"),
        "customer_name": Place(Shipment, "source_id", "customer__party__name"),
        "consignee": Place(ShipmentParty, "shipment__source_id", "party__name"),
        "consignee_uscc": Place(ShipmentParty, "shipment__source_id", "party__uscc"),
    },
    "customers": {
        "customer_number": Place(Customer, "number", "number"),
        **{
            name: Place(Customer, "number", f"party__{name}")
            for name in ("name", "name_en", "uscc", "country", "city", "address")
        },
        "contact_name": Place(Contact, "customer__number", "name"),
        "contact_phone": Place(Contact, "customer__number", "phone"),
        "site_name": Place(Site, "customer__number", "name"),
        "signal_campaign": Place(Signal, "customer__number", "campaign"),
    },
    "audiences": _plain(Audience, "name", "name", "name_en", "segment", "region", "source"),
    "campaigns": _plain(Campaign, "name", "name", "name_en", "evidence"),
    "signals": _plain(Signal, "seen_on", "campaign"),
    "invoices": {
        "invoice_number": Place(Invoice, "number", "number"),
        "waybill_number": Place(Invoice, "number", "waybill_number"),
    },
    "payments": {"payment_id": Place(Payment, "source_id", "source_id")},
    "cost_rates": _plain(ActivityRate, "valid_from", "activity"),
    "cost_activities": {
        "activity_id": Place(CostActivity, "source_id", "source_id"),
        **_plain(CostActivity, "source_id", "waybill_number", "activity"),
    },
    "credit_grades": _plain(CreditGrade, "graded_on", "scoring_model", "note"),
    "interactions": {
        "interaction_id": Place(Interaction, "source_id", "source_id"),
        "contact_name": Place(Interaction, "source_id", "contact__name"),
        "author": Place(Interaction, "source_id", "author_as_written"),
        "summary": Place(Interaction, "source_id", "summary"),
    },
}
# Text that must name a record on file, and why the row is refused where it does not.
NAMING = {
    **dict.fromkeys(
        [
            (kind, "customer_number")
            for kind in ("signals", "roster", "invoices", "cost_activities", "credit_grades", "interactions")
        ],
        "unknown_customer",
    ),
    ("campaigns", "audience"): "unknown_audience",
    ("payments", "invoice_number"): "unknown_invoice",
    ("customers", "parent_number"): "unknown_parent",
}


def fields_of(kind: str, *readings: Reading) -> set[str]:
    return {name for name, declared in KINDS[kind][0].fields.items() if declared.reading in readings}


def widened_mapping(folder: Path) -> str:
    """The path of a mapping that knows every column of every kind."""
    text = (SHIPPED / "guanxi.toml").read_text(encoding="utf-8")
    for heading, wider in WIDENED.items():
        assert heading in text
        text = text.replace(heading, wider)
    path = folder / "widened.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def heading_of(kind: str, field: str, mapping: str) -> str:
    """The column of the file that holds a field."""
    return str(load_mapping(mapping, KINDS[kind][0]).fields[field].source)


def rows_with(kind: str, field: str, texts: tuple[str, ...], mapping: str) -> list[Row]:
    """One sound row for each text, which stands in the column of the field."""
    heading, rows = heading_of(kind, field, mapping), []
    for number, text in enumerate(texts):
        handle = f"行{number}"
        if kind in DATED:
            handle = (FIRST_DAY + timedelta(days=number)).isoformat()
        own = {**USUAL[kind], HANDLES[kind]: handle, **OWN.get(kind, {})}
        if beside := BESIDE.get((kind, field)):
            own[beside] = handle
        rows.append({**own, heading: text})
    return rows


def written(path: Path, kind: str, rows: list[Row], mapping: str) -> Path:
    """Marked as UTF-8, so that only the cell that is no text is refused and not the file."""
    fields = load_mapping(mapping, KINDS[kind][0]).fields
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [str(rule.source) for rule in fields.values()], restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "surrogatepass"))
    return path


def on_file(kind: str, field: str) -> dict[str, str]:
    """Handle of the row → the text that is stored."""
    place = STORED[kind][field]
    role = {"role": "consignee"} if place.model is ShipmentParty else {}
    found = place.model._base_manager.filter(**role).values_list(place.handle, place.text)
    return {str(handle): text or "" for handle, text in found}
