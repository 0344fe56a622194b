"""Which texts are led by an apostrophe: the same in Python and in the engine, and taken back exactly."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi_analysis.formula_guard import (
    FORMULA_RE2,
    PLAIN_NUMBER_RE2,
    guarded,
    may_be_formula,
    unguarded,
)
from tests.domain.ground.export.payloads import FORMULAS, HARMLESS


def test_there_are_two_hundred_ways_to_begin_a_formula() -> None:
    assert len(FORMULAS) >= 200


@pytest.mark.parametrize("text", FORMULAS)
def test_what_might_be_a_formula_is_led_by_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_none_is_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text(st.sampled_from("'=＝+-@1. \t\u3000\ufeffa")))
def test_the_guard_is_taken_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not may_be_formula(guarded(text).lstrip("'")) or guarded(text).startswith("'")


def test_the_engine_judges_every_text_alike() -> None:
    texts = [*FORMULAS, *HARMLESS]
    judged = duckdb.execute(
        "SELECT regexp_matches(t, $2) AND NOT regexp_matches(t, $3) FROM (SELECT unnest($1) AS t)",
        [texts, FORMULA_RE2, PLAIN_NUMBER_RE2],
    ).fetchall()
    assert [(text, found) for text, (found,) in zip(texts, judged, strict=True)] == [
        (text, may_be_formula(text)) for text in texts
    ]
