"""The figures of one run's page: the four axes, the curve, the ties, the two views."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.design.charts import Chart, Cut, ParetoPoint, pareto_curve
from guanxi.design.explanation import Explanation
from guanxi.domain.audiences.models import Audience
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Group, ValueTier
from guanxi.domain.classification.queries import cumulative_shares, movers_by_contribution
from guanxi.domain.customers.models import Customer, Nature, Purpose
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.customers.lines import Relative, relative
from guanxi.interfaces.workspace.explanations.tiers import figures_of, why_contribution, why_tier_in_run
from guanxi.interfaces.workspace.names import Names, in_language, names_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOP = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How many customers hold a value of an axis in the run; `href` opens their list."""

    badge: str
    value: str
    label: str
    count: int
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class Axis:
    label: str
    counts: list[Count]
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A customer in the run, with why each of its figures is what it is."""

    entry: ClassificationEntry
    names: Names
    href: str

    @property
    def name(self) -> str:
        """What its explanations are called on the page begins with this."""
        return f"first-{self.entry.pk}-"

    @property
    def tier_why(self) -> Explanation:
        return why_tier_in_run(self.entry, None, run_open=False)

    @cached_property
    def figures(self) -> dict[str, Explanation]:
        """Why, by figure; an entry that is not stored yet has no run whose shipments could be opened."""
        figures = figures_of(self.entry, run_open=False)
        if self.entry.run_id is not None:
            return figures
        return {name: replace(why, evidence=()) for name, why in figures.items()}

    @property
    def contribution_why(self) -> Explanation:
        return why_contribution(self.entry, run_open=False)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An audience and how many firms it is thought to hold (D13)."""

    label: str
    size: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal revenue on both sides of a cut, and who has it, by rank."""

    last_rank: int
    revenue_minor: int
    customers: list[Relative]


def axes_of(run: ClassificationRun, *, linked: bool) -> list[Axis]:
    """Each axis with its values and counts, in the axis' own order."""
    groups = [choice for choice in Group.choices if choice[0] != Group.POTENTIAL]
    return [
        Axis(_("Relationship groups"), _counts(run, "group", groups, linked=linked)),
        Axis(_("Value tiers"), _counts(run, "tier", ValueTier.choices, linked=linked), _held(run)),
        Axis(_("Purpose"), _counts(run, "purpose", Purpose.choices, linked=linked)),
        Axis(_("Nature"), _counts(run, "nature", Nature.choices, linked=linked)),
    ]


def estimates_for(actor: User) -> list[Estimate]:
    """The largest audiences, which no count of records is."""
    audiences = Audience.objects.visible_to(actor).order_by("-size_estimate", "pk")[:TOP]
    return [Estimate(in_language(one.name, one.name_en), one.size_estimate) for one in audiences]


def curve_of(run: ClassificationRun, actor: User) -> Chart | None:
    """Share of revenue by share of customers; None where nobody is active."""
    points = cumulative_shares(run, actor=actor)
    if not points:
        return None
    cuts = [Cut(cut["tier"], cut["last_rank"]) for cut in run.cuts if _is_drawn(cut, run)]
    return pareto_curve(
        [ParetoPoint(rank, reached) for rank, reached in points],
        cuts,
        customers=run.active,
        language=get_language() or "en",
    )


def first_of(run: ClassificationRun, actor: User) -> list[Line]:
    """The first ten by revenue."""
    entries = ClassificationEntry.objects.visible_to(actor).filter(run=run).by_rank()
    return [line_of(entry, run) for entry in entries.select_related("customer__party")[:TOP]]


def two_views(run: ClassificationRun, actor: User) -> list[Line] | None:
    """Who stands elsewhere by contribution; None while no cost-to-serve is on file, or may not be seen."""
    if not actor.may("costs.view"):
        return None
    movers = movers_by_contribution(run, actor=actor, limit=TOP)
    return None if movers is None else [line_of(entry, run) for entry in movers]


def ties_of(run: ClassificationRun, actor: User) -> list[Tie]:
    """Ties at the cuts with the customers the actor may see (D17)."""
    numbers = [number for tie in run.ties for number in tie["customers"]]
    known = Customer.objects.visible_to(actor).filter(number__in=numbers).with_names() if numbers else ()
    by_number = {customer.number: customer for customer in known}
    return [
        Tie(
            tie["last_rank"],
            tie["revenue_minor"],
            [relative(by_number[number]) for number in tie["customers"] if number in by_number],
        )
        for tie in run.ties
    ]


def line_of(entry: ClassificationEntry, run: ClassificationRun | None = None) -> Line:
    """`run` is the entry's own where it is at hand already, so that nobody asks for it once a line."""
    if run is not None:
        entry.run = run
    href = reverse("workspace:customer", args=[entry.customer_id])
    return Line(entry, names_of(entry.customer.party), href)


def _counts(
    run: ClassificationRun, axis: str, choices: Sequence[tuple[str, "StrOrPromise"]], *, linked: bool
) -> list[Count]:
    reach = {cut["tier"]: cut for cut in run.cuts} if axis == "tier" else {}
    lists = reverse("workspace:customers")
    return [
        Count(
            axis,
            value,
            str(label),
            run.counts[axis].get(value, 0),
            f"{lists}?{axis}={value}" if linked else "",
            _note(reach.get(value), run.counts["raw_tier"].get(value, 0), run.counts[axis].get(value, 0)),
        )
        for value, label in choices
    ]


def _held(run: ClassificationRun) -> str:
    """Why the tiers' counts are not those of the ranks, if they are not."""
    if all(run.counts["tier"].get(tier) == run.counts["raw_tier"].get(tier) for tier in ValueTier.values):
        return ""
    return _("Some keep the tier of the last close: one bad close is grace, a second one moves them.")


def _note(cut: dict[str, Any] | None, by_rank: int, held: int) -> str:
    """The ranks of a tier, and how many it would have without holding and grace (D19)."""
    if cut is None or cut["last_rank"] < cut["first_rank"]:
        return ""
    ranks = _("Rank %(first)s to %(last)s") % {"first": cut["first_rank"], "last": cut["last_rank"]}
    return (
        ranks if by_rank == held else _("%(ranks)s; by rank %(count)s") % {"ranks": ranks, "count": by_rank}
    )


def _is_drawn(cut: dict[str, Any], run: ClassificationRun) -> bool:
    """A line for each tier that somebody is in, but none at the end of the curve."""
    return not run.small_n and cut["first_rank"] <= cut["last_rank"] < run.active
