"""The authorisation cube: who comes, what they ask for, and in what relation they stand to it.

What is expected is computed from the policy table alone; nothing here is read from a view but the
action that it names.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from guanxi.domain.audiences.models import Campaign
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.customers.models import Contact, Customer, PersonalFact
from guanxi.domain.exports.models import Export
from guanxi.domain.intake.models import ImportRun, Upload
from guanxi.domain.people import policy
from guanxi.domain.people.models import User
from guanxi.domain.value.models import BudgetApproval
from guanxi.domain.views.models import BulkEdit, SavedView
from guanxi.domain.worklist.models import Task
from guanxi.interfaces.http.access import ANYONE, NOBODY
from guanxi.interfaces.http.routes import Route
from tests import factories
from tests.house.decided import Decisions, decide_about

MISSING = 999_999
# Sessions are the browser's, the cache counts attempts, and neither is a record of the operator.
NOT_COMPARED = {"django_session", "cache", "usersessions_usersession"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a route is asked for: its arguments, and who owns it; `exists` is False for no record at all."""

    kwargs: dict[str, object]
    owner: User | None = None
    exists: bool = True


@dataclass(frozen=True, slots=True)
class Estate:
    """One customer's worth of records, all of them with the same owner."""

    owner: User | None
    customer: Customer
    contact: Contact
    fact: PersonalFact
    task: Task | None
    export: Export | None
    decisions: Decisions
    view: SavedView | None
    bulk: BulkEdit | None
    approval: BudgetApproval


@dataclass(frozen=True, slots=True)
class Import:
    """A file somebody brought, and what came of it."""

    owner: User
    upload: Upload
    run: ImportRun


def bring_in(owner: User) -> Import:
    """An import of `owner`."""
    run = factories.import_run(by=owner)
    return Import(owner, factories.upload(by=owner, run=run), run)


def settle(owner: User | None, keeper: User) -> Estate:
    """An estate of `owner`; its fact was sealed by `keeper` while the customer was hers."""
    customer = factories.customer("Estate", owner=keeper)
    contact = factories.contact(customer, "陈总", "decider")
    fact = factories.sealed_fact(contact, "secret", by=keeper)
    Customer.objects.everything("the estate changes hands").filter(pk=customer.pk).update(owner=owner)
    customer.refresh_from_db()
    task = factories.task(owner, "Errand") if owner else None
    export = factories.export(by=owner) if owner else None
    decisions = decide_about(customer, keeper)
    view = factories.saved_view(by=owner, scope="everyone") if owner else None
    bulk = factories.bulk_edit(by=owner) if owner else None
    approval = factories.approval(customer, by=keeper)
    return Estate(owner, customer, contact, fact, task, export, decisions, view, bulk, approval)


Arguments = Callable[[Estate], dict[str, object] | None]
_CUSTOMER: Arguments = lambda estate: {"pk": estate.customer.pk}  # noqa: E731 - a row of the table below
_OF_ESTATES: dict[str, Arguments] = {
    "workspace:customer": _CUSTOMER,
    "workspace:customer_shipments": _CUSTOMER,
    "workspace:customer_timeline": _CUSTOMER,
    "workspace:customer_money": _CUSTOMER,
    "workspace:customer_value": _CUSTOMER,
    "workspace:budget_spend": _CUSTOMER,
    "workspace:budget_ask": _CUSTOMER,
    "workspace:budget_decide": lambda estate: {"pk": estate.approval.pk},
    "workspace:customer_contacts": _CUSTOMER,
    "workspace:customer_standing": _CUSTOMER,
    "workspace:customer_why": lambda estate: {"pk": estate.customer.pk, "name": "purpose"},
    "workspace:customer_detail": lambda estate: {"pk": estate.customer.pk, "name": "city"},
    "workspace:profile_fact_new": _CUSTOMER,
    "workspace:override_new": _CUSTOMER,
    "workspace:objection_new": _CUSTOMER,
    "workspace:review_new": _CUSTOMER,
    "workspace:customer_edit": _CUSTOMER,
    "workspace:customer_assign": _CUSTOMER,
    "workspace:contact_new": _CUSTOMER,
    "workspace:site_new": _CUSTOMER,
    "workspace:task_complete": lambda estate: {"pk": estate.task.pk} if estate.task else None,
    "workspace:customer_panel": _CUSTOMER,
    "workspace:customer_field": lambda estate: {"pk": estate.customer.pk, "key": "purpose"},
    "workspace:bulk_edit": lambda estate: {"pk": estate.bulk.pk} if estate.bulk else None,
    "workspace:bulk_edit_undo": lambda estate: {"pk": estate.bulk.pk} if estate.bulk else None,
    "workspace:view_save": lambda estate: {"pk": estate.view.pk} if estate.view else None,
    "workspace:view_delete": lambda estate: {"pk": estate.view.pk} if estate.view else None,
    "workspace:export_file": lambda estate: {"pk": estate.export.pk} if estate.export else None,
    "workspace:personal_fact": lambda estate: {"pk": estate.customer.pk, "fact_pk": estate.fact.pk},
    "workspace:personal_fact_new": lambda estate: {
        "pk": estate.customer.pk,
        "contact_pk": estate.contact.pk,
    },
}


