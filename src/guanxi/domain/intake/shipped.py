"""Mappings that come with the product, for files that they fit."""

import tomllib
from collections.abc import Iterable
from typing import Any

from guanxi.domain.intake.fields import FileKind
from guanxi.domain.intake.mapping import SHIPPED, Mapping, mapping_of, shipped_mappings


def ready_for(kind: FileKind, header: Iterable[str]) -> dict[str, str]:
    """Name → title of the shipped mappings that say something about the kind and need no other column."""
    present = frozenset(header)
    ready = {}
    for name in shipped_mappings():
        written = shipped_document(name)
        if kind.name in written and _needed(mapping_of(written, kind, name=name)) <= present:
            ready[name] = str(written.get("title", name))
    return ready


def shipped_document(name: str) -> dict[str, Any]:
    """A shipped mapping as it is written."""
    return tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))


def _needed(mapping: Mapping) -> set[str]:
    steps = [rule for field in mapping.fields.values() for rule in field.chain()]
    return {rule.source for rule in steps if rule.source and not rule.optional}
