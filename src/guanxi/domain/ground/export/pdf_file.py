"""Reports as PDF, set by typst from one static template; what the report says reaches it as data only."""

import json
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.domain.ground.export.cells import page_text
from guanxi.domain.ground.export.refusals import UnableToExport
from guanxi.domain.ground.export.report import Kind, Report, Table

if TYPE_CHECKING:
    from typst import Fonts

_MOST_ROWS = 10_000
_PORTRAIT_COLUMNS = 8
_LATIN = "Libertinus Serif"  # comes with typst
# Families with simplified Chinese, the best first.
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Serif CJK SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimSun",
)
_FIRST_CHINESE = "\u2e80"


def write_pdf(report: Report, path: Path) -> None:
    """Set the report. Raises UnableToExport where typst or a font is missing, or a table is too long."""
    try:
        import typst
    except ImportError:
        raise UnableToExport("pdf_not_installed") from None
    folder = settings.GUANXI.fonts
    fonts = typst.Fonts(font_paths=[folder] if folder else [])
    with tempfile.TemporaryDirectory(prefix="guanxi-pdf-") as workshop:
        root = Path(workshop)
        said = json.dumps(_contents(report, root), ensure_ascii=False)
        family = _family(fonts, said)
        (root / "report.json").write_text(said, encoding="utf-8", errors="backslashreplace")
        template = root / "report.typ"
        template.write_bytes(files(__package__).joinpath("report.typ").read_bytes())
        moment = report.provenance.produced_at.replace(microsecond=0)
        compiler = typst.Compiler(root=root, font_paths=fonts, sys_inputs={"font": family})
        compiler.compile(template, output=path, format="pdf", timestamp=moment)


def _family(fonts: "Fonts", said: str) -> str:
    known = set(fonts.families())
    chinese = next((family for family in _CHINESE if family in known), "")
    if not chinese and any(letter >= _FIRST_CHINESE for letter in said):
        raise UnableToExport("pdf_without_font")
    return chinese or _LATIN


def _contents(report: Report, root: Path) -> dict[str, Any]:
    return {
        "lang": (get_language() or "en")[:2],
        "title": report.title,
        "subtitle": report.subtitle,
        "about": report.provenance.lines(),
        "charts": list(_charts(report, root)),
        "tables": [_table(table) for table in report.tables],
        "is_wide": any(len(table.columns) > _PORTRAIT_COLUMNS for table in report.tables),
        "page": _("Page"),
        "empty": _("Nothing to show."),
    }


def _charts(report: Report, root: Path) -> Iterator[dict[str, str]]:
    for number, chart in enumerate(report.charts):
        name = f"chart-{number}.svg"
        (root / name).write_text(chart.svg, encoding="utf-8")
        yield {"title": chart.title, "file": name}


def _table(table: Table) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    rows: list[list[str]] = []
    for row in table.rows:
        if len(rows) == _MOST_ROWS:
            raise UnableToExport("pdf_too_long", largest=f"{_MOST_ROWS:,}", title=table.title)
        rows.append([page_text(kind, value) for kind, value in zip(kinds, row, strict=True)])
    return {
        "title": table.title,
        "note": table.note,
        "labels": [column.label for column in table.columns],
        "is_figure": [kind in {Kind.NUMBER, Kind.MONEY, Kind.SHARE} for kind in kinds],
        "is_word": [kind is Kind.TEXT for kind in kinds],
        "rows": rows,
    }