def _decision(kind: str) -> Arguments:
    """The customer and its decision of the kind, as routes name them."""
    return lambda estate: {"pk": estate.customer.pk, f"{kind}_pk": getattr(estate.decisions, kind).pk}


_OF_ESTATES |= {
    f"workspace:{name}": _decision("case" if name.startswith("backbone") else name.split("_")[0])
    for name in (
        "override_approve",
        "override_decline",
        "override_end",
        "backbone_confirm",
        "backbone_turn_down",
        "backbone_renew",
        "backbone_end",
        "objection_withdraw",
        "review_answer",
    )
}
_OF_IMPORTS: dict[str, Callable[[Import], int]] = {
    name: lambda one: one.run.pk
    for name in ("workspace:import_run", "workspace:import_rejected", "workspace:import_undo")
} | {
    name: lambda one: one.upload.pk
    for name in (
        "workspace:import_upload",
        "workspace:import_file",
        "workspace:import_columns",
        "workspace:import_save_mapping",
        "workspace:import_check",
        "workspace:import_mend",
        "workspace:import_row",
        "workspace:import_replace",
        "workspace:import_commit",
        "workspace:import_again",
        "workspace:import_discard",
        "workspace:import_progress",
        "workspace:import_result",
    )
}
_OF_NOBODY: dict[str, dict[str, object]] = {
    "workspace:view_new": {"subject": "customers"},
    "workspace:list_columns": {"subject": "customers"},
    "first_sign_in": {"token": "0" * 64},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
    "account_confirm_email": {"key": "abc"},
}


def things(
    route: Route, estates: list[Estate], run: ClassificationRun, imports: list[Import]
) -> Iterator[Thing]:
    """Everything the route can be asked for. Raises KeyError for a route nobody thought of."""
    if "<" not in route.pattern:
        yield Thing({})
    elif route.name == "workspace:classification_run":
        yield Thing({"pk": run.pk})
        yield Thing({"pk": MISSING}, exists=False)
    elif route.name == "workspace:campaign_members":
        campaign = Campaign.objects.everything("the cube asks for it").get()
        yield Thing({"pk": campaign.pk, "step": "basic"})
        yield Thing({"pk": MISSING, "step": "basic"}, exists=False)
    elif route.name in _OF_IMPORTS:
        row: dict[str, object] = {"number": 2} if "<int:number>" in route.pattern else {}
        found_imports = ((_OF_IMPORTS[route.name](one), one.owner) for one in imports)
        yield from (Thing({"pk": pk} | row, owner) for pk, owner in found_imports)
        yield Thing({"pk": MISSING} | row, exists=False)
    elif route.name in _OF_NOBODY:
        yield Thing(_OF_NOBODY[route.name])
    else:
        found = [(_OF_ESTATES[route.name](estate), estate.owner) for estate in estates]
        yield from (Thing(kwargs, owner) for kwargs, owner in found if kwargs)
        yield Thing((found[0][0] or {}) | {"pk": MISSING}, exists=False)


def expected(actor: User | None, route: Route, thing: Thing) -> str:
    """ "granted", "sign in", "forbidden" or "not found", by the policy table."""
    assert route.action, f"{route.name} names no action"
    if route.action in {ANYONE, NOBODY}:
        return {ANYONE: "granted", NOBODY: "not found"}[route.action]
    if actor is None:
        return "sign in"
    if not policy.relations(actor.role, route.action):
        return "forbidden"
    return _expected_of_record(actor, route, thing) if thing.kwargs else "granted"


def _expected_of_record(actor: User, route: Route, thing: Thing) -> str:
    action = route.action or ""
    if not thing.exists or not _reaches(actor, route.reading or action, thing):
        return "not found"
    return "granted" if _reaches(actor, action, thing) else "forbidden"


def _reaches(actor: User, action: str, thing: Thing) -> bool:
    relations, owner = policy.relations(actor.role, action), thing.owner
    if relations & {"any", "none"}:
        return True
    own = owner is not None and owner == actor
    mate = own or (owner is not None and owner.team is not None and owner.team == actor.team)
    return ("own" in relations and own) or ("team" in relations and mate)


def state_of_the_house() -> dict[str, str]:
    """table → number of rows, greatest id and a digest of every row."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {name: _digest(model) for name, model in sorted(tables.items()) if name not in NOT_COMPARED}


def _digest(model: type[Model]) -> str:
    rows = list(model._base_manager.order_by("pk").values_list())
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]).encode())
    return f"{len(rows)} rows to {rows[-1][0] if rows else None}: {digest.hexdigest()}"
