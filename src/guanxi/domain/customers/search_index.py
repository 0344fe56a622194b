"""Whether search finds everybody, and how it is made to again."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guanxi.domain.customers import search_triggers
from guanxi.domain.customers.models import Customer, SearchText

_WHY = "the index is one for the whole house"


def faults() -> Iterator[str]:
    """What keeps search from finding every customer by its present names, in the reader's language."""
    missing = sorted(search_triggers.triggers(connection.vendor).keys() - _triggers_present())
    if missing:
        yield _("The search index no longer follows: %(triggers)s. Run: guanxi manage rebuild_search") % {
            "triggers": ", ".join(missing)
        }
    texts = SearchText.objects.everything(_WHY)
    unread = texts.filter(is_due=True).count() + abs(
        Customer.objects.everything(_WHY).count() - texts.count()
    )
    if unread:
        yield _(
            "Search does not know the present names of %(count)s customers. Run: guanxi manage rebuild_search"
        ) % {"count": unread}


@transaction.atomic
def rebuild() -> int:
    """Make triggers and index anew and read every customer again; how many those are."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for statement in search_triggers.lifting(vendor):
            cursor.execute(statement)
        cursor.execute(f"DELETE FROM {search_triggers.TEXTS}")  # noqa: S608 - a name of ours
        for statement in search_triggers.index(vendor):
            cursor.execute(statement)
        for statements in search_triggers.triggers(vendor).values():
            for statement in statements:
                cursor.execute(statement)
        cursor.execute(search_triggers.ALL_DUE)
    return SearchText.catch_up()


def _triggers_present() -> set[str]:
    if connection.vendor == "sqlite":
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}
