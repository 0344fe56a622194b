"""The cards beside a customer's overview: its people, the next tasks, the group of companies (D4, D9)."""

from dataclasses import dataclass
from typing import Any

from guanxi.design.explanation import Explanation
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.customers.family import Family, Member, family_of
from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.worklist.queries import open_tasks
from guanxi.interfaces.workspace.customers.frame import Frame
from guanxi.interfaces.workspace.customers.lines import relative
from guanxi.interfaces.workspace.explanations.family import why_together
from guanxi.interfaces.workspace.worklist.lines import task_line

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Kin:
    """A company of the group: how deep it stands, and its net revenue, None where the run has no entry."""

    name: str
    href: str
    depth: int
    is_this: bool
    revenue_minor: int | None


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """The companies of one group, each once; without a run there is nothing to add up."""

    kin: list[Kin]
    hidden: int
    run: ClassificationRun | None
    total_minor: int
    why: Explanation | None


def cards(frame: Frame, actor: User) -> dict[str, Any]:
    """Contacts with the part they play, open tasks, and the family where there is one."""
    customer, today = frame.customer, clock.business_date()
    contacts = list(Contact.objects.visible_to(actor).filter(customer=customer).order_by("pk")[: SHOWN + 1])
    tasks = open_tasks(actor, assignee_ids=None).filter(customer=customer).most_urgent_first()
    return {
        "contacts": contacts[:SHOWN],
        "more_contacts": len(contacts) > SHOWN,
        "tasks": [task_line(task, today=today) for task in tasks[:SHOWN]],
        "family": _family(frame, actor),
    }


def _family(frame: Frame, actor: User) -> FamilyCard | None:
    family = family_of(frame.customer, actor=actor)
    if family.is_alone:
        return None
    run = frame.place.entry.run if frame.place.entry else None
    revenue = _revenue(family, run, actor) if run else {}
    kin = [_kin(member, frame.customer, revenue) for member in family.members]
    total = sum(revenue.values())
    parts = [(one.name, one.revenue_minor) for one in kin if one.revenue_minor is not None]
    why = why_together(total, parts, run=run, hidden=family.hidden) if run else None
    return FamilyCard(kin, family.hidden, run, total, why)


def _revenue(family: Family, run: ClassificationRun, actor: User) -> dict[int, int]:
    """customer id → net revenue in the run's window, for members that entered the run."""
    entries = ClassificationEntry.objects.visible_to(actor).filter(run=run, customer__in=family.ids)
    return dict(entries.values_list("customer_id", "revenue_minor"))


def _kin(member: Member, this: Customer, revenue: dict[int, int]) -> Kin:
    shown, pk = relative(member.customer), member.customer.pk
    return Kin(shown.name, shown.href, member.depth, pk == this.pk, revenue.get(pk))
