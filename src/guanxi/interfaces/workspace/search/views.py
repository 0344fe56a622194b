from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_htmx.middleware import HtmxDetails

from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.fragments import fragment_or_page
from guanxi.interfaces.workspace.search.actions import actions
from guanxi.interfaces.workspace.search.lines import Section
from guanxi.interfaces.workspace.search.records import records

LONGEST = 100
# What a text may begin with, and what it then asks for.
MENU, HELP = "/", "?"


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does, wherever one is."""

    keys: tuple[str, ...]
    deed: LazyText


KEYS = (
    Key(("Ctrl", "K"), _("Search everything (on a Mac: ⌘ K)")),
    Key(("/",), _("Search this list, or everything where there is no list")),
    Key(("?",), _("Show these keys")),
    Key(("↑", "↓"), _("Choose a result")),
    Key(("Enter",), _("Open what is chosen")),
    Key(("Esc",), _("Close")),
    Key(("/ …",), _("At the beginning of a search: actions only")),
)


@staff_may("search.use")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Records and actions that a text finds: the page, or the palette's list."""
    typed = request.GET.get("q", "")[:LONGEST]
    text = "".join(character for character in typed if character.isprintable()).strip()
    asks_for_keys = text.startswith(HELP)
    context = {
        "text": text,
        "keys": KEYS if asks_for_keys else (),
        "sections": [] if asks_for_keys else _found(text, request.actor),
        "next": _here(request),
    }
    return fragment_or_page(request, "workspace/search/index.html", "results", context)


def _found(text: str, actor: User) -> list[Section]:
    if not text or text.startswith(MENU):
        return actions(text.removeprefix(MENU).strip(), actor)
    return [*records(text, actor), *actions(text, actor)]


def _here(request: HttpRequest) -> str:
    """Where a preference leads back to: the page under the palette, or the page of the search itself."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return (htmx.current_url_abs_path if htmx else None) or request.get_full_path()
