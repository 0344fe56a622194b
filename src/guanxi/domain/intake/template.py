"""An empty file to be filled in: the header that a mapping asks for."""

from typing import TextIO

from guanxi.domain.ground.export import FOR_PROGRAMS, delimited_lines
from guanxi.domain.intake.mapping import Mapping


def template_columns(mapping: Mapping) -> list[str]:
    """The columns a mapping reads, each once, in its own order."""
    rules = (rule for field in mapping.fields.values() for rule in field.chain())
    return list(dict.fromkeys(rule.source for rule in rules if rule.source is not None))


def write_template(stream: TextIO, mapping: Mapping) -> None:
    """Write the header as one line of CSV."""
    stream.writelines(delimited_lines(template_columns(mapping), (), FOR_PROGRAMS))
