"""What a page is laid out with: header, panel, notice, empty state, messages."""

from typing import TYPE_CHECKING

from django.template import Context
from django.utils.safestring import SafeString

from guanxi.design.rendering import chosen, register, render, trimmed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TONES = ("plain", "accent", "good", "warning", "danger")
NOTICE_ICONS = {
    "plain": "info",
    "accent": "info",
    "good": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}


@register.simple_block_tag
def page_header(
    content: SafeString,
    *,
    title: "StrOrPromise",
    second_line: "StrOrPromise" = "",
    badges: "StrOrPromise" = "",
    lead: "StrOrPromise" = "",
) -> SafeString:
    """The page's h1, a second line (a bilingual name), badges (made with `cluster`), one sentence, and the
    main buttons as content."""
    return render(
        "page_header",
        title=title,
        second_line=second_line,
        badges=badges,
        lead=lead,
        actions=trimmed(content),
    )


@register.simple_block_tag
def panel(
    content: SafeString,
    *,
    title: "StrOrPromise" = "",
    id: str = "",
    tone: str = "plain",
    count: int | None = None,
    href: str = "",
    link: "StrOrPromise" = "",
    flush: bool = False,
) -> SafeString:
    """A titled box. `href` and `link` lead on ("All shipments"); `flush` lets a table touch the edges."""
    tone = chosen("tone", tone, TONES)
    return render(
        "panel",
        content=content,
        title=title,
        id=id,
        tone=tone,
        count=count,
        href=href,
        link=link,
        flush=flush,
    )


@register.simple_block_tag
def cluster(content: SafeString) -> SafeString:
    """Badges or buttons in a row that wraps. With `as name` it can be handed to `page_header badges=name`."""
    return render("cluster", content=content)


@register.simple_block_tag
def notice(
    content: SafeString, *, title: "StrOrPromise" = "", tone: str = "plain", dismissible: bool = False
) -> SafeString:
    """One line or a short paragraph that needs action. Danger and warning are announced at once."""
    icon = NOTICE_ICONS[chosen("tone", tone, TONES)]
    return render("notice", content=content, title=title, tone=tone, icon_name=icon, dismissible=dismissible)


@register.simple_block_tag
def empty_state(
    content: SafeString,
    *,
    title: "StrOrPromise",
    icon_name: str = "inbox",
    href: str = "",
    link: "StrOrPromise" = "",
) -> SafeString:
    """Why a place is empty (which filter emptied it) and the way out, usually a link "Clear the filters"."""
    return render(
        "empty_state", content=trimmed(content), title=title, icon_name=icon_name, href=href, link=link
    )


@register.simple_tag(takes_context=True)
def messages_region(context: Context) -> SafeString:
    """Django's messages as toasts in a live region; `base.html` has it, pages do not."""
    return render("messages_region", messages=context.get("messages") or ())
