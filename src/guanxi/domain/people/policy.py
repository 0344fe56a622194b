"""The one policy table (reliability rule 4): role × action × relation. What is absent is denied.

A relation says on which records a grant holds:
  any      every record of the operator          none     an action that concerns no customer record
  team     customers owned by the actor's team   own      customers the actor owns
  company  the portal user's own company          operator the operator's own log

Code asks it through `Actor.relations_for`; `docs/operations/access.md` and the authorisation
matrix of the tests are generated from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """D129."""

    SALES = "sales", _("Sales")
    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    SERVICE_AGENT = "service_agent", _("Service agent")
    OPERATIONS = "operations", _("Operations and station")
    CLAIMS = "claims", _("Claims")
    FINANCE = "finance", _("Finance and credit")
    COMPLIANCE = "compliance", _("Compliance")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    CUSTOMER_ADMINISTRATOR = "customer_administrator", _("Customer administrator")
    CUSTOMER_USER = "customer_user", _("Customer user")
    CONSIGNEE = "consignee", _("Consignee guest")


STAFF_ROLES = frozenset(
    {
        Role.SALES,
        Role.ACCOUNT_MANAGER,
        Role.SERVICE_AGENT,
        Role.OPERATIONS,
        Role.CLAIMS,
        Role.FINANCE,
        Role.COMPLIANCE,
        Role.MANAGER,
        Role.ADMINISTRATOR,
    }
)
PORTAL_ROLES = frozenset(set(Role) - STAFF_ROLES)
RELATIONS = ("any", "team", "own", "company", "operator", "none")

_ALL_STAFF = tuple(sorted(STAFF_ROLES))
_WHOLE_HOUSE = (
    Role.SERVICE_AGENT,
    Role.OPERATIONS,
    Role.CLAIMS,
    Role.FINANCE,
    Role.COMPLIANCE,
    Role.MANAGER,
    Role.ADMINISTRATOR,
)

_OF_TRADE = (Role.OPERATIONS, Role.MANAGER, Role.ADMINISTRATOR)
_OF_MONEY = (Role.FINANCE, Role.MANAGER, Role.ADMINISTRATOR)
_IMPORTERS = (Role.OPERATIONS, Role.FINANCE, Role.MANAGER, Role.ADMINISTRATOR)

_EXPORTERS = (
    Role.ACCOUNT_MANAGER,
    Role.OPERATIONS,
    Role.CLAIMS,
    Role.FINANCE,
    Role.COMPLIANCE,
    Role.MANAGER,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True, slots=True)
class Grant:
    """`roles` may take `action` on records in `relation`."""

    action: str
    relation: str
    roles: tuple[str, ...]


TABLE: tuple[Grant, ...] = (
    # Customer records and what hangs on them.
    Grant("customers.view", "any", _WHOLE_HOUSE),
    Grant("customers.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("customers.create", "none", (Role.SALES, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("customers.edit", "own", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("customers.edit", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("customers.assign", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("personal_facts.view", "own", (Role.ACCOUNT_MANAGER,)),
    Grant("personal_facts.view", "any", (Role.COMPLIANCE,)),
    Grant("personal_facts.record", "own", (Role.ACCOUNT_MANAGER,)),
    Grant("shipments.view", "any", _WHOLE_HOUSE),
    Grant("shipments.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("interactions.view", "any", _WHOLE_HOUSE),
    Grant("interactions.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    # Money: what was asked and paid, what serving a customer costs us, how far it is trusted.
    Grant("invoices.view", "any", (Role.SERVICE_AGENT, Role.FINANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("invoices.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("costs.view", "any", (Role.FINANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("costs.view", "team", (Role.ACCOUNT_MANAGER,)),
    Grant("rates.view", "any", (Role.FINANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("credit.view", "any", (Role.FINANCE, Role.COMPLIANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("credit.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    # What keeping customers may cost (D27): a line is spent by whoever looks after the customer; beyond it
    # two persons are needed, and the one who asks is never the one who approves.
    Grant("budgets.view", "any", _OF_MONEY),
    Grant("budgets.view", "team", (Role.ACCOUNT_MANAGER,)),
    Grant("budgets.draw", "none", _OF_MONEY),
    Grant("budgets.spend", "own", (Role.ACCOUNT_MANAGER,)),
    Grant("budgets.spend", "any", _OF_MONEY),
    Grant("budgets.approve", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("timeline.view", "any", _WHOLE_HOUSE),
    Grant("timeline.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("tasks.view", "own", _ALL_STAFF),
    Grant("tasks.view", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("tasks.create", "none", _ALL_STAFF),
    Grant("tasks.complete", "own", _ALL_STAFF),
    Grant("tasks.complete", "any", (Role.MANAGER,)),
    # Facts in, conclusions out.
    # An import asks for `imports.run` and for the right of its kind; "any" reaches as far as those kinds.
    Grant("imports.view", "any", (Role.OPERATIONS, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("imports.view", "own", (Role.FINANCE,)),
    Grant("imports.run", "none", _IMPORTERS),
    Grant("imports.discard", "own", (Role.OPERATIONS, Role.FINANCE)),
    Grant("imports.discard", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("imports.undo", "own", (Role.OPERATIONS, Role.FINANCE)),
    Grant("imports.undo", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("customers.import", "none", _OF_TRADE),
    Grant("shipments.import", "none", _OF_TRADE),
    Grant("interactions.import", "none", _OF_TRADE),
    Grant("audiences.import", "none", _OF_TRADE),
    Grant("invoices.import", "none", _OF_MONEY),
    Grant("costs.import", "none", _OF_MONEY),
    Grant("credit.import", "none", _OF_MONEY),
    Grant("classification.view", "any", _WHOLE_HOUSE),
    Grant("classification.view", "team", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("runs.view", "any", _WHOLE_HOUSE),
    Grant("classification.run", "none", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("classification.close", "none", (Role.MANAGER, Role.ADMINISTRATOR)),
    # Asking for another tier and approving it are one right in two pairs of hands.
    Grant("tiers.override", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("backbone.confirm", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("policy.view", "none", _ALL_STAFF),
    Grant("policy.edit", "none", (Role.MANAGER, Role.ADMINISTRATOR)),
    # Whoever speaks with a person may be told of an objection, and must be able to keep it (D22).
    Grant("profiling.object", "own", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("profiling.object", "any", (Role.SERVICE_AGENT, Role.COMPLIANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("reviews.handle", "any", (Role.COMPLIANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("audiences.view", "any", _ALL_STAFF),
    # Saved views: "any" are those meant for the actor, never what somebody keeps to themselves.
    Grant("views.use", "any", _ALL_STAFF),
    Grant("views.save", "none", _ALL_STAFF),
    Grant("views.save_for_team", "none", (Role.ACCOUNT_MANAGER, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("views.save_for_everyone", "none", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("views.change", "own", _ALL_STAFF),
    Grant("views.change", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    # Many records at once: rights are those on each record, read when it is changed.
    Grant("bulk_edits.run", "none", (Role.SALES, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("bulk_edits.view", "own", (Role.SALES, Role.ACCOUNT_MANAGER)),
    Grant("bulk_edits.view", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("bulk_edits.undo", "own", (Role.SALES, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.ADMINISTRATOR)),
    # What leaves the house: `exports.run` and the right to see the rows. Whole lists in one file are how
    # customer bases are lost, so it is no right of everybody who sees single records; `exports.contacts`
    # says whose telephone numbers and e-mail addresses may be in them.
    Grant("exports.run", "none", _EXPORTERS),
    Grant("exports.view", "own", _EXPORTERS),
    Grant("exports.view", "any", (Role.COMPLIANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("exports.download", "own", _EXPORTERS),
    Grant("exports.contacts", "own", (Role.ACCOUNT_MANAGER,)),
    Grant("exports.contacts", "any", (Role.MANAGER, Role.ADMINISTRATOR)),
    # The house itself.
    Grant("operator_log.view", "operator", (Role.COMPLIANCE, Role.MANAGER, Role.ADMINISTRATOR)),
    Grant("search.use", "none", _ALL_STAFF),
    Grant("design.view", "none", _ALL_STAFF),
    Grant("own_account.manage", "none", _ALL_STAFF),
)


def _index() -> Mapping[tuple[str, str], frozenset[str]]:
    index: dict[tuple[str, str], set[str]] = {}
    for grant in TABLE:
        for role in grant.roles:
            index.setdefault((role, grant.action), set()).add(grant.relation)
    return {key: frozenset(relations) for key, relations in index.items()}


_RELATIONS = _index()
ACTIONS = tuple(sorted({grant.action for grant in TABLE}))


def relations(role: str, action: str) -> frozenset[str]:
    """The relations on which `role` may take `action`; empty where the table is silent.

    Raises KeyError for an action that the table does not know at all: a typo must not look like a denial.
    """
    if action not in ACTIONS:
        raise KeyError(f"The policy table has no action {action!r}.")
    return _RELATIONS.get((role, action), frozenset())
