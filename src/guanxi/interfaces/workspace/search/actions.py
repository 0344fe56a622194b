"""Actions of the menu that a text finds: by Chinese, English and pinyin, in whatever language one reads."""

from collections.abc import Iterator
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import override

from guanxi.domain.customers.rules.search_words import is_found, search_text
from guanxi.domain.people.models import User
from guanxi.interfaces.http.menu import DEEDS, PREFERENCES, ROOMS
from guanxi.interfaces.workspace.search.lines import Line, Section, fragments

LANGUAGES = ("zh-hans", "en")


def actions(text: str, actor: User) -> list[Section]:
    """What the actor may go to, begin and choose; all of it for an empty text."""
    sections = [
        Section("rooms", _("Go to"), list(_rooms(text, actor))),
        Section("deeds", _("Do"), list(_deeds(text, actor))),
        Section("preferences", _("Preferences"), list(_preferences(text))),
    ]
    return [section for section in sections if section.lines]


def _rooms(text: str, actor: User) -> Iterator[Line]:
    for room in ROOMS:
        if actor.may(room.action) and _is_meant(text, room.label, _("Go to")):
            yield Line(room.icon, fragments(str(room.label), text), reverse(room.route), [])


def _deeds(text: str, actor: User) -> Iterator[Line]:
    for deed in DEEDS:
        if actor.may(deed.action) and _is_meant(text, deed.label):
            yield Line(deed.icon, fragments(str(deed.label), text), reverse(deed.route), [])


def _preferences(text: str) -> Iterator[Line]:
    for one in PREFERENCES:
        if _is_meant(text, one.label):
            label = fragments(str(one.label), text)
            yield Line(one.icon, label, reverse(one.route), [], name=one.name, value=one.value)


def _is_meant(text: str, label: LazyText, verb: str = "") -> bool:
    return not text or is_found(_words_of(label) + search_text(names=[verb], codes=[]), text)


@cache
def _words_of(label: LazyText) -> str:
    spoken = []
    for language in LANGUAGES:
        with override(language):
            spoken.append(str(label))
    return search_text(names=spoken, codes=[])
