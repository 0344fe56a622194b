"""Mappings are data, checked before a file is opened."""

from pathlib import Path

import pytest

from guanxi.domain.intake import limits
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.mapping import load_mapping, shipped_mappings
from guanxi.domain.intake.unusable_mapping import UnusableMapping
from guanxi.processes.file_import import KINDS

KIND = FileKind(
    name="shipments",
    key="source_id",
    fields={
        "source_id": Field(Reading.IDENTIFIER, required=True),
        "ordered_on": Field(Reading.DAY),
        "mode": Field(Reading.CHOICE, choices=("rail", "road")),
        "weight": Field(Reading.QUANTITY, decimals=3, largest=1000),
        "revenue": Field(Reading.MONEY, reasons=("invoiced_separately",)),
    },
    options={"unknown_customer": ("reject", "create")},
)
HEAD = 'source = "tms"\n[shipments.fields]\nsource_id = { from = "ID" }\n'


def mapping(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def refusal_of(folder: Path, text: str) -> UnusableMapping:
    with pytest.raises(UnusableMapping) as refused:
        load_mapping(mapping(folder, text), KIND)
    assert "%(" not in refused.value.sentence
    return refused.value


def test_the_shipped_mappings_fit_the_kinds_they_speak_of() -> None:
    assert shipped_mappings() == ["guanxi", "scms"]
    for kind, _ in KINDS.values():
        assert load_mapping("guanxi", kind).source == "guanxi"
    assert load_mapping("scms", KINDS["shipments"][0]).options["unknown_customer"] == "create"


def test_our_own_columns_are_those_of_the_manual() -> None:
    columns = {
        name: " ".join(str(rule.source) for rule in load_mapping("guanxi", kind).fields.values())
        for name, (kind, _) in KINDS.items()
    }
    assert columns["shipments"] == (
        "source_id waybill_number customer_number ordered_on accepted_on promised_on picked_up_on "
        "delivered_on cancelled_on origin destination mode service cargo packages weight_kg revenue "
        "revenue_absent_reason currency direction consignee"
    )
    assert columns["customers"] == (
        "customer_number name name_en kind uscc purpose nature source owner_email parent_number country "
        "city address contact_name contact_roles contact_phone contact_email site_name site_kind "
        "signal_type signal_on lawful_basis signal_campaign registered_on declared_buyer"
    )
    assert columns["campaigns"] == (
        "name name_en audience started_on ended_on responses cost currency register_within_days "
        "ship_within_days evidence"
    )
    assert columns["audiences"] == "name name_en segment region size_estimate source estimated_on"


OWN = """
mode = { constant = "rail" }
revenue = { from = "R", decimal = ",", absent = [{ match = "-", reason = "invoiced_separately" }] }
[shipments.fields.ordered_on]
from = "A"
format = "%d/%m/%Y"
fallback = { from = "B", format = ["%Y%m%d"] }
"""


def test_the_example_of_the_guide_is_a_mapping(tmp_path: Path) -> None:
    guide = Path(__file__).resolve().parents[3] / "docs/guide/import-mappings.md"
    example = guide.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    loaded = load_mapping(mapping(tmp_path, example), KINDS["shipments"][0])
    assert (loaded.source, loaded.request().sheet) == ("our-tms", "Waybills")


def test_a_mapping_of_ones_own_names_fallbacks_constants_and_absences(tmp_path: Path) -> None:
    own = load_mapping(mapping(tmp_path, HEAD + OWN), KIND)
    assert own.name == "own"
    assert own.options == {"unknown_customer": "reject", "write": "create_and_update"}
    assert own.request().columns == {"ID", "A", "B", "R"}
    assert [rule.format for rule in own.fields["ordered_on"].chain()] == [("%d/%m/%Y",), ("%Y%m%d",)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("source = ", "not_toml"),
        ('source = "tms"', "no_kind"),
        ('source = ""\n[shipments.fields]\nsource_id = { from = "ID" }', "invalid"),
        ('colour = "red"\n' + HEAD, "invalid"),
        ('source = "tms"\n[shipments.fields]\nmode = { from = "M" }', "missing_field"),
        (HEAD + 'colour = { from = "C" }', "unknown_field"),
        (HEAD + 'mode = { from = "M", constant = "rail" }', "invalid"),
        (HEAD + "mode = {}", "invalid"),
        (HEAD + 'mode = { from = "M", values = { Zug = "train" } }', "unknown_option"),
        (HEAD + 'mode = { from = "M", format = "%Y-%m-%d" }', "misplaced"),
        (HEAD + 'ordered_on = { from = "D", multiplier = 2 }', "misplaced"),
        (HEAD + 'ordered_on = { from = "D", format = "%Y" }', "bad_format"),
        (HEAD + 'ordered_on = { from = "D", absent = [{ match = "(" }] }', "bad_pattern"),
        (HEAD + 'revenue = { from = "R", absent = [{ match = "x", reason = "why" }] }', "unknown_reason"),
        (HEAD + 'revenue = { from = "R", decimal = ",", thousands = "," }', "invalid"),
        (HEAD + 'weight = { from = "W", multiplier = 0 }', "invalid"),
        (HEAD + '[shipments.options]\nunknown_customer = "guess"', "unknown_option"),
        (HEAD + '[file]\nencoding = "latin9"', "invalid"),
    ],
)
def test_what_a_mapping_cannot_say_is_named(tmp_path: Path, text: str, code: str) -> None:
    assert refusal_of(tmp_path, text).code == code


def test_a_mapping_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(UnusableMapping) as refused:
        load_mapping("nowhere", KIND)
    assert "guanxi, scms" in refused.value.sentence


def test_the_size_of_a_mapping_holds_at_its_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_MAPPING_BYTES", len(HEAD))
    assert load_mapping(mapping(tmp_path, HEAD), KIND).source == "tms"
    assert refusal_of(tmp_path, HEAD + " ").code == "too_large"
