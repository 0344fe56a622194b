"""What every component shares: the tag library, its templates, and checked choices."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = Library()


class UnableToRender(ValueError):
    """A component got a value outside its choices; the message names the component's argument."""


def render(component: str, **context: object) -> SafeString:
    """The template `design/<component>.html`, autoescaped, without request or context processors."""
    return render_to_string(f"design/{component}.html", context)


def trusted(markup: str) -> SafeString:
    """Mark markup as safe that our own renderers (icons, charts) made. Never for anything a person typed."""
    return mark_safe(markup)  # noqa: S308 - the one place; see the docstring


def trimmed(content: SafeString) -> SafeString:
    """A block's content, rendered and escaped already, without the white space around it."""
    return trusted(content.strip())


def chosen(argument: str, value: str, choices: Collection[str]) -> str:
    """`value`, if it is one of `choices`. Raises UnableToRender, so that a slip shows in the first test."""
    if value not in choices:
        raise UnableToRender(f"{argument}={value!r} is not one of {', '.join(sorted(choices))}")
    return value


def classes(block: str, **modifiers: "StrOrPromise | bool | None") -> str:
    """`block block--tone block--open`: a true modifier adds its name, a text modifier adds its text."""
    names = [block]
    for name, value in modifiers.items():
        if value:
            names.append(f"{block}--{name.replace('_', '-') if value is True else value}")
    return " ".join(names)
