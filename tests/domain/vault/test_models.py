from datetime import UTC, datetime

import pytest

from guanxi.domain.vault.models import Destroyed, PersonKey

pytestmark = pytest.mark.django_db


def test_what_is_sealed_can_be_read_with_the_same_persons_key() -> None:
    sealed = PersonKey.of("contact:1").seal("爱钓鱼".encode())
    assert "爱钓鱼".encode() not in sealed
    assert PersonKey.of("contact:1").unseal(sealed).decode() == "爱钓鱼"


def test_another_persons_key_does_not_open_it() -> None:
    sealed = PersonKey.of("contact:1").seal(b"x")
    with pytest.raises(Destroyed):
        PersonKey.of("contact:2").unseal(sealed)


def test_a_destroyed_key_opens_nothing_and_is_not_made_anew() -> None:
    key = PersonKey.of("contact:1")
    sealed = key.seal(b"x")
    key.destroy(at=datetime(2025, 6, 30, tzinfo=UTC))
    with pytest.raises(Destroyed):
        PersonKey.of("contact:1").unseal(sealed)
    with pytest.raises(Destroyed):
        PersonKey.of("contact:1").seal(b"y")
