"""Drawings that leave the page: on paper there is neither a style sheet nor a theme."""

from guanxi.design.charts.frame import Chart

# The light theme's tokens in colours that every reader of SVG knows.
_STYLES = {
    "ink": "fill: #5d5750",
    "ink-strong": "fill: #28231e",
    "grid": "stroke: #e4e2dd",
    "axis": "stroke: #938e87",
    "bar": "fill: #04646f",
    "line": "stroke: #04646f",
    "area": "fill: #04646f; fill-opacity: .12",
    "point": "fill: #ffffff; stroke: #04646f",
    "dot": "fill: #04646f",
    "target": "fill: none",
    "halo": "stroke: #ffffff; paint-order: stroke",
    "platinum": "stroke: #414f6e",
    "gold": "stroke: #7c5911",
    "iron": "stroke: #734e41",
    "platinum-ink": "fill: #414f6e",
    "gold-ink": "fill: #7c5911",
    "iron-ink": "fill: #734e41",
}


def printed(chart: Chart) -> str:
    """The wide drawing as an SVG file of its own."""
    rules = "".join(f".chart-{name} {{ {style} }} " for name, style in _STYLES.items())
    head, _, body = str(chart.wide).partition(">")
    namespace = "" if "xmlns=" in head else ' xmlns="http://www.w3.org/2000/svg"'
    return f"{head}{namespace}><style>{rules}</style>{body}"
