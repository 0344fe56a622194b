"""Mappings: data files that say which column means what. Nothing in them is executed."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic import Field as Setting

from guanxi.domain.intake import limits
from guanxi.domain.intake.fields import NUMERIC, FileKind, Reading
from guanxi.domain.intake.rules.dates import UnusableFormat, pattern_of
from guanxi.domain.intake.rules.encodings import NAMES, codec_of, nameable
from guanxi.domain.intake.table import TableRequest
from guanxi.domain.intake.unusable_mapping import UnusableMapping

SHIPPED = Path(__file__).parent / "mappings"


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _codec_named(name: str) -> str:
    codec = codec_of(name)
    if codec and codec not in NAMES:
        raise ValueError(f"give one of {', '.join(nameable())}")
    return codec


class _Setting(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class AbsentRule(_Setting):
    """A cell whose whole text matches says that the value is absent, and may say why."""

    match: str
    reason: str = ""


class FieldRule(_Setting):
    """Where one field comes from. The fallback is asked when the cell is empty or absent by rule.

    `format` names one or several formats of days; a cell that fits two of them differently is rejected.
    """

    source: str | None = Setting(None, alias="from")
    constant: str | None = None
    format: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    absent: tuple[AbsentRule, ...] = ()
    values: dict[str, str] | None = None
    multiplier: Annotated[Decimal, Setting(gt=0, allow_inf_nan=False)] = Decimal(1)
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'", "\u00a0", "\u202f"] = ""
    optional: bool = False
    fallback: "FieldRule | None" = None

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if (self.source is None) == (self.constant is None):
            raise ValueError("give either from or constant")
        if self.decimal == self.thousands:
            raise ValueError("decimal and thousands are the same mark")
        return self

    def chain(self) -> "list[FieldRule]":
        """This rule and its fallbacks in order."""
        return [self, *(self.fallback.chain() if self.fallback else [])]


class KindRules(_Setting):
    fields: dict[str, FieldRule]
    options: dict[str, str] = {}


class FileRules(_Setting):
    encoding: Annotated[str, AfterValidator(_codec_named)] = ""
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    sheet: str = ""
    header_row: Annotated[int, Setting(ge=1, le=100)] = 1


class _Document(_Setting):
    """What a mapping file holds; each further table is a kind, and the rooms know which kinds there are."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, KindRules] = Setting(init=False)

    source: Annotated[str, Setting(min_length=1, max_length=40)]
    title: str = ""
    file: FileRules = FileRules()


class Mapping(BaseModel):
    """One mapping, checked against one kind of file."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    name: str
    source: str
    file: FileRules
    fields: dict[str, FieldRule]
    options: dict[str, str]
    kind: FileKind

    def request(self) -> TableRequest:
        """What this mapping asks of a file."""
        by_file = (self.file.header_row, self.file.encoding, self.file.delimiter, self.file.sheet)
        return TableRequest(self._columns(*Reading), *by_file, moments=self._columns(Reading.INSTANT))

    def _columns(self, *readings: Reading) -> frozenset[str]:
        fields = [rule for name, rule in self.fields.items() if self.kind.fields[name].reading in readings]
        return frozenset(rule.source for field in fields for rule in field.chain() if rule.source)


def shipped_mappings() -> list[str]:
    """Names of the mappings that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_mapping(name_or_path: str, kind: FileKind) -> Mapping:
    """Read and check a shipped mapping by name, or a mapping file by path. Raises UnusableMapping."""
    path = _path_of(name_or_path)
    return mapping_of(_toml(path), kind, name=path.name)


def mapping_of(written: dict[str, Any], kind: FileKind, *, name: str) -> Mapping:
    """Check what a mapping file, or a form in its structure, says. Raises UnusableMapping."""
    document = _document(written, name)
    rules = document.__pydantic_extra__.get(kind.name)
    if rules is None:
        raise UnusableMapping("no_kind", name=name, kind=kind.name)
    _check_fields(name, rules, kind)
    return Mapping(
        name=Path(name).stem[:60],
        source=document.source,
        file=document.file,
        fields=rules.fields,
        options=_options(name, rules, kind),
        kind=kind,
    )


def _path_of(name_or_path: str) -> Path:
    if re.fullmatch(r"[a-z0-9_-]+", name_or_path):
        shipped = SHIPPED / f"{name_or_path}.toml"
        if shipped.is_file():
            return shipped
    path = Path(name_or_path)
    if not path.is_file():
        raise UnusableMapping("unknown", name=name_or_path, shipped=", ".join(shipped_mappings()))
    return path


def _toml(path: Path) -> dict[str, Any]:
    if path.stat().st_size > limits.LARGEST_MAPPING_BYTES:
        raise UnusableMapping("too_large", name=path.name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableMapping("not_toml", name=path.name, problem=str(error)) from None


def _document(written: dict[str, Any], name: str) -> _Document:
    try:
        return _Document.model_validate(written)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnusableMapping("invalid", name=name, place=place, problem=first["msg"]) from None


def _options(name: str, rules: KindRules, kind: FileKind) -> dict[str, str]:
    for option, value in rules.options.items():
        known = kind.all_options.get(option, ())
        if value not in known:
            raise UnusableMapping(
                "unknown_option", name=name, option=option, value=value, known=", ".join(known) or "–"
            )
    return {option: known[0] for option, known in kind.all_options.items()} | rules.options


def _check_fields(name: str, rules: KindRules, kind: FileKind) -> None:
    for field in rules.fields:
        if field not in kind.fields:
            known = ", ".join(kind.fields)
            raise UnusableMapping("unknown_field", name=name, kind=kind.name, field=field, known=known)
    for field, declared in kind.fields.items():
        if declared.required and field not in rules.fields:
            raise UnusableMapping("missing_field", name=name, field=field)
    for field, rule in rules.fields.items():
        for step in rule.chain():
            _check_step(name, field, step, kind)


def _check_step(name: str, field: str, rule: FieldRule, kind: FileKind) -> None:
    declared = kind.fields[field]
    numeric, chosen = declared.reading in NUMERIC, declared.reading in {Reading.CHOICE, Reading.CHOICES}
    applies = {
        "format": declared.reading in {Reading.DAY, Reading.INSTANT},
        "values": chosen,
        "multiplier": declared.reading in {Reading.QUANTITY, Reading.COUNT},
        "decimal": numeric,
        "thousands": numeric,
    }
    for setting, fits in applies.items():
        if setting in rule.model_fields_set and not fits:
            raise UnusableMapping("misplaced", name=name, field=field, setting=setting)
    for value in (rule.values or {}).values():
        if value and value not in declared.choices:
            raise UnusableMapping(
                "unknown_option", name=name, option=field, value=value, known=", ".join(declared.choices)
            )
    _check_format(name, field, rule)
    for absent in rule.absent:
        _check_absent(name, field, absent, declared.reasons)


def _check_format(name: str, field: str, rule: FieldRule) -> None:
    try:
        for day_format in rule.format:
            pattern_of(day_format)
    except UnusableFormat as error:
        raise UnusableMapping("bad_format", name=name, field=field, format=str(error)) from None


def _check_absent(name: str, field: str, absent: AbsentRule, reasons: tuple[str, ...]) -> None:
    try:
        re.compile(absent.match)
    except re.error:
        raise UnusableMapping("bad_pattern", name=name, field=field, pattern=absent.match) from None
    if reasons and absent.reason not in reasons:
        raise UnusableMapping(
            "unknown_reason", name=name, field=field, reason=absent.reason, known=", ".join(reasons)
        )
