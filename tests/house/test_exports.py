"""There is one export writer in the house (reliability rule 30)."""

import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
# The writer itself, and tables that only the engine reads back, in a folder that goes with the run.
WRITERS = {
    "guanxi/domain/ground/export/delimited_file.py",
    "guanxi/domain/classification/engine.py",
    "guanxi_analysis/workbook.py",
}


def test_only_the_export_writer_writes_tables() -> None:
    library = re.compile(r"csv\.(writer|DictWriter)|import (xlsxwriter|openpyxl|typst)\b")
    found = {
        str(path.relative_to(SRC)) for path in SRC.rglob("*.py") if library.search(path.read_text("utf-8"))
    }
    sheets = {f"guanxi/domain/ground/export/{name}_file.py" for name in ("workbook", "pdf")}
    assert found <= WRITERS | sheets
