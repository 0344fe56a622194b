"""Event kinds carry their own wording, next to the deed they describe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import Actor

_registered: dict[str, "EventKind"] = {}


@dataclass(frozen=True)
class EventKind:
    """A dotted past participle ("customers.created") and the sentence shown for it.

    The sentence may name `%(placeholders)s`; the event's data must hold each of them. Values that are codes
    name their `choices`, so that the sentence is in the reader's language and the event in none. Where
    `view_action` is given, only those see the event who may also see the records it tells of.
    """

    code: str
    wording: LazyText | str
    icon: str = "circle-dot"
    choices: Mapping[str, type[TextChoices]] = field(default_factory=dict)
    view_action: str = ""
    registry: dict[str, "EventKind"] = field(default_factory=lambda: _registered, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.code in self.registry:
            raise ValueError(f"The event kind {self.code} is defined twice.")
        self.registry[self.code] = self

    def sentence(self, data: dict[str, Any]) -> str:
        """The wording in the reader's language; values that are lists read as lists."""
        return str(self.wording) % {name: self._readable(name, value) for name, value in data.items()}

    def _readable(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(str(self._readable(name, part)) for part in value)
        choices = self.choices.get(name)
        return choices(value).label if choices and value in choices.values else value


def kind_of(code: str) -> EventKind:
    """The kind of a stored event; one that no longer exists in the code is shown by its code."""
    return _registered.get(code) or EventKind(code, _("Recorded: ") + code, registry={})


def all_kinds() -> list[EventKind]:
    """Every kind the running code knows, by code."""
    return [_registered[code] for code in sorted(_registered)]


def hidden_kinds(actor: Actor) -> list[str]:
    """The codes of kinds that tell of records which this actor may not see at all."""
    return [
        kind.code for kind in all_kinds() if kind.view_action and not actor.relations_for(kind.view_action)
    ]
