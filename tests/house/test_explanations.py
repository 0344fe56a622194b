"""Every computed value on every page opens its explanation, and no template shows one without (D22).

The walk goes through every page of the workspace in a prepared house; the look at the templates finds the
value that no house happened to show.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Node, engines
from django.template.base import VariableNode
from django.template.library import SimpleBlockNode, SimpleNode
from django.test import Client
from django.urls import reverse

from guanxi.domain.classification.models import Policy
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from guanxi.interfaces import http
from guanxi.interfaces.http.access import ANYONE, NOBODY
from guanxi.interfaces.http.routes import routes_of
from tests import factories, money_on_file
from tests.house.cube import bring_in, settle, things
from tests.house.decided import proposed_case, waiting_override

pytestmark = pytest.mark.usefixtures("moment")
DAY = date(2025, 6, 30)
TEMPLATES = Path(http.__file__).parent.parent / "workspace/templates"
# Members of a campaign's step are firms on a list: the cube has a campaign only where the matrix made one.
_WITHOUT_COMPUTED_VALUES = {"workspace:campaign_members"}
FOLLOWED = 3  # of links with one name on one page: a list shows the same value in every row


@dataclass
class Seen:
    """What a page says of computed values: ids or addresses of their reasons, and the reasons."""

    names: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    hrefs: dict[str, list[str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


class Reader(HTMLParser):
    """Collects `data-computed` with what each leads to, and the markup of every popover by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._inside: list[tuple[str, int]] = []
        self._depth = 0
        self._awaits_id = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._note(tag, known)
        if tag not in {"input", "br", "img", "meta", "link", "hr", "rect", "path"}:
            self._depth += 1
        if tag == "div" and known.get("id", "").startswith("why-"):
            self._inside.append((known["id"], self._depth))
            self.seen.reasons[known["id"]] = ""
        self._keep(self.get_starttag_text() or "")

    def _note(self, tag: str, known: dict[str, str]) -> None:
        if "data-computed" in known:
            self.seen.names.append(known["data-computed"])
            if tag == "a":
                self.seen.hrefs.setdefault(known["data-computed"], []).append(known["href"])
            self._awaits_id = tag != "a"
        elif self._awaits_id and "popovertarget" in known:
            self.seen.ids.append(known["popovertarget"])
            self._awaits_id = False

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1][1] == self._depth and tag == "div":
            self._inside.pop()
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def _keep(self, markup: str) -> None:
        if self._inside:
            self.seen.reasons[self._inside[-1][0]] += markup


def read(html: str) -> Seen:
    reader = Reader()
    reader.feed(html)
    return reader.seen


def lacks(reason: str) -> list[str]:
    """Which parts of an explanation are missing: its title, its rule, and what it rests on or is as of."""
    missing = [part for part in ("title", "rule") if not re.search(rf'explained__{part}">\s*[^<\s]', reason)]
    rests = any(f"explained__{part}" in reason for part in ("inputs", "policy"))
    return missing if rests else [*missing, "inputs or as of"]


@pytest.fixture
def manager(north: Team, li: User, settings: Any, tmp_path: Path) -> User:
    """A house in which all was computed: 24 ranked customers, money, a family, decisions."""
    settings.HOME = tmp_path
    manager = factories.staff("梅若兰", Role.MANAGER)
    main = factories.customer("蜀味食品", name_en="Shuwei Foods", owner=li, nature="manufacturer")
    for index in range(24):
        one = main if index == 0 else factories.customer(f"customer {index}", owner=li, parent=main)
        for days in (20, 120):
            minor = 1_000_000 - index * 10_000
            factories.shipment(one, delivered_on=DAY - timedelta(days=days), revenue_minor=minor)
        factories.cost(one, 1_000, on=date(2025, 5, 3))
    bill = money_on_file.invoice(main, 500_000, issued_on=date(2025, 3, 1), due_on=date(2025, 4, 1))
    money_on_file.payment(bill, 100_000, on=date(2025, 4, 20))
    money_on_file.grade(main, "a", on=date(2025, 1, 1))
    money_on_file.grade(main, "bb", on=date(2025, 6, 1))
    waiting_override(main, manager)
    proposed_case(main)
    factories.run(date(2025, 3, 31))
    factories.run(DAY)
    return manager


def pages(manager: User) -> Iterator[str]:
    """The address of every page that a member of staff may open, for the main customer where it is of one."""
    main = Customer.objects.everything("the walk").get(party__name="蜀味食品")
    estate, brought = settle(manager, factories.staff("Keeper", Role.ACCOUNT_MANAGER)), bring_in(manager)
    run = factories.run(DAY)
    urlconf = settings.URLCONF_BY_HOST["localhost"]
    for route in routes_of(urlconf):
        if route.action in {ANYONE, NOBODY} or not manager.may(route.action or ""):
            continue
        if route.name in _WITHOUT_COMPUTED_VALUES:
            continue
        for thing in list(things(route, [estate], run, [brought]))[:1]:
            kwargs = dict(thing.kwargs)
            yield reverse(route.name, urlconf=urlconf, kwargs=kwargs)
            if kwargs.get("pk") == estate.customer.pk and set(kwargs) == {"pk"}:
                yield reverse(route.name, urlconf=urlconf, kwargs={"pk": main.pk})


