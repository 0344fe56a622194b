"""How many went from which value to which, as bands between two columns of bars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from guanxi.design import figures
from guanxi.design.charts.frame import Chart

Tone = Literal["stay", "up", "down", "edge"]
WIDE, NARROW = 660, 330
HEIGHT, GAP, BAR, TOP = 300, 14, 10, 26
# Room for the words at either side; the narrow one holds "Platinum 1,234".
WORDS = {WIDE: 84, NARROW: 84}
# A band of one among thousands must still be seen and pointed at.
THINNEST = 2.0


@dataclass(frozen=True, slots=True)
class Stop:
    """A value at one side, worded for the reader."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """`count` went from the stop `before` to the stop `now`; `tone` says what it means to have done so."""

    before: str
    now: str
    count: int
    tone: Tone


def flow_picture(
    before: Sequence[Stop],
    now: Sequence[Stop],
    flows: Sequence[Flow],
    *,
    title: str,
    heads: tuple[str, str],
    language: str,
) -> Chart:
    """Bands from the stops at the left to those at the right, as thick as many went there.

    Stops keep their order and are left out where nobody is; `heads` stand above the two columns. The rows
    of the figures are the flows. Raises ValueError without flows, and for a flow of an unknown stop.
    """
    shown = [flow for flow in flows if flow.count]
    if not shown:
        raise ValueError("nobody to draw")
    words = {"before": {stop.key: stop.label for stop in before}, "now": {s.key: s.label for s in now}}
    order = {side: list(keys) for side, keys in words.items()}
    shown.sort(key=lambda flow: (order["before"].index(flow.before), order["now"].index(flow.now)))
    with override(language):
        columns = (gettext("From and to"), gettext("Customers"))
        note = gettext("Bands are as thick as many customers went; the thinnest are drawn thicker.")
    rows = tuple(
        (
            f"{words['before'][flow.before]} → {words['now'][flow.now]}",
            figures.number(flow.count, language),
        )
        for flow in shown
    )
    picture = _Picture(shown, [" · ".join(row) for row in rows], words, title, heads)
    return Chart(picture.drawn(WIDE), picture.drawn(NARROW), columns, rows, note)


class _Bar(NamedTuple):
    label: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class _Picture:
    """Flows in the order of their stops, with what is written beside them."""

    flows: Sequence[Flow]
    labels: Sequence[str]
    words: Mapping[str, Mapping[str, str]]
    title: str
    heads: tuple[str, str]

    def drawn(self, width: int) -> SafeString:
        left, right = WORDS[width], width - WORDS[width] - BAR
        sides = {side: self._bars(side) for side in ("before", "now")}
        lowest = max(bar.top + bar.height for bars in sides.values() for bar in bars.values())
        return format_html(
            '<svg role="group" aria-label="{}" viewBox="0 0 {} {}">{}{}{}{}</svg>',
            *(self.title, width, round(lowest) + 8, self._tops(left + BAR, right)),
            self._bands(sides, left + BAR, right),
            _column(sides["before"].values(), left, words_at=left - 8, anchor="end"),
            _column(sides["now"].values(), right, words_at=right + BAR + 8, anchor="start"),
        )

    def _thickness(self, flow: Flow) -> float:
        return max(THINNEST, HEIGHT * flow.count / sum(one.count for one in self.flows))

    def _bars(self, side: str) -> dict[str, _Bar]:
        """key → its bar, as high as its bands together; stops at which nobody is have none."""
        heights = {
            key: sum(self._thickness(flow) for flow in self.flows if getattr(flow, side) == key)
            for key in self.words[side]
        }
        present = {key: height for key, height in heights.items() if height}
        # Words are twelve high: bars of a pixel or two must not bring them on top of each other.
        tops = accumulate((max(height, 14.0) + GAP for height in present.values()), initial=float(TOP))
        named = zip(present.items(), tops, strict=False)
        return {key: _Bar(self.words[side][key], top, height) for (key, height), top in named}

    def _bands(self, sides: Mapping[str, Mapping[str, _Bar]], left: float, right: float) -> SafeString:
        """Each leaves and arrives beneath the one before it, in the order of the other side."""
        free = {(side, key): bar.top for side, bars in sides.items() for key, bar in bars.items()}
        paths = []
        for flow, label in zip(self.flows, self.labels, strict=True):
            start, end, size = free["before", flow.before], free["now", flow.now], self._thickness(flow)
            free["before", flow.before] += size
            free["now", flow.now] += size
            paths.append((flow.tone, _outline((left, start), (right, end), size), label))
        markup = '<path class="chart-flow-{}" d="{}" role="img" aria-label="{}"/>'
        return format_html_join("", markup, paths)

    def _tops(self, left: float, right: float) -> SafeString:
        markup = '<text class="chart-ink" x="{}" y="12" text-anchor="{}" font-size="12">{}</text>'
        return format_html_join("", markup, ((left, "end", self.heads[0]), (right, "start", self.heads[1])))


def _outline(start: tuple[float, float], end: tuple[float, float], size: float) -> str:
    (left, top), (right, arrives) = start, end
    middle = (left + right) / 2
    upper = f"M{left} {top:.1f}C{middle} {top:.1f} {middle} {arrives:.1f} {right} {arrives:.1f}"
    lower = f"V{arrives + size:.1f}C{middle} {arrives + size:.1f} {middle} {top + size:.1f}"
    return f"{upper}{lower} {left} {top + size:.1f}Z"


def _column(bars: Iterable[_Bar], x: float, *, words_at: float, anchor: str) -> SafeString:
    markup = (
        '<rect class="chart-stop" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="chart-ink-strong" x="{}" y="{}" text-anchor="{}" font-size="12">{}</text>'
    )
    return format_html_join(
        "",
        markup,
        (
            (
                *(x, f"{bar.top:.1f}", BAR, f"{bar.height:.1f}"),
                *(words_at, f"{bar.top + max(bar.height, 8.0) / 2 + 4:.1f}", anchor, bar.label),
            )
            for bar in bars
        ),
    )
