"""Records of imports belong to no customer: they are of a kind, and of the one who imported."""

from typing import ClassVar

from django.db.models import Q

from guanxi.domain.ground.scope import Actor, ScopedRecord
from guanxi.domain.intake.rights import importable_kinds


class OfImport(ScopedRecord):
    """`actor_path` leads to the id of the account that brought the file."""

    view_action = "imports.view"
    actor_path: ClassVar[str] = "actor_id"

    class Meta:
        abstract = True

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """Those of the kinds that the actor may bring in, or the actor's own; no other relation leads here.

        Rows of a file say what its kind says: who may not bring in costs reads none here either.
        """
        if relation == "any":
            return Q(**{f"{cls.actor_path.removesuffix('actor_id')}kind__in": importable_kinds(actor)})
        return Q(**{cls.actor_path: actor.actor_id}) if relation == "own" else Q(pk__in=())
