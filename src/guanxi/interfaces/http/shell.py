"""What every staff page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from guanxi.domain.ground import clock
from guanxi.interfaces.http.menu import ROOMS

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    short: str
    icon: str
    href: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of `workspace/base.html`; the navigation holds only rooms that the actor may enter."""
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get("guanxi_theme", "system")
    return {
        "actor": actor,
        "navigation": _navigation(request, actor) if actor and actor.is_staff_account else [],
        "operator_name": operator_name(),
        "business_date": clock.business_date(),
        "business_date_is_fixed": clock.business_date_is_fixed(),
        "theme": theme if theme in THEMES else "system",
    }


def operator_name() -> str:
    """The operator's name in the reader's language."""
    names = settings.GUANXI.operator_name, settings.GUANXI.operator_name_en
    chinese = (get_language() or "").startswith("zh")
    return (names[0] or names[1] if chinese else names[1] or names[0]) or "guanxi 关系"


def _navigation(request: HttpRequest, actor: Any) -> list[NavigationItem]:
    rooms = [(room, reverse(room.route)) for room in ROOMS if actor.may(room.action)]
    return [
        NavigationItem(str(room.label), str(room.short), room.icon, href, _is_in(request.path, href))
        for room, href in rooms
    ]


def _is_in(path: str, room: str) -> bool:
    """Whether a page belongs to a room; the room at "/" is the page itself and nothing below it."""
    return path == room if room == "/" else path.startswith(room)
