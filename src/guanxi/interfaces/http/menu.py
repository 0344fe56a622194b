"""What a member of staff can go to and begin: one list for navigation and palette."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Room:
    """A furnished room: who may enter it sees it in the navigation. `short` is for the bar of a phone."""

    label: LazyText
    short: LazyText
    icon: str
    route: str
    action: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to begin on a page of its own."""

    label: LazyText
    icon: str
    route: str
    action: str


@dataclass(frozen=True, slots=True)
class Preference:
    """A choice that the browser keeps: what is posted to a route."""

    label: LazyText
    icon: str
    route: str
    name: str
    value: str


ROOMS = (
    Room(_("My work"), pgettext_lazy("room", "Work"), "list-checks", "workspace:worklist", "tasks.view"),
    Room(_("Customers"), _("Customers"), "building-2", "workspace:customers", "customers.view"),
    Room(_("Shipments"), _("Shipments"), "package", "workspace:shipments", "shipments.view"),
    Room(
        _("Classification"),
        pgettext_lazy("room", "Groups"),
        "chart-pie",
        "workspace:classification",
        "runs.view",
    ),
    Room(
        pgettext_lazy("room", "Value"),
        pgettext_lazy("room", "Value"),
        "coins",
        "workspace:value",
        "runs.view",
    ),
    Room(_("Budget"), _("Budget"), "wallet", "workspace:budget", "budgets.view"),
    Room(_("Imports"), _("Imports"), "file-input", "workspace:imports", "imports.view"),
    Room(_("Exports"), _("Exports"), "file-output", "workspace:exports", "exports.view"),
    Room(
        _("Operator log"),
        pgettext_lazy("room", "Log"),
        "scroll-text",
        "workspace:operator_log",
        "operator_log.view",
    ),
)
DEEDS = (
    Deed(_("New customer"), "plus", "workspace:customer_new", "customers.create"),
    Deed(_("New task"), "list-plus", "workspace:task_new", "tasks.create"),
    Deed(_("Import a file"), "file-up", "workspace:import_new", "imports.run"),
    Deed(_("Close a period"), "lock", "workspace:close", "classification.close"),
    Deed(_("Change the policy"), "scale", "workspace:policy_new", "policy.edit"),
    Deed(_("Two-step sign-in"), "shield-check", "mfa_index", "own_account.manage"),
    Deed(_("Sessions"), "laptop", "usersessions_list", "own_account.manage"),
    Deed(_("Change password"), "key-round", "account_change_password", "own_account.manage"),
)
PREFERENCES = (
    Preference(_("Switch theme: light"), "sun", "workspace:theme", "theme", "light"),
    Preference(_("Switch theme: dark"), "moon", "workspace:theme", "theme", "dark"),
    Preference(_("Switch theme: as the system"), "monitor", "workspace:theme", "theme", "system"),
    Preference(_("Language: Chinese"), "languages", "set_language", "language", "zh-hans"),
    Preference(_("Language: English"), "languages", "set_language", "language", "en"),
)
