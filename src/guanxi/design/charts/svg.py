"""Vega-Lite specifications drawn on the server, coloured by the design tokens.

A presentation attribute cannot hold `var(--accent)`, and a style attribute is refused by our CSP. So a
specification paints with stand-ins (`paint("bar")`), and the drawing gets the class `chart-bar` in their
place; `static/design/chart.css` says what that looks like in light and dark.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.html import escape
from django.utils.safestring import SafeString

from guanxi.design.rendering import trusted

PAINTS = (
    "ink",
    "ink-strong",
    "grid",
    "axis",
    "bar",
    "line",
    "area",
    "point",
    "dot",
    "target",
    "halo",
    "platinum",
    "gold",
    "iron",
    "platinum-ink",
    "gold-ink",
    "iron-ink",
)
_STAND_INS = {f"#fe{index:02x}fe": name for index, name in enumerate(PAINTS)}
_BY_NAME = {name: colour for colour, name in _STAND_INS.items()}

_START_TAG = re.compile(r'<(\w+)((?:\s[\w:-]+="[^"]*")*)\s*(/?)>')
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
# Fonts come from the page; Vega's roles are English words that a Chinese reader would hear.
_DROPPED = {
    "font-family",
    "aria-roledescription",
    "role",
    "xmlns:xlink",
    "version",
    "width",
    "height",
    "class",
}
# A bar's box and a clip's size are geometry, only the root's size must yield to the page.
_GEOMETRY = {"rect", "image"}


def paint(name: str) -> str:
    """The stand-in colour that becomes the class `chart-<name>`. Raises KeyError for an unknown name."""
    return _BY_NAME[name]


def draw(spec: Mapping[str, Any], *, label: str) -> SafeString:
    """The specification as an `<svg>` that fills its box; `label` is what it shows, in one sentence.

    Each mark with a `description` is an image with that label; axes are left to the data table.
    """
    return trusted(_drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True), label))


@lru_cache(maxsize=128)
def _drawn(spec: str, label: str) -> str:
    # Some 40 ms a drawing; the same figures are the same drawing.
    svg: str = vl_convert.vegalite_to_svg(json.loads(spec))
    return _START_TAG.sub(_restyled, svg).replace(
        "<svg", f'<svg role="group" aria-label="{escape(label)}"', 1
    )


def _restyled(tag: re.Match[str]) -> str:
    name, attributes, closing = tag.groups()
    kept, classes = [], []
    for attribute, value in _ATTRIBUTE.findall(attributes):
        if attribute in {"fill", "stroke"} and value in _STAND_INS:
            classes.append(f"chart-{_STAND_INS[value]}")
        elif attribute not in _DROPPED or (name in _GEOMETRY and attribute in {"width", "height"}):
            kept.append(f' {attribute}="{value}"')
            if attribute == "aria-label":
                kept.append(' role="img"')
    if classes:
        kept.append(f' class="{" ".join(classes)}"')
    return f"<{name}{''.join(kept)}{closing}>"
