"""Records that ask who is looking (reliability rules 1, 2 and 5).

`Record.objects` answers nothing until a scope is named: `visible_to(actor)` in a door or a job,
`everything(reason)` in the machine's own runs. A query without one raises MissingScope, so a
forgotten scope is a red test and never a leak.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler


class MissingScope(RuntimeError):
    """A query ran that had not said on whose behalf."""


class Actor(Protocol):
    """Whoever acts: what they may do, and on which records."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def display_name(self) -> str: ...

    def relations_for(self, action: str) -> frozenset[str]:
        """The relations ("own", "team", "any", …) on which the policy table permits the action."""
        ...


# Which customers stand in a relation to an actor is known one floor up; that room says it here, once.
CustomerReach = Callable[[Actor, str], models.QuerySet[Any]]
_customer_reach: list[CustomerReach] = []


def register_customer_reach(reach: CustomerReach) -> None:
    """Called by the customers room when the house is set up."""
    _customer_reach[:] = [reach]


class ScopedQuery(Query):
    """A SQL query that refuses to compile before a scope is set."""

    scope_named = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> SQLCompiler:
        if not self.scope_named:
            raise MissingScope(
                f"{self.model.__name__ if self.model else 'A record'} was queried without a scope: "
                "use visible_to(actor), or everything(reason) in a machine's own run."
            )
        compiler: SQLCompiler = super().get_compiler(*args, **kwargs)
        return compiler


M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Adjectives may be added before or after the scope, but nothing is read without it."""

    def __init__(self, model: type[M] | None = None, query: Query | None = None, **kwargs: Any) -> None:
        if query is None and model is not None:
            query = ScopedQuery(model)
        super().__init__(model, query, **kwargs)

    def visible_to(self, actor: Actor, action: str | None = None) -> Self:
        """Only what the policy table lets the actor reach; nothing at all where it is silent."""
        record = self.model
        permission = action or record.view_action  # type: ignore[attr-defined]
        reaches: list[Q] = [
            record.reached_by(actor, relation)  # type: ignore[attr-defined]
            for relation in sorted(actor.relations_for(permission))
        ]
        scoped = self.everything("narrowed by visible_to")
        if not reaches:
            return scoped.none()
        # An empty condition reaches everything, but `|` would drop it and keep the narrower one.
        return scoped if Q() in reaches else scoped.filter(reduce(or_, reaches))

    def everything(self, reason: str) -> Self:
        """All records, for the machine's own runs; the reason is for the reader of the code."""
        if not reason:
            raise ValueError("Say why the scope is lifted.")
        widened = self.all()
        widened.query.scope_named = True  # type: ignore[attr-defined]
        return widened

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        return super(ScopedQuerySet, self.everything("the objects are at hand")).bulk_update(
            objs, fields, batch_size
        )

    def _require_scope(self) -> None:
        if not getattr(self.query, "scope_named", False):
            raise MissingScope(f"{self.model.__name__} was changed without a scope.")


class ScopedRecord(models.Model):
    """A record reached only through what an actor may see.

    `view_action` is the action of the policy table that lets it be seen; `customer_path` leads to the
    customer it belongs to ("pk" for the customer itself). Records that belong to no customer override
    `reached_by`.
    """

    view_action: ClassVar[str]
    customer_path: ClassVar[str] = "customer"
    objects: ClassVar[Any]

    class Meta:
        abstract = True

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """The rows that stand in `relation` to the actor."""
        if relation == "any":
            return Q()
        return Q(**{f"{cls.customer_path}__in": _customer_reach[0](actor, relation).values("pk")})
