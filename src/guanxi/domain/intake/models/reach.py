"""Records of imports belong to no customer: they are everybody's, or those of the one who imported."""

from typing import ClassVar

from django.db.models import Q

from guanxi.domain.ground.scope import Actor, ScopedRecord


class OfImport(ScopedRecord):
    """`actor_path` leads to the id of the account that brought the file."""

    view_action = "imports.view"
    actor_path: ClassVar[str] = "actor_id"

    class Meta:
        abstract = True

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """All of them, or the actor's own; no other relation leads here."""
        if relation == "any":
            return Q()
        return Q(**{cls.actor_path: actor.actor_id}) if relation == "own" else Q(pk__in=())
