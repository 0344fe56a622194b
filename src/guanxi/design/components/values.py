"""Single values: icons, badges of the four axes, figures, faces, and why a value is what it is."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from guanxi.design.components.surfaces import TONES
from guanxi.design.explanation import Explanation
from guanxi.design.rendering import UnableToRender, chosen, classes, register, render, trusted
from guanxi.design.vocabulary import GROUPS, NATURES, PURPOSES, TIERS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from guanxi.design.charts import Chart

FACE_COLOURS = 6


@lru_cache(maxsize=256)
def _drawing(name: str) -> SafeString:
    try:
        svg = lucide(name, size=16, stroke_width="1.75", aria_hidden="true", focusable="false")
    except IconDoesNotExist as error:
        raise UnableToRender(str(error)) from None
    return trusted(svg.replace("<svg ", '<svg class="icon" ', 1))


@register.simple_tag
def icon(name: str, *, label: "StrOrPromise" = "") -> SafeString:
    """A Lucide icon. Without `label` it is decoration; with it, the label is read out and shown on hover."""
    drawing = _drawing(name)
    if not label:
        return drawing
    return format_html(
        '<span class="icon-label" role="img" aria-label="{0}" title="{0}">{1}</span>', label, drawing
    )


@register.simple_tag
def badge(
    label: "StrOrPromise", *, tone: str = "plain", icon_name: str = "", title: "StrOrPromise" = ""
) -> SafeString:
    """A short word about a record's state."""
    tone = chosen("tone", tone, TONES)
    return render("badge", label=label, tone=tone, icon_name=icon_name, title=title)


def _explained(shown: SafeString, why: Explanation | None, name: str) -> SafeString:
    return explained(shown, why=why, name=name) if why else shown


@register.simple_tag
def tier_badge(tier: str, *, why: Explanation | None = None, name: str = "") -> SafeString:
    """The value tier, each with its own outline. Empty `tier` (not active, or N below 20) shows a dash.
    With `why`, a button that opens the reason; `name` must be unique on the page."""
    if not tier:
        return _explained(render("no_tier"), why, name)
    metal = TIERS[chosen("tier", tier, TIERS)]
    return _explained(render("tier_badge", tier=tier, metal=metal), why, name)


@register.simple_tag
def group_badge(group: str, *, why: Explanation | None = None, name: str = "") -> SafeString:
    """The relationship group; its steps fill from potential (1) to backbone (5)."""
    label = GROUPS[chosen("group", group, GROUPS)]
    last = list(GROUPS).index(group)
    steps = [
        {"x": 3 * index, "y": 8 - 2 * index, "height": 4 + 2 * index, "reached": index <= last}
        for index in range(len(GROUPS))
    ]
    return _explained(render("group_badge", group=group, label=label, steps=steps), why, name)


@register.simple_tag
def purpose_badge(purpose: str) -> SafeString:
    """The purpose of buying: consumer, commercial, internal."""
    return render("axis_badge", term=PURPOSES[chosen("purpose", purpose, PURPOSES)])


@register.simple_tag
def nature_badge(nature: str) -> SafeString:
    """The customer's nature: individual, intermediary, manufacturer, carrier."""
    return render("axis_badge", term=NATURES[chosen("nature", nature, NATURES)])


@register.simple_block_tag
def explained(content: SafeString, *, why: Explanation, name: str) -> SafeString:
    """A computed value with a dotted underline that opens its reason: rule, inputs with dates, the previous
    value, policy version, evidence. `name` must be unique on the page. Not inside `<p>`: it holds blocks."""
    if not name:
        raise UnableToRender("name is empty: the popover needs an id that is unique on the page")
    return render("explained", content=content, why=why, name=name)


@register.simple_tag
def explanation(why: Explanation) -> SafeString:
    """The reason itself, as a card or a page holds it."""
    return render("explanation", why=why)


@register.simple_block_tag
def explained_at(content: SafeString, *, href: str, name: str) -> SafeString:
    """A computed value in a row of many: a link to its reason, which opens beside it where there is script.
    `href` answers with the explanation; `name` is the value's own name and may stand in every row."""
    return render("explained_at", content=content, href=href, name=name)


@register.simple_tag
def key_figure(
    label: "StrOrPromise",
    value: "StrOrPromise | int",
    *,
    href: str = "",
    note: "StrOrPromise" = "",
    tone: str = "plain",
) -> SafeString:
    """A number that opens the list behind it. Integers are written by the reader's language."""
    tone = chosen("tone", tone, TONES)
    return render("key_figure", label=label, value=value, href=href, note=note, tone=tone)


@register.simple_tag
def avatar(name: str, *, initials: str = "", large: bool = False) -> SafeString:
    """A person's face: initials on a colour that is the same for the same name. Chinese names show the
    given name's last two characters, as is usual."""
    letters = initials or initials_of(name)
    colour = sum(name.encode()) % FACE_COLOURS + 1
    return format_html(
        '<span class="{}" title="{}" aria-hidden="true">{}</span>',
        classes("avatar", colour=str(colour), large=large),
        name,
        letters,
    )


def initials_of(name: str) -> str:
    """Two letters that stand for a name: "Li Na" LN, "王小明" 小明."""
    words = name.split()
    if not words:
        return "?"
    if name[0] >= "\u2e80":
        return name.strip()[-2:]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


# The first name found wins: most browsers also call themselves Chrome or Safari.
BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """A browser as people call it: "Chrome · Windows"; what is not known is shown as it came, cut short."""
    names = [
        next((name for mark, name in marks.items() if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, names)) or user_agent[:60]


@register.simple_tag
def chart(figure: "Chart", *, title: "StrOrPromise" = "") -> SafeString:
    """A server-drawn chart with its data as a table beneath. See `guanxi.design.charts`."""
    return render("chart", figure=figure, title=title)
