"""Small makers of records, with only what a test does not care about filled in."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from guanxi.domain.audiences.models import Audience, Campaign, Signal
from guanxi.domain.billing.models import CostActivity
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.customers.models import Contact, Customer, Party, PersonalFact
from guanxi.domain.exports import storage
from guanxi.domain.exports.models import Export
from guanxi.domain.intake.models import ImportRun, Upload
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import PORTAL_ROLES
from guanxi.domain.value.drawing import draw_budget
from guanxi.domain.value.models import BudgetApproval, MaintenanceBudget
from guanxi.domain.views.models import BulkEdit, SavedView
from guanxi.domain.worklist.models import Task
from guanxi.processes.classification_run import classify_customers

LONG_AGO = datetime(2024, 1, 8, 1, 0, tzinfo=UTC)
_numbers = count(1)


def staff(name: str, role: str, *, team: Team | None = None, password: str = "") -> User:
    """A staff account; with `password` it can sign in by the form."""
    user = User.objects.create_staff(
        f"staff{next(_numbers)}@guanxi.test", name=name, role=role, team=team, created_at=LONG_AGO
    )
    if password:
        user.set_password(password)
        user.save()
    return user


def portal_user(customer: Customer, *, role: str = "customer_user") -> User:
    """An account of the customer's own people."""
    assert role in PORTAL_ROLES
    return User.objects.create(
        email=f"person{next(_numbers)}@customer.test",
        name="王芳",
        kind=User.Kind.PORTAL,
        role=role,
        customer_id=customer.pk,
        created_at=LONG_AGO,
    )


def customer(
    name: str, *, name_en: str = "", uscc: str = "", owner: User | None = None, **fields: Any
) -> Customer:
    party = Party(name=name, name_en=name_en, uscc=uscc)
    number = fields.pop("number", f"C{next(_numbers):05d}")
    return Customer.create(party=party, by=None, at=LONG_AGO, owner=owner, number=number, **fields)


def contact(of: Customer, name: str, *roles: str) -> Contact:
    return Contact._base_manager.create(customer=of, name=name, roles=list(roles))


def shipment(
    of: Customer, *, delivered_on: date | None, promised_on: date | None = None, **fields: Any
) -> Shipment:
    """A forward shipment ordered five days before its delivery, of ¥1,000 unless the test says otherwise."""
    number = f"W{next(_numbers):05d}"
    reason = fields.get("revenue_absent_reason", "")
    values: dict[str, Any] = {
        "source": "test",
        "source_id": number,
        "waybill_number": number,
        "ordered_on": (delivered_on or promised_on or date(2025, 6, 1)) - timedelta(days=5),
        "revenue_minor": None if reason else 100_000,
        "currency": "CNY",
        "recorded_at": LONG_AGO,
    } | fields
    return Shipment._base_manager.create(
        customer=of, delivered_on=delivered_on, promised_on=promised_on, **values
    )


def task(of: User, title: str, *, due_on: date | None = None, about: Customer | None = None) -> Task:
    return Task.plan(by=None, at=LONG_AGO, title=title, assignee=of, due_on=due_on, customer=about)


def sealed_fact(of: Contact, value: str, *, by: User) -> PersonalFact:
    """A birthday, sealed by an account manager who owns the customer."""
    return PersonalFact.record(
        of,
        kind=PersonalFact.Kind.BIRTHDAY,
        value=value,
        purpose="Greeting",
        consented_on=date(2024, 1, 8),
        by=by,
        at=LONG_AGO,
    )


def run(as_of: date) -> ClassificationRun:
    """Classify everything on file as of a day."""
    return classify_customers(as_of=as_of, by=None, at=LONG_AGO)


def import_run(*, by: User | None = None, **fields: Any) -> ImportRun:
    """A finished import of an empty file of shipments, unless the test says otherwise."""
    values: dict[str, Any] = {
        "kind": "shipments",
        "mapping": "guanxi",
        "file_name": f"file{next(_numbers)}.csv",
        "state": ImportRun.State.DONE,
        "started_at": LONG_AGO,
        "finished_at": LONG_AGO,
        "actor_id": by.pk if by else None,
    } | fields
    return ImportRun._base_manager.create(**values)


