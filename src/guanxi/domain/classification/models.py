from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer, Nature, Purpose
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord


class Group(models.TextChoices):
    """The five relationship groups (D11). Potential is an audience, never a customer (D13)."""

    POTENTIAL = "potential", _("Potential")
    ORDINARY = "ordinary", _("Ordinary")
    BASIC = "basic", _("Basic")
    ACTUAL = "actual", _("Actual")
    BACKBONE = "backbone", _("Backbone")


class ValueTier(models.TextChoices):
    """Top 1 %, next 4 %, next 15 %, remaining 80 % of active customers by net revenue (D16)."""

    PLATINUM = "platinum", _("Platinum")
    GOLD = "gold", _("Gold")
    IRON = "iron", _("Iron")
    LEAD = "lead", _("Lead")


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_force_on(self, day: date) -> "Policy":
        """The policy that holds on `day`. Raises Policy.DoesNotExist before the first one."""
        newest = self.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
        if newest is None:
            raise Policy.DoesNotExist(day)
        return newest


class Policy(models.Model):
    """One version of the classification rules; versions are added, never changed (D135)."""

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    rules: Any = models.JSONField()

    objects: ClassVar[PolicyQuerySet] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"v{self.version}"


class RunQuerySet(ScopedQuerySet["ClassificationRun"]):
    def newest_first(self) -> Self:
        return self.order_by("-as_of", "-pk")


class ClassificationRun(ScopedRecord):
    """All customers classified as of one day. Immutable: the database refuses changes.

    `cuts` and `ties` are lists of objects with the fields of `guanxi_analysis.Cut` and `Tie` (ties name
    customer numbers). `counts` maps axis → value → number of customers, for the axes group, tier, raw_tier,
    purpose and nature; `group.potential` is the audiences' estimate (D13), no count of records.
    """

    view_action = "runs.view"

    as_of = models.DateField(_("As of"))
    window_days = models.PositiveIntegerField(_("Window"))
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT)
    currency = models.CharField(max_length=3)
    run_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    customers = models.PositiveIntegerField()
    active = models.PositiveIntegerField()
    small_n = models.BooleanField()
    cuts: Any = models.JSONField()
    ties: Any = models.JSONField()
    counts: Any = models.JSONField()
    hash = models.CharField(max_length=64)

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
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
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.group} {self.tier}"

    @property
    def revenue(self) -> Money:
        return Money(self.revenue_minor, self.run.currency)

    @property
    def contribution_tier(self) -> str:
        """The tier its place by contribution would give, under the run's own cuts (D18)."""
        rank = self.contribution_rank
        if rank is None or self.run.small_n:
            return ""
        reached = (cut["tier"] for cut in self.run.cuts if cut["first_rank"] <= rank <= cut["last_rank"])
        return next(reached, "")


class Standing(ScopedRecord):
    """Which entry is the customer's newest: a cache that any run can rebuild (reliability rule 14)."""

    view_action = "classification.view"

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="standing")
    entry = models.ForeignKey(ClassificationEntry, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ScopedQuerySet["Standing"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return str(self.entry)
