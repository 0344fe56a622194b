from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models.policy import Policy
from guanxi.domain.classification.models.run import ClassificationEntry
from guanxi.domain.classification.vocabulary import Group, ValueTier
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord


class Standing(ScopedRecord):
    """Where one customer stands now: a cache that runs and `update_groups` can rebuild (reliability rule 14).

    The group follows the facts at once; the tier is that of the newest run or of an override in force, and
    changes with a period close (D19). `entry` is the place in the newest run, None before the first one.
    `group_evidence` is `{"value", "code", "inputs"}` like that of an entry. Both axes are empty for a
    natural person who objects to profiling, with the code "objected" (D22).
    """

    view_action = "classification.view"
    # A customer that only this refers to can still be taken back with its import.
    is_derived = True

    class TierBasis(models.TextChoices):
        RUN = "run", _("By rank")
        OVERRIDE = "override", _("By override")

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="standing")
    entry = models.ForeignKey(ClassificationEntry, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(_("Group"), max_length=10, choices=Group, blank=True)
    group_evidence: Any = models.JSONField(default=dict)
    # The day from which the newest change holds, and the moment at which it was concluded.
    group_since = models.DateField(_("In this group since"), null=True)
    group_decided_at = models.DateTimeField(null=True)
    tier = models.CharField(_("Value tier"), max_length=10, choices=ValueTier, blank=True)
    tier_basis = models.CharField(max_length=8, choices=TierBasis, blank=True)

    # Copies of the entry's, by which lists are put in order: an index reaches no further than one table.
    rank = models.PositiveIntegerField(null=True)
    last_on = models.DateField(null=True)
    # The columns that come with a run; `at` fills them, and no other place does.
    OF_ENTRY: ClassVar[tuple[str, ...]] = ("entry", "tier", "tier_basis", "rank", "last_on")

    objects: ClassVar[ScopedQuerySet["Standing"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["group", "customer"], name="classification_standing_group"),
            models.Index(fields=["tier", "customer"], name="classification_standing_tier"),
            models.Index(fields=["rank", "customer"], name="classification_standing_rank"),
            models.Index(fields=["last_on", "customer"], name="classification_standing_last"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.group} {self.tier}"

    @classmethod
    def at(cls, entry: ClassificationEntry) -> "Standing":
        """The columns of OF_ENTRY as the entry has them; the others are empty, and it is unsaved."""
        is_given = entry.tier_evidence["inputs"].get("kept") == "override"
        basis = cls.TierBasis.OVERRIDE if is_given else cls.TierBasis.RUN
        return cls(
            customer_id=entry.customer_id,
            entry=entry,
            tier=entry.tier,
            tier_basis=basis if entry.tier else "",
            rank=entry.rank,
            last_on=entry.last_on,
        )

    def leave_run(self) -> None:
        """No run speaks of the customer any more: the columns of OF_ENTRY are empty. Unsaved."""
        empty = Standing()
        for name in self.OF_ENTRY:
            setattr(self, name, getattr(empty, name))


class GroupChangeQuerySet(ScopedQuerySet["GroupChange"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class GroupChange(ScopedRecord):
    """A customer went from one relationship group to another: append-only (D12, group_history).

    The changes of a customer form a chain: each begins with the group the one before ended with. `decided_on`
    is the day whose evidence was weighed, `recorded_at` the moment. The customer is named and not referenced,
    so that an import that brought it can be undone.
    """

    view_action = "classification.view"
    customer_path = "customer_id"

    class Basis(models.TextChoices):
        FACT = "fact", _("A new or corrected fact")
        RUN = "run", _("A classification run")
        BACKBONE = "backbone", _("Confirmed as backbone")
        DEMOTION = "demotion", _("No longer backbone")
        OBJECTION = "objection", _("Objection to profiling")

    customer_id = models.BigIntegerField()
    group_before = models.CharField(_("Group before"), max_length=10, choices=Group, blank=True)
    group = models.CharField(_("Group"), max_length=10, choices=Group, blank=True)
    # {"value", "code", "inputs"}, and "facts": which records it rests on, as [[model, id], …].
    evidence: Any = models.JSONField()
    decided_on = models.DateField(_("As of"))
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=10, choices=Basis)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[GroupChangeQuerySet] = GroupChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="classification_a_change_changes", condition=~models.Q(group=models.F("group_before"))
            )
        ]
        indexes = [models.Index(fields=["customer_id", "-id"], name="classification_changes_of")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.group_before or '–'} → {self.group or '–'}"
