"""The two ways foreign text may stand inside a statement: as a quoted name or as a quoted literal.

Only the reading of files needs them, since DuckDB binds neither names nor the arguments of a view.
"""


def quoted_name(name: str) -> str:
    """Return the text as an identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """Return the text as a string literal in single quotes."""
    return "'" + text.replace("'", "''") + "'"
