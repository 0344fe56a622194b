"""Which customers a text finds: by the full-text index, or row by row where nearly everybody is found."""

from functools import reduce
from operator import and_, or_

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from guanxi.domain.customers.models import SearchText
from guanxi.domain.customers.models.customer import CustomerQuerySet
from guanxi.domain.customers.rules.search_words import Phrase, Piece, expressed, pieces
from guanxi.domain.customers.search_triggers import INDEX, TEXTS

# From so many matches on, going through customers in the order of the list meets enough of them at once,
# and collecting all matches first would cost more (docs/concepts/search.md).
COMMON = 20_000
_WHY = "narrows customers that have a scope of their own"


def matching(customers: CustomerQuerySet, text: str) -> CustomerQuerySet:
    """Those that are found by every word of `text`; all for an empty text.

    Costs one query beside the caller's: how many match at all, counted to `COMMON`.
    """
    if not text.strip():
        return customers
    sought = pieces(text)
    if not sought:
        return customers.none()
    found = _Found(sought)
    if found.are_common:
        row = SearchText.objects.everything(_WHY).filter(found.in_text, customer=OuterRef("pk"))
        return customers.filter(Exists(row))
    # The statement is constant; what was typed goes as a parameter (reliability rule 25).
    return customers.filter(pk__in=RawSQL(found.ids, [found.expression]))  # noqa: S611


class _Found:
    """A search in the three languages it is put to: FTS5, tsquery, and LIKE on the words themselves."""

    def __init__(self, sought: list[Piece]) -> None:
        self._sought = sought
        self._on_sqlite = connection.vendor == "sqlite"

    @property
    def ids(self) -> str:
        """The statement that yields the ids of the matches, with `expression` as its parameter."""
        if self._on_sqlite:
            return f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608 - a name of ours
        return f"SELECT customer_id FROM {TEXTS} WHERE vector @@ %s::tsquery"  # noqa: S608

    @property
    def expression(self) -> str:
        phrase, conjunction, disjunction = (
            (_in_fts5, " AND ", " OR ") if self._on_sqlite else (_in_tsquery, " & ", " | ")
        )
        return expressed(
            self._sought,
            phrase=phrase,
            both=lambda terms: _joined(conjunction, terms),
            either=lambda terms: _joined(disjunction, terms),
        )

    @property
    def in_text(self) -> Q:
        return expressed(
            self._sought,
            phrase=_in_words,
            both=lambda terms: reduce(and_, terms),
            either=lambda terms: reduce(or_, terms),
        )

    @property
    def are_common(self) -> bool:
        counted = f"SELECT count(*) FROM ({self.ids} LIMIT {COMMON + 1}) AS found"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(counted, [self.expression])
            return bool(cursor.fetchone()[0] > COMMON)


def _joined(operator: str, terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({operator.join(terms)})"


def _in_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}'


def _in_tsquery(phrase: Phrase) -> str:
    return f"({' <-> '.join(phrase.words)}{':*' if phrase.is_open else ''})"


def _in_words(phrase: Phrase) -> Q:
    return Q(text__contains=phrase.as_it_stands)
