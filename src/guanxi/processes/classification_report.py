"""The report on a run (D134): what a manager takes into the meeting, and what stays reproducible."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext as _

from guanxi.domain.audiences.models import Audience
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Group, ValueTier
from guanxi.domain.customers.models import Customer, Nature, Purpose
from guanxi.domain.ground.export import Chart, Column, Kind, Provenance, Report, Row, Table
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import Actor

TOP = 50
_AXES_THEN_AND_NOW = ("earlier__group", "group", "earlier__tier", "tier")
_WHY = "the shell's door is the operator's own"


def report_on(
    run: ClassificationRun, *, by: Actor | None, at: datetime, charts: Sequence[Chart] = ()
) -> Report:
    """The run as tables: what `by` may see of it, or everything where the shell asks (None).

    Groups and tiers count all customers, whoever asks; customers named are those within sight, and
    contribution is told only to those who may see costs.
    """
    provenance = Provenance(
        produced_at=at,
        produced_by=by.display_name if by else "",
        n=run.customers,
        as_of=run.as_of,
        window_days=run.window_days,
        policy=_("version %(version)s") % {"version": run.policy.version},
        filters=_("all customers with evidence on file"),
        currency=run.currency,
        hash=run.hash,
    )
    tables = [_groups(run), _audiences(by), _tiers(run), _pareto(run, by), _ties(run, by), _movers(run, by)]
    if by is None or by.relations_for("costs.view"):
        tables.append(_two_views(run, by))
    name = f"classification-{run.as_of.isoformat()}-{run.hash[:8]}"
    title = _("Customers by group and value tier")
    subtitle = _("As of %(day)s, %(count)s ranked") % {"day": run.as_of, "count": f"{run.active:,}"}
    return Report(name, title, provenance, tables, subtitle, charts)


def entries_of(run: ClassificationRun, by: Actor | None) -> Any:
    """The entries within sight, ranked first."""
    scoped = ClassificationEntry.objects
    seen = scoped.everything(_WHY) if by is None else scoped.visible_to(by)
    return seen.filter(run=run).order_by(F("rank").asc(nulls_last=True), "customer__number")


def entry_table(run: ClassificationRun, by: Actor | None) -> Table:
    """Every entry of the run within sight, with all that it says of a customer."""
    shows_costs = by is None or bool(by.relations_for("costs.view"))
    columns = [
        *(Column(_("Rank"), Kind.NUMBER, 8), Column(_("Customer number"), Kind.IDENTIFIER)),
        *(Column(_("Customer"), width=32), Column(_("Group")), Column(_("Value tier"))),
        *(Column(_("Tier by rank")), Column(_("Purpose")), Column(_("Nature"))),
        *(Column(_("Orders"), Kind.NUMBER), Column(_("Net revenue"), Kind.MONEY)),
        *(Column(_("Share of revenue"), Kind.SHARE), Column(_("First shipment"), Kind.DAY)),
        *(Column(_("Last shipment"), Kind.DAY), Column(_("Days since"), Kind.NUMBER)),
        *([Column(_("Contribution"), Kind.MONEY)] if shows_costs else []),
    ]
    entries = entries_of(run, by).select_related("customer__party").iterator(chunk_size=2000)
    return Table("entries", _("Customers"), columns, (_entry_row(one, run, shows_costs) for one in entries))


def _entry_row(one: ClassificationEntry, run: ClassificationRun, shows_costs: bool) -> Row:
    return [
        *(one.rank, one.customer.number, one.customer.party.name),
        *(_word(Group, one.group), _word(ValueTier, one.tier), _word(ValueTier, one.raw_tier)),
        *(_word(Purpose, one.purpose), _word(Nature, one.nature), one.orders),
        *(Money(one.revenue_minor, run.currency), one.share_ppm),
        *(one.first_on, one.last_on, one.recency_days),
        *([_money(one.contribution_minor, run)] if shows_costs else []),
    ]


def _groups(run: ClassificationRun) -> Table:
    counts = run.counts["group"]
    rows = [[str(group.label), counts.get(group.value, 0)] for group in Group]
    note = _("Potential customers are an estimate of audiences, never records.")
    columns = [Column(_("Group")), Column(_("Customers"), Kind.NUMBER)]
    return Table("groups", _("Relationship groups"), columns, rows, note)


def _audiences(by: Actor | None) -> Table:
    scoped = Audience.objects
    audiences = scoped.everything(_WHY) if by is None else scoped.visible_to(by)
    columns = [
        *(Column(_("Audience"), width=32), Column(_("Segment")), Column(_("Region"))),
        *(Column(_("Estimated size"), Kind.NUMBER), Column(_("Source of the estimate"))),
        Column(_("Estimated on"), Kind.DAY),
    ]
    rows = audiences.order_by("-size_estimate", "pk").values_list(
        "name", "segment", "region", "size_estimate", "source", "estimated_on"
    )
    return Table("audiences", _("Audiences and their estimates"), columns, rows)


def _tiers(run: ClassificationRun) -> Table:
    columns = [
        *(Column(_("Value tier")), Column(_("From rank"), Kind.NUMBER), Column(_("To rank"), Kind.NUMBER)),
        *(Column(_("By rank"), Kind.NUMBER), Column(_("Held"), Kind.NUMBER)),
        Column(_("Lowest revenue"), Kind.MONEY),
    ]
    cuts = {cut["tier"]: cut for cut in run.cuts}
    rows = [_tier_row(run, tier, cuts.get(tier.value)) for tier in ValueTier]
    note = _("Too few are ranked for tiers to mean anything.") if run.small_n else ""
    return Table("tiers", _("Value tiers and their cuts"), columns, rows, note)


def _tier_row(run: ClassificationRun, tier: ValueTier, cut: dict[str, Any] | None) -> Row:
    reach = (cut["first_rank"], cut["last_rank"]) if cut else (None, None)
    counts = (run.counts[axis].get(tier.value, 0) for axis in ("raw_tier", "tier"))
    return [str(tier.label), *reach, *counts, _money(cut["revenue_minor"] if cut else None, run)]


def _pareto(run: ClassificationRun, by: Actor | None) -> Table:
    columns = [
        *(Column(_("Rank"), Kind.NUMBER, 8), Column(_("Customer number"), Kind.IDENTIFIER)),
        *(Column(_("Customer"), width=32), Column(_("Value tier")), Column(_("Net revenue"), Kind.MONEY)),
        *(Column(_("Share of revenue"), Kind.SHARE), Column(_("Together"), Kind.SHARE)),
    ]
    title = _("The first %(count)s by net revenue") % {"count": TOP}
    return Table("pareto", title, columns, _pareto_rows(run, by))


def _pareto_rows(run: ClassificationRun, by: Actor | None) -> Iterator[Row]:
    """What the ranks bring together counts those out of sight as well."""
    seen = {one.pk: one for one in entries_of(run, by).by_rank().select_related("customer__party")[:TOP]}
    ranked = ClassificationEntry.objects.everything("a sum over ranks, no record").filter(run=run).by_rank()
    last = max((one.rank or 0 for one in seen.values()), default=0)
    reached = 0
    for pk, share in ranked.filter(rank__lte=last).values_list("pk", "share_ppm"):
        reached += share
        if one := seen.get(pk):
            name = one.customer.party.name
            revenue = Money(one.revenue_minor, run.currency)
            tier = _word(ValueTier, one.tier)
            yield [one.rank, one.customer.number, name, tier, revenue, share, reached]


def _ties(run: ClassificationRun, by: Actor | None) -> Table:
    columns = [
        *(Column(_("Cut after rank"), Kind.NUMBER), Column(_("Value tier"))),
        *(Column(_("Net revenue"), Kind.MONEY), Column(_("Customer number"), Kind.IDENTIFIER)),
        Column(_("Customer"), width=32),
    ]
    numbers = [number for tie in run.ties for number in tie["customers"]]
    scoped = Customer.objects
    seen = scoped.everything(_WHY) if by is None else scoped.visible_to(by)
    names = dict(seen.filter(number__in=numbers).values_list("number", "party__name"))
    rows = [
        [
            tie["last_rank"],
            _word(ValueTier, tie["tier"]),
            _money(tie["revenue_minor"], run),
            number,
            names[number],
        ]
        for tie in run.ties
        for number in tie["customers"]
        if number in names
    ]
    note = _("Equal revenue on both sides of a cut: contribution, orders, first day and number decided.")
    return Table("ties", _("Ties at the cuts"), columns, rows, note)


def _movers(run: ClassificationRun, by: Actor | None) -> Table:
    columns = [
        *(Column(_("Customer number"), Kind.IDENTIFIER), Column(_("Customer"), width=32)),
        *(Column(_("Group before")), Column(_("Group")), Column(_("Tier before")), Column(_("Value tier"))),
    ]
    runs = ClassificationRun.objects.everything("days of runs; their entries are scoped")
    before = runs.filter(as_of__lt=run.as_of).newest_first().first()
    title = _("Who moved")
    if before is None:
        return Table("movers", title, columns, [], _("This is the first run."))
    earlier = Q(customer__classifications__run=before)
    moved = (
        entries_of(run, by)
        .annotate(earlier=FilteredRelation("customer__classifications", condition=earlier))
        .filter(Q(earlier__isnull=True) | ~Q(group=F("earlier__group")) | ~Q(tier=F("earlier__tier")))
        .values_list(
            "customer__number", "customer__party__name", "earlier__group", "group", "earlier__tier", "tier"
        )
    )
    rows = (
        [number, name, *map(_word, (Group, Group, ValueTier, ValueTier), axes)]
        for number, name, *axes in moved.iterator(chunk_size=2000)
    )
    return Table("movers", title, columns, rows, _("Since the run as of %(day)s.") % {"day": before.as_of})


def _two_views(run: ClassificationRun, by: Actor | None) -> Table:
    columns = [
        *(Column(_("Rank"), Kind.NUMBER, 8), Column(_("Rank by contribution"), Kind.NUMBER)),
        *(Column(_("Customer number"), Kind.IDENTIFIER), Column(_("Customer"), width=32)),
        *(Column(_("Tier by rank")), Column(_("Tier by contribution"))),
        *(Column(_("Net revenue"), Kind.MONEY), Column(_("Contribution"), Kind.MONEY)),
    ]
    entries = (
        entries_of(run, by).filter(contribution_rank__isnull=False).select_related("customer__party", "run")
    )
    rows = (
        [
            *(one.rank, one.contribution_rank, one.customer.number, one.customer.party.name),
            *(_word(ValueTier, one.raw_tier), _word(ValueTier, one.contribution_tier)),
            *(one.revenue, _money(one.contribution_minor, run)),
        ]
        for one in entries.iterator(chunk_size=2000)
        if one.contribution_tier != one.raw_tier
    )
    note = _("Empty while no cost-to-serve is on file: unknown is not zero.")
    return Table("two-views", _("Elsewhere by contribution"), columns, rows, note)


def _word(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value else ""


def _money(minor: int | None, run: ClassificationRun) -> Money | None:
    return None if minor is None else Money(minor, run.currency)
