"""The words of a file that are not ours: what each of them means is asked, never guessed in silence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.rules.cells import UnableToReadCell
from guanxi.domain.intake.rules.texts import parts_of, read_choice
from guanxi.interfaces.workspace.imports.choice_words import code_of, labelled

REJECT, EMPTY = "-reject", "-empty"
Words = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ForeignWord:
    """A word, in how many cells it stands, and the question what it means."""

    word: str
    count: int
    field: BoundField


class ForeignWords:
    """The words of one column that fills a field of choices."""

    def __init__(self, place: int, declared: Field, words: Words, known: Mapping[str, str] | None) -> None:
        """`words` are those of the column with their counts, `known` what an earlier mapping made of them."""
        self._place = place
        self._declared = declared
        self._known = known
        counts = _counted(words, declared)
        self._own = {word: code for word in counts if (code := _own_code(word, declared))}
        self.counts = {word: count for word, count in counts.items() if word not in self._own}

    def fields(self) -> Iterator[tuple[str, forms.ChoiceField]]:
        """A question for each word, answered beforehand where a label of ours is just this word."""
        choices = [(REJECT, _("Leave these rows out"))]
        if not self._declared.required:
            choices.append((EMPTY, _("Leave empty")))
        choices += labelled(self._declared.choices)
        for number, (word, count) in enumerate(self.counts.items()):
            label = ngettext("“%(word)s”, %(count)s cell", "“%(word)s”, %(count)s cells", count)
            yield (
                self._name(number),
                forms.ChoiceField(
                    label=label % {"word": word, "count": f"{count:,}"},
                    required=False,
                    choices=choices,
                    initial=self._proposed(word),
                ),
            )

    def questions(self, form: forms.Form) -> list[ForeignWord]:
        """The questions as the page shows them."""
        return [
            ForeignWord(word, count, form[self._name(number)])
            for number, (word, count) in enumerate(self.counts.items())
        ]

    def values(self, given: Mapping[str, Any]) -> dict[str, str]:
        """The `values` of a mapping: our own words, those known from before, and the answers."""
        values = {code: code for code in self._declared.choices} | self._own | dict(self._known or {})
        for number, word in enumerate(self.counts):
            answer = given[self._name(number)]
            values.pop(word, None)
            if answer not in {"", REJECT}:
                values[word] = "" if answer == EMPTY else answer
        return values

    def _name(self, number: int) -> str:
        return f"word-{self._place}-{number}"

    def _proposed(self, word: str) -> str:
        if self._known is not None and word in self._known:
            return self._known[word] or EMPTY
        return code_of(word, self._declared.choices) or REJECT


def _counted(words: Words, declared: Field) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cell, count in words:
        for word in parts_of(cell) if declared.reading is Reading.CHOICES else [cell]:
            counts[word] += count
    return counts


def _own_code(word: str, declared: Field) -> str:
    try:
        return read_choice(word, choices=declared.choices, values=None)
    except UnableToReadCell:
        return ""
