from datetime import UTC, date, datetime
from typing import Any

import pytest

from guanxi.domain.ground import clock, identifiers


def test_a_fixed_clock_stands_still() -> None:
    moment = datetime(2025, 6, 30, 10, tzinfo=UTC)
    with clock.fixed(moment):
        assert clock.now() == moment
    assert clock.now() != moment


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="zone-aware"), clock.fixed(datetime(2025, 6, 30)):  # noqa: DTZ001
        pass


def test_the_business_date_of_a_real_operator_is_today_in_its_zone(settings: Any, operator: Any) -> None:
    operator.business_date = None
    settings.TIME_ZONE = "Asia/Shanghai"
    with clock.fixed(datetime(2025, 6, 30, 17, tzinfo=UTC)):
        assert clock.business_date() == date(2025, 7, 1)
    assert not clock.business_date_is_fixed()


def test_the_business_date_of_a_demonstration_is_a_setting() -> None:
    assert clock.business_date() == date(2025, 6, 30)
    assert clock.business_date_is_fixed()


def test_identifiers_can_be_replayed_and_are_otherwise_new() -> None:
    with identifiers.replayed(7):
        first = identifiers.new_token()
    with identifiers.replayed(7):
        assert identifiers.new_token() == first
    assert identifiers.new_token() != identifiers.new_token()
    assert len(first) == 64
