"""Which group the evidence supports: values in, value out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guanxi.domain.classification.rules.backbone import Confirmation, loss_of_backbone

GROUPS = ("potential", "ordinary", "basic", "actual", "backbone")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was on file about one customer on the as-of day; later facts are not in here (D11, D12)."""

    signal_on: date | None = None
    signal_kind: str = ""
    registered_on: date | None = None
    declared_buyer: bool = False
    order_placed_on: date | None = None
    completed: int = 0
    first_completed_on: date | None = None
    last_completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """What shipments show about a customer: how many were completed, and when it first placed an order."""

    completed: int = 0
    first_on: date | None = None
    last_on: date | None = None
    placed_on: date | None = None


def what_it_shows(
    *,
    is_forward: bool,
    ordered_on: date,
    delivered_on: date | None,
    cancelled_on: date | None,
    as_of: date,
) -> Shipped:
    """What one shipment shows on the as-of day: a return is no purchase, an order that was cancelled none."""
    done = delivered_on if is_forward and delivered_on and delivered_on <= as_of else None
    stands = cancelled_on is None or cancelled_on > as_of
    placed = ordered_on if ordered_on <= as_of and stands else None
    return Shipped(int(done is not None), done, done, placed)


def shipped_together(one: Shipped, other: Shipped) -> Shipped:
    """What two sets of shipments show together."""
    return Shipped(
        one.completed + other.completed,
        min(filter(None, (one.first_on, other.first_on)), default=None),
        max(filter(None, (one.last_on, other.last_on)), default=None),
        min(filter(None, (one.placed_on, other.placed_on)), default=None),
    )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A value, the code of the sentence that explains it, and what the sentence names."""

    value: str
    code: str
    inputs: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """`{"value", "code", "inputs"}` with dates in ISO form."""
        inputs = {name: v.isoformat() if isinstance(v, date) else v for name, v in self.inputs.items()}
        return {"value": self.value, "code": self.code, "inputs": inputs}


def group_of(
    evidence: Evidence,
    *,
    confirmation: Confirmation | None = None,
    demands: Mapping[str, Any] | None = None,
    as_of: date | None = None,
) -> Conclusion | None:
    """The relationship group the evidence supports; None where nothing identified the customer yet (D11).

    A completed shipment outweighs everything else; a claimed earlier purchase moves nothing (D14); an
    order under way is a lawful sign of interest. A buyer whom a person confirmed is backbone for as long as
    it keeps what the policy demands on `as_of` (its section `backbone`); without these nobody is (D15).
    """
    if evidence.completed:
        if confirmation and demands and as_of:
            return _of_a_confirmed(evidence, confirmation, demands, as_of)
        return Conclusion("actual", "actual_by_shipments", _purchases(evidence))
    if evidence.registered_on:
        code = "basic_declared_buyer" if evidence.declared_buyer else "basic_by_roster"
        return Conclusion("basic", code, {"registered_on": evidence.registered_on})
    if evidence.order_placed_on:
        return Conclusion("ordinary", "ordinary_by_order", {"ordered_on": evidence.order_placed_on})
    if evidence.signal_on:
        inputs = {"signal": evidence.signal_kind, "signal_on": evidence.signal_on}
        return Conclusion("ordinary", "ordinary_by_signal", inputs)
    return None


def _of_a_confirmed(
    evidence: Evidence, confirmation: Confirmation, demands: Mapping[str, Any], as_of: date
) -> Conclusion:
    loss = loss_of_backbone(confirmation, demands, as_of=as_of)
    inputs = {
        **_purchases(evidence),
        "confirmed_on": confirmation.confirmed_on,
        "review_due_on": confirmation.review_due_on,
    }
    if loss is None:
        return Conclusion("backbone", "backbone_confirmed", inputs)
    return Conclusion("actual", f"actual_{loss.code}", {**inputs, **loss.inputs})


def _purchases(evidence: Evidence) -> dict[str, Any]:
    return {
        "count": evidence.completed,
        "first_on": evidence.first_completed_on,
        "last_on": evidence.last_completed_on,
    }
