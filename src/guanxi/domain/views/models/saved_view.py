from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.views import events
from guanxi.domain.views.vocabulary import RIGHTS, ListOf, Scope

NARROWEST, WIDEST = 48, 960


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    def of(self, subject: str) -> Self:
        return self.filter(subject=subject)

    def in_order(self) -> Self:
        """One's own first, then the team's, then everyone's, each by name."""
        places = [When(scope=scope, then=Value(place)) for place, scope in enumerate(Scope.values)]
        return self.order_by(Case(*places), "name", "pk")


class SavedView(ScopedRecord):
    """A list under a name: `layout` holds `{"query": {parameter: [values]}, "widths": {field: pixels}}`.

    The query is that of the list's address without its view and page. Everyone may change their own views;
    those of others only who may change any, and then never what somebody keeps to themselves.
    """

    view_action = "views.use"

    subject = models.CharField(max_length=12, choices=ListOf)
    name = models.CharField(_("Name"), max_length=60)
    scope = models.CharField(_("For"), max_length=10, choices=Scope, default=Scope.PRIVATE)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    layout: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[SavedViewQuerySet] = SavedViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "subject", "name"], name="views_one_name_per_owner")
        ]
        indexes = [models.Index(fields=["subject", "scope"], name="views_of_subject")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """ "any" is every view meant for the actor: one's own, one's team's, everyone's."""
        own = Q(owner_id=actor.actor_id)
        if relation == "own":
            return own
        if relation != "any":
            return Q(pk__in=())
        teams = User.objects.filter(pk=actor.actor_id or 0, team__isnull=False).values("team_id")
        return own | Q(scope=Scope.EVERYONE) | Q(scope=Scope.TEAM, owner__team_id__in=teams)

    @classmethod
    def save_as(
        cls, subject: str, name: str, *, scope: str, layout: dict[str, Any], by: User, at: datetime
    ) -> "SavedView":
        """Keep a list under a name; a view of one's own with that name gets the new layout and scope.

        Raises PermissionDenied where the actor may not save for so many.
        """
        if not by.may(RIGHTS[Scope(scope)]):
            raise PermissionDenied
        view, _is_new = cls._base_manager.update_or_create(
            owner=by,
            subject=subject,
            name=name,
            defaults={"scope": scope, "layout": layout, "changed_at": at},
            create_defaults={"scope": scope, "layout": layout, "changed_at": at, "created_at": at},
        )
        if view.is_shared:
            Event.record(events.VIEW_SHARED, subject=view, by=by, at=at, data=view._told)
        return view

    @property
    def is_shared(self) -> bool:
        return self.scope != Scope.PRIVATE

    @property
    def query(self) -> dict[str, list[str]]:
        """parameter → values of the list's address."""
        found: dict[str, list[str]] = self.layout.get("query", {})
        return found

    @property
    def widths(self) -> dict[str, int]:
        """field → width in CSS pixels."""
        found: dict[str, int] = self.layout.get("widths", {})
        return found

    def relay(self, layout: dict[str, Any], *, by: User, at: datetime) -> None:
        """Keep another layout under the same name."""
        self.layout, self.changed_at = layout, at
        self.save(update_fields=["layout", "changed_at"])
        if self.is_shared:
            Event.record(events.VIEW_CHANGED, subject=self, by=by, at=at, data=self._told)

    def take_away(self, *, by: User, at: datetime) -> None:
        """Delete the view; no record of a customer goes with it."""
        if self.is_shared:
            Event.record(events.VIEW_DELETED, subject=self, by=by, at=at, data=self._told)
        SavedView.objects.everything("the one at hand").filter(pk=self.pk).delete()

    @property
    def _told(self) -> dict[str, Any]:
        return {"name": self.name, "list": self.subject, "scope": self.scope}


class ColumnWidths(models.Model):
    """How wide one person has drawn the columns of a list: field → CSS pixels."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="column_widths")
    subject = models.CharField(max_length=12, choices=ListOf)
    widths: Any = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["ColumnWidths"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="views_widths_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.subject}"

    @classmethod
    def of(cls, user: User, subject: str) -> dict[str, int]:
        """field → pixels, empty where nothing was drawn."""
        found: dict[str, int] | None = (
            cls.objects.filter(user=user, subject=subject).values_list("widths", flat=True).first()
        )
        return found or {}

    @classmethod
    def draw(cls, user: User, subject: str, widths: dict[str, int]) -> None:
        """Keep these widths beside those of other columns, each within what can be read."""
        kept = cls.of(user, subject) | {
            key: max(NARROWEST, min(WIDEST, width)) for key, width in widths.items()
        }
        cls.objects.update_or_create(user=user, subject=subject, defaults={"widths": kept})
