from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models.policy import Policy
from guanxi.domain.classification.vocabulary import Group, ValueTier
from guanxi.domain.customers.models import Customer, Nature, Purpose
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord


class RunQuerySet(ScopedQuerySet["ClassificationRun"]):
    def newest_first(self) -> Self:
        return self.order_by("-as_of", "-pk")

    def closes(self) -> Self:
        return self.filter(kind=ClassificationRun.Kind.CLOSE)


class ClassificationRun(ScopedRecord):
    """All customers classified as of one day. Immutable: the database refuses changes.

    Of a period there is one close, and tiers change with it; an interim run only shows what it found (D19).
    `cuts` and `ties` are lists of objects with the fields of `guanxi_analysis.Cut` and `Tie` (ties name
    customer numbers). `counts` maps axis → value → number of customers, for the axes group, tier, raw_tier,
    purpose and nature; `group.potential` is the audiences' estimate (D13), no count of records.
    """

    view_action = "runs.view"

    class Kind(models.TextChoices):
        INTERIM = "interim", _("Interim run")
        CLOSE = "close", _("Period close")

    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.INTERIM)
    as_of = models.DateField(_("As of"))
    window_days = models.PositiveIntegerField(_("Window"))
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT)
    currency = models.CharField(max_length=3)
    run_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    customers = models.PositiveIntegerField()
    active = models.PositiveIntegerField()
    # Natural persons who object to profiling: counted, and nothing else (D22).
    excluded = models.PositiveIntegerField(default=0)
    small_n = models.BooleanField()
    cuts: Any = models.JSONField()
    ties: Any = models.JSONField()
    counts: Any = models.JSONField()
    hash = models.CharField(max_length=64)

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["as_of"], condition=Q(kind="close"), name="classification_one_close_per_period"
            )
        ]
        indexes = [models.Index(fields=["-as_of", "-id"], name="classification_newest_run")]

    def __str__(self) -> str:
        return f"{self.as_of} #{self.pk}"


class EntryQuerySet(ScopedQuerySet["ClassificationEntry"]):
    def by_rank(self) -> Self:
        return self.filter(rank__isnull=False).order_by("rank")


class ClassificationEntry(ScopedRecord):
    """One customer in one run: where it stands on each axis, and from which evidence."""

    view_action = "classification.view"

    run = models.ForeignKey(ClassificationRun, on_delete=models.PROTECT, related_name="entries")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="classifications")
    group = models.CharField(_("Group"), max_length=10, choices=Group)
    group_evidence: Any = models.JSONField()
    # By rank alone, and after grace and holding over between period closes (D19).
    raw_tier = models.CharField(_("Tier by rank"), max_length=10, choices=ValueTier, blank=True)
    tier = models.CharField(_("Value tier"), max_length=10, choices=ValueTier, blank=True)
    tier_evidence: Any = models.JSONField()
    purpose = models.CharField(max_length=12, choices=Purpose)
    nature = models.CharField(max_length=16, choices=Nature, blank=True)
    rank = models.PositiveIntegerField(null=True)
    orders = models.PositiveIntegerField(default=0)
    revenue_minor = models.BigIntegerField(default=0)
    share_ppm = models.PositiveIntegerField(default=0)
    # Revenue less cost-to-serve, and the place by it; None where no costs were on file (D18, D26).
    contribution_minor = models.BigIntegerField(null=True)
    contribution_rank = models.PositiveIntegerField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    recency_days = models.IntegerField(null=True)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "customer"], name="classification_one_entry_per_run"),
            models.UniqueConstraint(fields=["run", "rank"], name="classification_ranks_are_unique"),
        ]
        indexes = [
            models.Index(fields=["run", "group"], name="classification_by_group"),
            models.Index(fields=["run", "tier"], name="classification_by_tier"),
            models.Index(fields=["run", "revenue_minor", "-rank"], name="classification_by_revenue"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.group} {self.tier}"

    @property
    def revenue(self) -> Money:
        return Money(self.revenue_minor, self.run.currency)

    @property
    def tier_by_rule(self) -> str:
        """The tier without the override that covers it, if one does."""
        return str(self.tier_evidence["inputs"].get("tier_by_rule", self.tier))

    @property
    def contribution_tier(self) -> str:
        """The tier its place by contribution would give, under the run's own cuts (D18)."""
        rank = self.contribution_rank
        if rank is None or self.run.small_n:
            return ""
        reached = (cut["tier"] for cut in self.run.cuts if cut["first_rank"] <= rank <= cut["last_rank"])
        return next(reached, "")
