"""What a file says about a shipment, against what is on file: where they differ, and in whose roles."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from guanxi.domain.operations.models import ShipmentParty

PAYER, CONSIGNEE = ShipmentParty.Role.PAYER, ShipmentParty.Role.CONSIGNEE


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says about one shipment: attributes of the model, and the parties of two roles.

    `if_new` are attributes of a shipment not on file yet, about which this kind of file says nothing.
    """

    source_id: str
    attributes: dict[str, Any]
    if_new: dict[str, Any]
    payer_id: int
    consignee_id: int | None
    consignee_name: str
    warnings: tuple[str, ...] = ()

    def parties(self) -> dict[str, int]:
        """role → party id."""
        consignee = {} if self.consignee_id is None else {CONSIGNEE.value: self.consignee_id}
        return {PAYER.value: self.payer_id} | consignee


@dataclass(frozen=True, slots=True)
class Role:
    """A stored role, the party in it and its name."""

    pk: int
    party_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OnFile:
    """A shipment as stored: its attributes, and its payer and consignee by role."""

    pk: int
    attributes: dict[str, Any]
    roles: dict[str, Role]


@dataclass(frozen=True, slots=True)
class Correction:
    """A shipment on file, and the facts of a file that differ from it.

    `compared` are the roles the file speaks of: one without a column for the consignee leaves it alone.
    """

    facts: Facts
    on_file: OnFile
    compared: frozenset[str]

    @property
    def attributes(self) -> list[str]:
        """The attributes that differ."""
        return [
            name for name, value in self.facts.attributes.items() if self.on_file.attributes[name] != value
        ]

    @property
    def outdated_roles(self) -> list[int]:
        """The stored roles that another party plays now, or nobody."""
        parties = self.facts.parties()
        return [
            stored.pk
            for role, stored in self.on_file.roles.items()
            if role in self.compared and parties.get(role) != stored.party_id
        ]

    @property
    def new_roles(self) -> dict[str, int]:
        """role → party id, where the file has another party than what is on file, or one more."""
        return {
            role: party_id
            for role, party_id in self.facts.parties().items()
            if role in self.compared and party_id != self._party_on_file(role)
        }

    @property
    def consignee_changes(self) -> bool:
        return CONSIGNEE in self.compared and self.facts.consignee_id != self._party_on_file(CONSIGNEE)

    @property
    def is_needed(self) -> bool:
        return bool(self.attributes or self.consignee_changes)

    @property
    def customers(self) -> list[int]:
        """Whom it concerns: the customer, and the one on file before if it was another."""
        now, before = (record.attributes["customer_id"] for record in (self.facts, self.on_file))
        return [now] if now == before else [now, before]

    def before_and_after(self, numbers: dict[int, str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What differs, as the timeline keeps it; `numbers` names customers by id."""
        before = {name: self.on_file.attributes[name] for name in self.attributes}
        after = {name: self.facts.attributes[name] for name in self.attributes}
        if self.consignee_changes:
            stored = self.on_file.roles.get(CONSIGNEE)
            before["consignee"] = stored.name if stored else ""
            after["consignee"] = self.facts.consignee_name
        return _told(before, numbers), _told(after, numbers)

    def _party_on_file(self, role: str) -> int | None:
        stored = self.on_file.roles.get(role)
        return stored.party_id if stored else None


def _told(values: dict[str, Any], numbers: dict[int, str]) -> dict[str, Any]:
    """Days as ISO text, the customer by its number."""
    told = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if name != "customer_id"
    }
    customer_id = values.get("customer_id")
    return told if customer_id is None else told | {"customer": numbers[customer_id]}