def upload(*, by: User, **fields: Any) -> Upload:
    """A file that was imported, unless the test says otherwise; its bytes are nowhere."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "kind": "shipments",
        "file_name": f"file{number}.csv",
        "size": 0,
        "stored_as": f"nowhere-{number}",
        "state": Upload.State.DONE,
        "created_at": LONG_AGO,
        "actor_id": by.pk,
    } | fields
    return Upload._base_manager.create(**values)


def export(*, by: User, **fields: Any) -> Export:
    """A finished export of customers with its file, unless the test says otherwise."""
    name = f"export{next(_numbers)}"
    values: dict[str, Any] = {
        "what": "customers",
        "format": "csv",
        "language": "en",
        "actor_id": by.pk,
        "actor_name": by.name,
        "ordered_at": LONG_AGO,
        "expected": 1,
        "state": Export.State.READY,
        "finished_at": LONG_AGO,
        "rows": 1,
        "size": 7,
        "file_name": "customers.csv",
        "stored_as": name,
    } | fields
    (storage.folder() / name).write_bytes(b"number\n")
    return Export._base_manager.create(**values)


def saved_view(*, by: User, **fields: Any) -> SavedView:
    """A private view of customers that ship, unless the test says otherwise."""
    values: dict[str, Any] = {
        "subject": "customers",
        "name": f"view {next(_numbers)}",
        "owner": by,
        "layout": {"query": {"group": ["actual"]}, "widths": {}},
        "created_at": LONG_AGO,
        "changed_at": LONG_AGO,
    } | fields
    return SavedView._base_manager.create(**values)


def bulk_edit(*, by: User) -> BulkEdit:
    """A finished edit of nobody's purpose."""
    return BulkEdit._base_manager.create(
        subject="customers",
        field="purpose",
        value="consumer",
        selection={"ids": []},
        expected=0,
        actor=by,
        ordered_at=LONG_AGO,
        finished_at=LONG_AGO,
        state=BulkEdit.State.DONE,
    )


def campaign(name: str, **fields: Any) -> Campaign:
    """Five days of March for an audience of its own: ten answers, ¥120."""
    usual = {
        "started_on": date(2025, 3, 3),
        "ended_on": date(2025, 3, 7),
        "responses": 10,
        "cost_minor": 12_000,
        "currency": "CNY",
        "register_within_days": 90,
        "ship_within_days": 180,
        "evidence": "扫码记录",
        "source": "guanxi",
        "recorded_at": LONG_AGO,
    }
    audience = Audience._base_manager.create(
        name=f"{name}的客户群",
        segment="纸制品",
        size_estimate=100,
        source="名录",
        estimated_on=date(2025, 1, 15),
        recorded_at=LONG_AGO,
    )
    return Campaign._base_manager.create(name=name, audience=audience, **usual | fields)


def signal(of: Customer, campaign_name: str = "", *, on: date = date(2025, 3, 4)) -> Signal:
    return Signal._base_manager.create(
        customer=of,
        kind=Signal.Kind.BADGE_SCAN,
        seen_on=on,
        lawful_basis="consent",
        campaign=campaign_name,
        recorded_at=LONG_AGO,
    )


def cost(of: Customer, minor: int, *, on: date = date(2025, 5, 3), currency: str = "CNY") -> CostActivity:
    """One call's cost-to-serve, of `minor` minor units."""
    return CostActivity._base_manager.create(
        source="test",
        source_id=f"K{next(_numbers):05d}",
        customer=of,
        activity="call",
        occurred_on=on,
        quantity_thousandths=1000,
        rate_millionths=minor * 10_000,
        amount_minor=minor,
        currency=currency,
        recorded_at=LONG_AGO,
    )


def budget(*, by: User) -> MaintenanceBudget:
    """The maintenance budget from June to December 2025, divided over nobody; one, however often asked."""
    first, last = date(2025, 6, 1), date(2025, 12, 31)
    drawn = MaintenanceBudget.objects.everything("a test asks for it").filter(starts_on=first).first()
    return drawn or draw_budget(
        run=run(date(2024, 1, 31)),
        starts_on=first,
        ends_on=last,
        amount_minor=600_000_00,
        by=by,
        at=LONG_AGO,
    )


def approval(of: Customer, *, by: User) -> BudgetApproval:
    """A request of `by` to spend ¥100 beyond the customer's line, which waits."""
    return BudgetApproval._base_manager.create(
        budget=budget(by=by),
        customer=of,
        amount_minor=100_00,
        reason="续约谈判",
        requested_by=by,
        requested_at=LONG_AGO,
    )
