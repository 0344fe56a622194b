import pytest
from django.http import QueryDict

from guanxi.design.listing import Facet, Option, Sort, without

OPTIONS = [Option("gold", "Gold", 8), Option("iron", "Iron", 30)]


@pytest.mark.parametrize(
    ("current", "direction", "href"),
    [
        ("", "none", "?sort=name"),
        ("name", "ascending", "?sort=-name"),
        ("-name", "descending", "?"),
        ("revenue", "none", "?sort=name"),
    ],
)
def test_a_click_sorts_up_then_down_then_off(current: str, direction: str, href: str) -> None:
    sort = Sort(QueryDict(f"sort={current}" if current else ""), current)
    assert sort.direction("name") == direction
    assert sort.href("name") == href


def test_another_order_or_selection_starts_from_the_first_page() -> None:
    query = QueryDict("q=x&after=42&before=7")
    assert Sort(query, "").href("name") == "?q=x&sort=name"
    assert [choice.href for choice in Facet("tier", "Tier", OPTIONS, query).choices] == [
        "?q=x&tier=gold",
        "?q=x&tier=iron",
    ]
    assert query.urlencode() == "q=x&after=42&before=7"


def test_a_choice_adds_to_the_others_of_its_facet_and_a_second_click_takes_it_out() -> None:
    facet = Facet("tier", "Tier", OPTIONS, QueryDict("tier=gold&group=actual"))
    gold, iron = facet.choices
    assert gold.selected
    assert gold.href == "?group=actual"
    assert not iron.selected
    assert iron.href == "?tier=gold&tier=iron&group=actual"
    assert facet.chosen == [gold]


def test_clear_keeps_what_it_does_not_name() -> None:
    assert without(QueryDict("tier=gold&group=basic&q=x&after=3"), "tier", "group") == "?q=x"
