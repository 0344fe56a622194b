import pytest
from django.db import connection, transaction

from guanxi.domain.ground import durability
from guanxi.processes import readiness

pytestmark = pytest.mark.django_db


def test_the_database_keeps_what_it_confirms() -> None:
    assert durability.unmet(connection) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMA is SQLite's")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("pragma", "loose", "safe"),
    [("synchronous", "NORMAL", "FULL"), ("foreign_keys", "OFF", "ON"), ("secure_delete", "OFF", "ON")],
)
def test_a_loose_setting_is_named_and_forbids_serving(pragma: str, loose: str, safe: str) -> None:
    assert not transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}={loose}")
        try:
            assert any(pragma in fault for fault in readiness.faults())
        finally:
            cursor.execute(f"PRAGMA {pragma}={safe}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the mode is SQLite's")
def test_deferred_transactions_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    assert durability.unmet(connection) == ["transaction_mode is DEFERRED, must be IMMEDIATE"]
