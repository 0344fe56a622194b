"""The product's self-check: exit 0 when all is well, 1 when something needs a person."""

from collections.abc import Iterator

import typer

from guanxi.interfaces.cli.house import open_house, tell
from guanxi.interfaces.cli.wording import gettext as _


def check() -> None:
    open_house()
    is_well = True
    for subject, faults in _findings():
        is_well &= not faults
        tell(f"{_('ok') if not faults else _('FAULT'):6} {subject}")
        for fault in faults:
            tell(f"       {fault}")
    raise typer.Exit(0 if is_well else 1)


def _findings() -> Iterator[tuple[str, list[str]]]:
    from django.db import OperationalError

    from guanxi.domain.customers import search_index
    from guanxi.processes import readiness

    yield _("settings"), list(readiness.settings_faults())
    try:
        waiting = list(readiness.migration_faults())
        yield _("migrations"), waiting
        if not waiting:
            yield _("database settings"), list(readiness.durability_faults())
            yield _("search"), list(search_index.faults())
            yield _("event chains"), _chain_faults()
            yield _("worker"), _worker_faults()
    except OperationalError as error:
        yield _("database"), [_("The database cannot be reached: {error}").format(error=error)]


def _chain_faults() -> list[str]:
    from guanxi.domain.timeline.models import first_broken_link

    broken = first_broken_link()
    if broken is None:
        return []
    message = _("First broken row: chain {chain}, position {position}: {reason}.")
    return [message.format(chain=broken.chain, position=broken.position, reason=broken.reason)]


def _worker_faults() -> list[str]:
    from guanxi.domain.ground import clock
    from guanxi.domain.jobs.queries import dead_letters, health

    found = health(clock.now())
    faults = []
    if found.oldest_ready_age and not found.alive:
        faults.append(
            _("Jobs are waiting and no worker is running. Start one: guanxi serve, or guanxi worker.")
        )
    if found.failed:
        faults.append(_("{count} jobs have failed for good:").format(count=found.failed))
        faults.extend(
            f"  {letter.failed_at:%Y-%m-%d %H:%M} {letter.job}: {letter.reason}" for letter in dead_letters()
        )
    return faults
