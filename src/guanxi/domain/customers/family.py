"""The companies of one group: who stands above and below a customer, each once (D9)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from guanxi.domain.customers import rules
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor

# UNION drops what was met before, so that even a circle, which the model refuses, would come to an end.
_ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
  SELECT id, parent_id FROM customers_customer WHERE id = %s
  UNION
  SELECT c.id, c.parent_id FROM customers_customer c JOIN above a ON c.id = a.parent_id
)
SELECT id, parent_id FROM above
"""
_BELOW = """
WITH RECURSIVE below(id, parent_id) AS (
  SELECT id, parent_id FROM customers_customer WHERE id = %s
  UNION
  SELECT c.id, c.parent_id FROM customers_customer c JOIN below b ON c.parent_id = b.id
)
SELECT id, parent_id FROM below
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A customer and how many companies stand above it within the family; the head has none."""

    customer: Customer
    depth: int


@dataclass(frozen=True, slots=True)
class Family:
    """The members the actor may see, each below its parent; `hidden` others belong to it too."""

    members: list[Member]
    hidden: int

    @property
    def is_alone(self) -> bool:
        return len(self.members) + self.hidden < 2

    @property
    def ids(self) -> list[int]:
        return [member.customer.pk for member in self.members]


def family_of(customer: Customer, *, actor: Actor) -> Family:
    """The whole group a customer belongs to, from its head downwards, in three queries."""
    above = dict(_related(_ABOVE, customer.pk))
    head = next((pk for pk, parent in above.items() if parent is None), customer.pk)
    below = dict(_related(_BELOW, head))
    seen = Customer.objects.visible_to(actor).with_names().filter(pk__in=list(below))
    by_id = {one.pk: one for one in seen}
    members = [Member(by_id[pk], depth) for pk, depth in _in_order(head, below) if pk in by_id]
    return Family(members, len(below) - len(members))


def _in_order(head: int, below: Mapping[int, int | None]) -> list[tuple[int, int]]:
    return rules.tree_in_order(head, {pk: parent for pk, parent in below.items() if pk != head})


def _related(statement: str, pk: int) -> list[tuple[int, int | None]]:
    """(customer id, parent id): ids only, so that hidden members are counted and nothing else of them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        return [(row[0], row[1]) for row in cursor.fetchall()]