def test_every_computed_value_on_every_page_opens_its_explanation(signed_in: Any, manager: User) -> None:
    client, found, faults = signed_in(manager), set[str](), []
    for path in pages(manager):
        response = client.get(path)
        if response.status_code != 200 or "text/html" not in response.headers["Content-Type"]:
            continue
        seen = read(response.content.decode())
        found |= set(seen.names)
        faults += [f"{path}: {fault}" for fault in _faults(client, seen)]
    assert faults == []
    # The walk has seen the values it is for: an empty house would prove nothing.
    assert found >= {"group", "tier", "revenue", "rank", "share", "completeness", "credit_grade"}, found
    assert {name.split("-")[0] for name in found} >= {"open", "overdue", "dso", "exposure", "contribution"}


def _faults(client: Client, seen: Seen) -> Iterator[str]:
    for identifier in seen.ids:
        missing = lacks(seen.reasons.get(identifier, ""))
        if missing:
            yield f"#{identifier} lacks {', '.join(missing)}"
    linked = sum(len(hrefs) for hrefs in seen.hrefs.values())
    if len(seen.ids) + linked != len(seen.names):
        yield f"{len(seen.names)} computed values, {len(seen.ids) + linked} ways to a reason"
    for name, hrefs in seen.hrefs.items():
        for href in hrefs[:FOLLOWED]:
            answer = client.get(href, headers={"HX-Request": "true"})
            missing = lacks(answer.content.decode()) if answer.status_code == 200 else ["everything"]
            if missing:
                yield f"{name} at {href} lacks {', '.join(missing)}"


# What is computed, as templates name it. A value not named here but computed belongs here.
_COMPUTED = re.compile(
    r"(^|\.)entry\.(revenue_minor|orders|rank|share_ppm|recency_days|contribution_minor|contribution_rank)$"
    r"|(^|\.)receivables\.(open_minor|overdue_minor|overdue_ppm|days_sales_outstanding)$"
    r"|(^|\.)exposure\.total_minor$"
    r"|(^|\.)weighed\.score$"
    r"|(^|\.)family\.total_minor$"
)
_BADGES = {"group_badge", "tier_badge"}
_EXPLAINING = {"explained", "explained_at"}
# The word of a group or tier itself, and no record's value: in a legend, a funnel, a rule, a choice.
_WORDS_THEMSELVES = {
    "workspace/audiences/campaign.html": {'group_badge "potential"', "group_badge step.step.code"},
    "workspace/classification/close_review.html": {"tier_badge one.tier"},
    "workspace/classification/run.html": {
        'group_badge "potential"',
        "group_badge count.value",
        "tier_badge count.value",
    },
    "workspace/classification/ties.html": {"tier_badge cut.tier"},
    "workspace/customers/group_on_day.html": {"group_badge answer.group"},
    "workspace/value/budget_new.html": {"tier_badge tier.tier"},
    "workspace/value/budget_tiers.html": {"tier_badge row.spending.tier"},
}
_SAMPLES = {"workspace/design.html"}


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")), ids=str
)
def test_no_template_shows_a_computed_value_without_its_explanation(name: str) -> None:
    template: Any = engines["django"].get_template(name)
    bare = set(_bare(template.template.nodelist))
    assert name in _SAMPLES or bare <= _WORDS_THEMSELVES.get(name, set())


def _bare(nodes: Any, *, explained: bool = False) -> Iterator[str]:
    for node in nodes:
        shown = _computed_by(node)
        if shown and not explained:
            yield shown
        opens = isinstance(node, SimpleBlockNode) and node.func.__name__ in _EXPLAINING
        for children in _children(node):
            yield from _bare(children, explained=explained or opens)


def _computed_by(node: Node) -> str:
    """What of the registry the node shows without saying why; empty for every other node."""
    if isinstance(node, VariableNode):
        path = str(getattr(node.filter_expression.var, "var", ""))
        return path if _COMPUTED.search(path) else ""
    if isinstance(node, SimpleNode) and not isinstance(node, SimpleBlockNode):
        name = node.func.__name__
        return f"{name} {node.args[0].token}" if name in _BADGES and "why" not in node.kwargs else ""
    return ""


def _children(node: Node) -> Iterator[Any]:
    for attribute in dict.fromkeys([*node.child_nodelists, "nodelist"]):
        children = getattr(node, attribute, None)
        if children:
            yield children


def test_a_page_without_a_reason_would_be_found() -> None:
    seen = read('<span data-computed="tier"><button popovertarget="why-tier">Gold</button></span>')
    assert lacks(seen.reasons.get("why-tier", "")) == ["title", "rule", "inputs or as of"]
    engine = engines["django"]
    bare: Any = engine.from_string('{% if x %}{% tier_badge "gold" %}{{ a.entry.rank }}{% endif %}')
    assert list(_bare(bare.template.nodelist)) == ['tier_badge "gold"', "a.entry.rank"]
    whole: Any = engine.from_string('{% explained why=w name="x" %}{{ entry.rank }}{% endexplained %}')
    assert list(_bare(whole.template.nodelist)) == []


def test_the_policy_of_the_walk_ranks_somebody(manager: User) -> None:
    assert Policy.objects.in_force_on(DAY).rules["value_tiers"]["minimum_ranked"] <= 24
