"""Who moved between two runs, one by one and with the reason; the tier and the group apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.design.components.lists import Tab
from guanxi.design.explanation import Explanation
from guanxi.domain.classification import movement
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.classification.models.run import EntryQuerySet
from guanxi.domain.classification.movement import GONE, GROUP, TIER, Pair
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.classification.pairs import NoPair, pair_of, run_choices
from guanxi.interfaces.workspace.classification.run_figures import Line, line_of
from guanxi.interfaces.workspace.classification.stops import word_of
from guanxi.interfaces.workspace.classification.tabs import tabs_for
from guanxi.interfaces.workspace.explanations.moves import reason_of, why_moved
from guanxi.interfaces.workspace.explanations.tiers import why_tier_in_run

SHOWN = 6
BY_RANK = Order("rank", int, nullable=True)
GRACE = "grace"


@dataclass(frozen=True, slots=True)
class Move:
    """A line: where the customer stood, where it stands and why; `before` is empty for a new one."""

    line: Line
    axis: str
    before: str | None
    now: str
    why: Explanation | None
    reason: str

    @property
    def name(self) -> str:
        """What the explanation is called on the page."""
        return f"{self.axis}-{self.line.entry.customer_id}"


@dataclass(frozen=True, slots=True)
class MovesShown:
    """The first movers of a run's page. `pair` is None for the first run of all."""

    pair: Pair | None
    tiers: list[Move] = field(default_factory=list)
    groups: list[Move] = field(default_factory=list)
    grace: list[Move] = field(default_factory=list)
    tiers_href: str = ""
    groups_href: str = ""
    grace_href: str = ""


def moves_shown(run: ClassificationRun, actor: User) -> MovesShown:
    """Against the newest run of an earlier day: the first by tier, by group, and who is in grace."""
    before = movement.run_to_compare(run, actor=actor)
    if before is None:
        return MovesShown(None)
    tiers, groups = Pair(before, run, TIER), Pair(before, run, GROUP)
    return MovesShown(
        tiers,
        tiers=_moves(movement.moved(tiers, actor=actor), tiers),
        groups=_moves(movement.moved(groups, actor=actor), groups),
        grace=_graces(_first(movement.in_grace(run, actor=actor))),
        tiers_href=moves_href(tiers),
        groups_href=moves_href(groups),
        grace_href=moves_href(tiers, grace=True),
    )


def moves_href(pair: Pair, *, before: str | None = None, now: str | None = None, grace: bool = False) -> str:
    """The list of those who moved, or of those who went from one value to the other."""
    query: dict[str, str | int] = {"run": pair.run.pk, "since": pair.before.pk}
    query["axis"] = GRACE if grace else pair.axis
    query |= {name: value for name, value in (("from", before), ("to", now)) if value is not None}
    return f"{reverse('workspace:classification_moves')}?{urlencode(query)}"


@staff_may("runs.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Everybody who stands elsewhere than in the run before, and why."""
    actor, query = request.actor, request.GET
    context: dict[str, Any] = {"tabs": tabs_for(actor, "workspace:classification_moves")}
    asked = query.get("axis", TIER)
    try:
        pair = pair_of(query, actor, axis=GROUP if asked == GROUP else TIER)
    except NoPair:
        return render(request, "workspace/classification/moves.html", context)
    rows = _asked_for(pair, query, actor)
    page = page_of(rows, BY_RANK, query)
    context |= {
        "pair": pair,
        "asked": asked,
        "choices": run_choices(actor),
        "views": _views(pair, asked, actor),
        "page": page,
        "moves": _graces(page.rows) if asked == GRACE else [_move(row, pair) for row in page.rows],
        "narrowed": _narrowed(pair, query),
        "all_href": moves_href(pair),
    }
    return render(request, "workspace/classification/moves.html", context)


def _asked_for(pair: Pair, query: QueryDict, actor: User) -> EntryQuerySet:
    before, now = query.get("from"), query.get("to")
    if query.get("axis") == GRACE:
        rows = movement.in_grace(pair.run, actor=actor)
    elif now == GONE:
        # The annotations of `moved`, so that a line is a line: it stood there, and stands nowhere.
        rows = movement.gone(pair, actor=actor, before=before).annotate(
            group_before=F("group"), tier_before=F("tier"), rank_before=F("rank")
        )
    else:
        rows = movement.moved(pair, actor=actor, before=before, now=now)
    return rows.select_related("customer__party", "run__policy")


def _views(pair: Pair, asked: str, actor: User) -> list[Tab]:
    tiers, groups = (Pair(pair.before, pair.run, axis) for axis in (TIER, GROUP))
    counted = [movement.moved(one, actor=actor).count() for one in (tiers, groups)]
    grace = movement.in_grace(pair.run, actor=actor).count()
    return [
        Tab(_("Tier"), moves_href(tiers), counted[0], current=asked == TIER),
        Tab(_("Group"), moves_href(groups), counted[1], current=asked == GROUP),
        Tab(_("In grace"), moves_href(tiers, grace=True), grace, current=asked == GRACE),
    ]


def _narrowed(pair: Pair, query: QueryDict) -> str:
    """Which cell of the picture is looked at, in words; empty for all who moved."""
    sides = [query.get("from"), query.get("to")]
    if sides == [None, None]:
        return ""
    return " → ".join(word_of(pair.axis, side) if side is not None else _("any") for side in sides)


def _moves(rows: EntryQuerySet, pair: Pair) -> list[Move]:
    return [_move(entry, pair) for entry in _first(rows)]


def _first(rows: EntryQuerySet) -> EntryQuerySet:
    ranked = rows.order_by(F("rank").asc(nulls_last=True), "pk")
    return ranked.select_related("customer__party", "run__policy")[:SHOWN]


def _move(entry: Any, pair: Pair) -> Move:
    if entry.run_id == pair.before.pk:
        return Move(
            line_of(entry), pair.axis, getattr(entry, pair.axis), GONE, None, _("No longer classified.")
        )
    before = getattr(entry, f"{pair.axis}_before")
    now = getattr(entry, pair.axis)
    return Move(line_of(entry), pair.axis, before, now, why_moved(entry, pair), reason_of(entry, pair))


def _graces(rows: Iterable[ClassificationEntry]) -> list[Move]:
    """Whose rank asks for a lower tier: the tier held, and the one a second close would bring."""
    reason = _("By rank it is lower: a second close in a row would move it.")
    return [
        Move(
            *(line_of(entry), TIER, entry.tier, entry.raw_tier),
            why_tier_in_run(entry, None, run_open=True),
            reason,
        )
        for entry in rows
    ]
