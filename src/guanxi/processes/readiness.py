"""Whether the house may open its doors; each fault is one sentence with its remedy."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from guanxi.domain.ground import durability


def faults() -> list[str]:
    """Everything that forbids serving, in the reader's language; empty when all is well."""
    return [*settings_faults(), *migration_faults(), *durability_faults()]


def settings_faults() -> Iterator[str]:
    environment = settings.GUANXI
    if not environment.secret_key.get_secret_value():
        yield _("GUANXI_SECRET_KEY is empty. `guanxi settings` writes a settings file with new keys.")
    if not environment.vault_keys.get_secret_value():
        yield _("GUANXI_VAULT_KEYS is empty. `guanxi settings` writes a settings file with new keys.")
    file = settings.HOME / "guanxi.env"
    if file.exists() and file.stat().st_mode & 0o077:
        yield _("Others can read %(file)s. Run: chmod 600 %(file)s") % {"file": file}
    if environment.debug and not environment.is_loopback:
        yield _("GUANXI_DEBUG is on while the server is reachable from outside. Switch it off.")


def migration_faults() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield _("%(count)s migrations are waiting. Run: guanxi manage migrate") % {"count": len(waiting)}


def durability_faults() -> Iterator[str]:
    for fault in durability.unmet(connection):
        yield _("The database could lose what it has confirmed: %(fault)s.") % {"fault": fault}


def require() -> None:
    """Refuse to serve while anything is amiss. Raises ImproperlyConfigured."""
    found = faults()
    if found:
        raise ImproperlyConfigured(" ".join(found))
