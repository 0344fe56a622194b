"""What a spreadsheet might take for a formula, and the apostrophe that keeps it from doing so (T17).

The patterns are read alike by Python and by RE2, so that a text is judged in one way wherever it is written.
"""

import re

# Apostrophes of an earlier guard, then whatever a spreadsheet, or whoever pastes from it, may strip: spaces
# of every width, controls, marks of direction, the byte-order mark. What begins a formula also counts in
# full width and in small form, where input methods and conversions turn it into the plain character.
_SKIPPED = (
    r"'*[\x00-\x20\x7f-\xa0\x{ad}\x{1680}\x{180e}\x{2000}-\x{200f}\x{2028}-\x{202f}\x{205f}-\x{206f}"
    r"\x{3000}\x{feff}]*"
)
_OPENING = (
    r"[=+\-@|%\x{207a}\x{207b}\x{2212}\x{fe62}\x{fe63}\x{fe66}\x{fe6b}\x{ff0b}\x{ff0d}\x{ff1d}\x{ff20}]"
)

FORMULA_RE2 = f"^{_SKIPPED}{_OPENING}"
# A telephone number in international form: its spaces keep a spreadsheet from adding anything up.
PLAIN_NUMBER_RE2 = r"^([+-]?[0-9]+(\.[0-9]+)?|\+[0-9]+( [0-9]+)+)$"

_FORMULA = re.compile(re.sub(r"\\x\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), FORMULA_RE2))
_PLAIN_NUMBER = re.compile(PLAIN_NUMBER_RE2)


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text; -12.50 and +86 371 5550 are numbers and never run."""
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """The text in a form that no spreadsheet runs: led by an apostrophe where it might be a formula."""
    return "'" + text if may_be_formula(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given: the two are exact inverses, for every text."""
    return text[1:] if text.startswith("'") and may_be_formula(text[1:]) else text
