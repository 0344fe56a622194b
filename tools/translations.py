"""Translations without gettext's tools: `python -m tools.translations compile|check|update`.

compile  writes the binary catalogue beside each `django.po` that is newer
check    fails when a string of the code or the templates is missing, empty, fuzzy or has other
         placeholders in a catalogue, and when a catalogue holds a string nobody uses any more
update   brings the catalogues in line with the code: new strings arrive empty, unused ones leave
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/guanxi"
WORKSHOP = ROOT / "src/guanxi_analysis"
CATALOGUES = sorted(SOURCE.glob("locale/*/LC_MESSAGES/django.po"))
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "gettext_in_words": None,
    "N_": None,
}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|\{[a-z_0-9]*\}")
# Without dates and names: a catalogue changes only when its texts do.
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: guanxi\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
Key = tuple[str | None, str]
Use = tuple[str | tuple[str, ...], str]


def main() -> int:
    deeds = {"compile": compile_catalogues, "check": check, "update": update}
    return deeds[sys.argv[1]]()


def compile_catalogues() -> int:
    for path in CATALOGUES:
        binary = path.with_suffix(".mo")
        if not binary.exists() or binary.stat().st_mtime < path.stat().st_mtime:
            with binary.open("wb") as file:
                write_mo(file, _read(path))
    return 0


def check() -> int:
    used = _strings_in_use()
    faults = [fault for path in CATALOGUES for fault in _faults(_read(path), used, path.parent.parent.name)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def update() -> int:
    used = _strings_in_use()
    for path in CATALOGUES:
        old = _read(path)
        new = Catalog(locale=old.locale, fuzzy=False)
        for (context, text), (message_id, place) in sorted(used.items(), key=_by_place):
            known = old.get(text, context)
            new.add(message_id, known.string if known else "", context=context, locations=[(place, 1)])
        with path.open("wb") as file:
            file.write(HEADER.format(language=path.parent.parent.name).encode())
            write_po(file, new, width=100, omit_header=True, include_lineno=False)
    return 0


def _by_place(item: tuple[Key, Use]) -> tuple[str, str]:
    return item[1][1], item[0][1]


def _faults(catalogue: Catalog, used: dict[Key, Use], name: str) -> Iterator[str]:
    known = {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in catalogue if m.id}
    for key in sorted(used.keys() - known.keys(), key=str):
        yield f"{name}: missing: {key[1]!r} ({used[key][1]})"
    for key in sorted(known.keys() - used.keys(), key=str):
        yield f"{name}: unused: {key[1]!r}"
    for key in sorted(known.keys() & used.keys(), key=str):
        message = known[key]
        texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if not all(texts):
            yield f"{name}: untranslated: {key[1]!r}"
        elif message.fuzzy:
            yield f"{name}: fuzzy: {key[1]!r}"
        elif any(set(PLACEHOLDER.findall(t)) != set(PLACEHOLDER.findall(key[1])) for t in texts):
            yield f"{name}: other placeholders than the original: {key[1]!r}"


def _strings_in_use() -> dict[Key, Use]:
    """(context, first text) → (message id, the file it is first used in)."""
    found: dict[Key, Use] = {}
    for path, source in _sources():
        place = path.relative_to(ROOT).as_posix()
        for _line, message, _comments, context in extract("python", io.BytesIO(source), KEYWORDS, options={}):
            first = message if isinstance(message, str) else message[0]
            if first:
                found.setdefault((context, first), (message, place))
    return found


def _sources() -> Iterator[tuple[Path, bytes]]:
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    for path in sorted((*SOURCE.rglob("*.py"), *WORKSHOP.rglob("*.py"))):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for path in sorted(SOURCE.rglob("templates/**/*.*")):
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # A template's indentation means nothing, but Babel reads the calls as Python.
        yield path, "\n".join(line.lstrip() for line in calls.splitlines()).encode()


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


if __name__ == "__main__":
    sys.exit(main())
