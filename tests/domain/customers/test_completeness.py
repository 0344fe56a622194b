"""How complete a record is: a hand-computed fixture, staleness, and what to fill next (D7)."""

from datetime import date

import pytest

from guanxi.domain.customers.completeness import profile_of
from guanxi.domain.customers.models import Customer, ProfileFact, ProfilePolicy, Site
from guanxi.domain.customers.rules.completeness import completeness
from guanxi.domain.people.models import User
from tests import factories

AS_OF = date(2025, 6, 30)
ITEMS = [
    {"code": "uscc", "weight": 15},
    {"code": "contact", "weight": 15},
    {"code": "decider", "weight": 15},
    {"code": "reachable", "weight": 10},
    {"code": "address", "weight": 10},
    {"code": "cargo", "weight": 10},
    {"code": "volume", "weight": 10},
    {"code": "lanes", "weight": 5},
    {"code": "nature", "weight": 5},
    {"code": "site", "weight": 5},
]


def test_the_score_is_that_of_the_hand() -> None:
    """15 + 10 + 5 do not age; 15 and 10 are fresh; 15 and 5 are stale and count half: 55 + 10 = 65."""
    known = {
        "uscc": None,
        "address": None,
        "nature": None,
        "contact": date(2025, 3, 1),
        "cargo": date(2024, 6, 30),
        "decider": date(2024, 3, 1),
        "lanes": date(2023, 1, 1),
    }
    found = completeness(known, ITEMS, shelf_life_days=365, as_of=AS_OF)
    assert found.score == 65
    assert [item.code for item in found.items if item.is_stale] == ["decider", "lanes"]
    assert [(item.code, item.missing_points) for item in found.to_fill] == [
        ("reachable", 20),
        ("volume", 20),
        ("decider", 15),
        ("site", 10),
        ("lanes", 5),
    ]


@pytest.mark.parametrize(
    ("learnt", "score"),
    [(date(2024, 6, 30), 15), (date(2024, 6, 29), 8), (AS_OF, 15)],
    ids=["the last fresh day", "the first stale day, half a point up", "today"],
)
def test_a_fact_counts_half_from_the_day_after_its_shelf_life(learnt: date, score: int) -> None:
    assert completeness({"contact": learnt}, ITEMS, shelf_life_days=365, as_of=AS_OF).score == score


def test_nothing_known_is_nought_and_everything_a_hundred() -> None:
    assert completeness({}, ITEMS, shelf_life_days=365, as_of=AS_OF).score == 0
    everything = {str(item["code"]): None for item in ITEMS}
    assert completeness(everything, ITEMS, shelf_life_days=365, as_of=AS_OF).score == 100


def test_what_is_on_file_is_found_with_its_days(chenguang: Customer, li: User) -> None:
    chenguang.party.uscc = "91350100M000100Y43"
    chenguang.party.save()
    factories.contact(chenguang, "陈总", "decider")
    Site._base_manager.create(customer=chenguang, name="Mill")
    fact = {"subject": "cargo", "value": "Paper", "method": "visit", "learnt_on": date(2025, 5, 1)}
    for _twice in range(2):
        ProfileFact.record(chenguang, by=li, at=factories.LONG_AGO, **fact)  # type: ignore[arg-type]
    profile = profile_of(chenguang, actor=li, as_of=AS_OF)
    known = {item.code: (item.known_on, item.is_stale) for item in profile.weighed.items if item.is_known}
    put_on_file = factories.LONG_AGO.date()
    assert known == {
        "uscc": (None, False),
        "site": (None, False),
        "contact": (put_on_file, True),
        "decider": (put_on_file, True),
        "cargo": (date(2025, 5, 1), False),
    }
    # 15 + 5 + 10, and half of 15 and 15.
    assert profile.weighed.score == 45
    assert ProfileFact.objects.visible_to(li).count() == 1


def test_the_weights_of_the_first_policy_sum_to_a_hundred(db: None) -> None:
    policy = ProfilePolicy.objects.in_force_on(AS_OF)
    assert {purpose: sum(item["weight"] for item in items) for purpose, items in policy.items.items()} == {
        "commercial": 100,
        "consumer": 100,
        "internal": 100,
    }
