from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from typer.testing import CliRunner

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import append_only
from guanxi.domain.timeline.models import Event
from guanxi.interfaces.cli import app

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 30, tzinfo=UTC)


def test_all_is_well_on_a_new_database(chenguang: Customer) -> None:
    checked = CliRunner().invoke(app, ["check"])
    assert checked.exit_code == 0, checked.output
    assert checked.output.count("ok") == 6


def test_the_first_broken_row_is_named(chenguang: Customer) -> None:
    first = Event.objects.everything("a test tampers with it").get(customer_id=chenguang.pk)
    with connection.cursor() as cursor:
        for lift in append_only.lifting(connection.vendor, "timeline_event"):
            cursor.execute(lift)
        cursor.execute("UPDATE timeline_event SET actor_name = 'x' WHERE id = %s", [first.pk])
    checked = CliRunner().invoke(app, ["check"])
    assert checked.exit_code == 1
    assert f"chain customer:{chenguang.pk}, position 1" in checked.output


def test_a_settings_file_that_others_can_read_is_a_fault(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    (tmp_path / "guanxi.env").write_text("")
    (tmp_path / "guanxi.env").chmod(0o644)
    checked = CliRunner().invoke(app, ["check"])
    assert checked.exit_code == 1
    assert "chmod 600" in checked.output


def test_keys_that_are_missing_are_faults(operator: Any) -> None:
    from pydantic import SecretStr

    operator.secret_key = SecretStr("")
    checked = CliRunner().invoke(app, ["check"])
    assert checked.exit_code == 1
    assert "GUANXI_SECRET_KEY" in checked.output
