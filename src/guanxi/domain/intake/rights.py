"""Who may bring in which kind of file: each kind asks for the right of the room whose facts it holds."""

from collections.abc import Mapping

from guanxi.domain.ground.scope import Actor

ACTIONS: Mapping[str, str] = {
    "customers": "customers.import",
    "roster": "customers.import",
    "shipments": "shipments.import",
    "interactions": "interactions.import",
    "audiences": "audiences.import",
    "campaigns": "audiences.import",
    "signals": "audiences.import",
    "invoices": "invoices.import",
    "payments": "invoices.import",
    "cost_rates": "costs.import",
    "cost_activities": "costs.import",
    "credit_grades": "credit.import",
}


def may_import(actor: Actor, kind: str) -> bool:
    """Whether the policy lets the actor bring in files of this kind. Raises KeyError for an unknown kind."""
    return bool(actor.relations_for("imports.run") and actor.relations_for(ACTIONS[kind]))


def importable_kinds(actor: Actor) -> list[str]:
    """The kinds of file whose facts the actor may bring in."""
    return [kind for kind, action in ACTIONS.items() if actor.relations_for(action)]
