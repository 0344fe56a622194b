"""Who may what, as a page: `python -m tools.access_document` writes `docs/operations/access.md`.

The tables are those of the code: the policy table and the URL tables of the three hosts.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/operations/access.md"
HEAD = """\
# Who may what

Written by `python -m tools.access_document` from the policy table in `src/guanxi/domain/people/policy.py`
and from the URL tables; do not edit it by hand. What is not in a table is denied.

A record that an account may not see is *not found* (404), as if there were none. One that it may see but
not act on is *forbidden* (403). Neither changes anything, and both are logged.

| Relation | On which records a grant holds |
| --- | --- |
| any | every record of the operator |
| team | customers owned by the actor's team, and what hangs on them |
| own | customers the actor owns, and what hangs on them; for tasks, those the actor has to do |
| company | the portal user's own company |
| operator | the operator's own log |
| none | an action that concerns no customer record |
"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    import django

    django.setup()
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(document(), encoding="utf-8")
    return 0


def document() -> str:
    """The whole page; Django must be set up."""
    from guanxi.domain.people.policy import PORTAL_ROLES, STAFF_ROLES

    parts = [
        HEAD,
        "## Staff\n\n" + "\n".join(_actions(sorted(STAFF_ROLES))) + "\n",
        "## Customers' people\n\n" + "\n".join(_actions(sorted(PORTAL_ROLES))) + "\n",
        "## Addresses\n\n" + "\n".join(_addresses()) + "\n",
    ]
    return "\n".join(parts)


def _actions(roles: list[str]) -> Iterator[str]:
    from guanxi.domain.people import policy

    granted = [action for action in policy.ACTIONS if any(policy.relations(role, action) for role in roles)]
    if not granted:
        yield "Nothing yet: the portal is not furnished."
        return
    yield _row(["Action", *(role.replace("_", " ") for role in roles)])
    yield _row(["---"] * (len(roles) + 1))
    for action in granted:
        cells = (", ".join(sorted(policy.relations(role, action))) for role in roles)
        yield _row([f"`{action}`", *(cell or "–" for cell in cells)])


def _addresses() -> Iterator[str]:
    from guanxi.interfaces.http.routes import routes_of

    yield _row(["Host", "Address", "Action", "Record seen by"])
    yield _row(["---"] * 4)
    for host in ("staff", "portal", "files"):
        for route in routes_of(f"guanxi.config.urls.{host}"):
            reading = f"`{route.reading}`" if route.reading else "–"
            address = route.pattern.replace("|", "\\|")
            yield _row([host, f"`/{address}`", f"`{route.action}`", reading])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
