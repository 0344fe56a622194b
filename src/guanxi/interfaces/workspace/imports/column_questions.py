"""What step two asks about a file: which field each column fills, and what its cells leave open."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.intake.fields import FileKind, Reading
from guanxi.domain.intake.staging import ColumnProposal
from guanxi.interfaces.workspace.imports.ambiguity import (
    NUMBER_FORMS,
    WrittenAs,
    day_formats,
    is_settled,
    looks_numeric,
    number_form,
)
from guanxi.interfaces.workspace.imports.choice_words import labelled
from guanxi.interfaces.workspace.imports.column_lines import (
    ColumnLine,
    cells_of,
    constant_fields,
    question,
    shareable_fields,
)
from guanxi.interfaces.workspace.imports.foreign_words import ForeignWords, Words
from guanxi.interfaces.workspace.imports.option_words import option_word

# Whose number it may be where a file has no column for its own.
STAND_INS = {"source_id": "waybill_number"}
OWN_SOURCE = "guanxi"
SAMPLES = 3
# The answer that leaves the days of a column to an earlier mapping.
AS_KEPT = "kept"


class ColumnQuestions(forms.Form):
    """The questions of step two, answered beforehand as far as an earlier mapping or the names go."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=40,
        help_text=gettext_lazy(
            "A short name of the system the file comes from. Rows of one source with the same number "
            "update each other."
        ),
    )

    def __init__(
        self,
        *args: Any,
        kind: FileKind,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        proposals: Sequence[ColumnProposal],
        known: Mapping[str, Any] | None = None,
        ask_days_of: Mapping[str, Sequence[str]] | None = None,
        words: Mapping[str, Words] | None = None,
        **kwargs: Any,
    ) -> None:
        """`known` is an earlier mapping to start from; `ask_days_of` names columns whose days can be read
        in more than one way, with the formats that fit; `words` are those of columns, by their place."""
        super().__init__(*args, **kwargs)
        self._kind = kind
        self._proposals = {proposal.name: proposal for proposal in proposals}
        self._rules: dict[str, Any] = dict((known or {}).get(kind.name, {}).get("fields", {}))
        self._cells = [cells_of(rows, place) for place in range(len(header))]
        self._header = list(header)
        self._open_days: set[str] = set()
        self._words = words or {}
        self._foreign: dict[int, ForeignWords] = {}
        self._unasked: set[int] = set()
        self.fields["source"].initial = (known or {}).get("source", OWN_SOURCE)
        for place, name in enumerate(header):
            self._add_column(place, name, (ask_days_of or {}).get(name, ()))
        for name in constant_fields(self._kind):
            self._add_constant(name)
        for name in shareable_fields(self._kind):
            self._add_shared(name)
        for option, values in kind.all_options.items():
            self._add_option(option, values, (known or {}).get(kind.name, {}).get("options", {}))

    @property
    def columns(self) -> list[ColumnLine]:
        """The columns in the order of the file."""
        return [
            ColumnLine(
                name=name,
                samples=self._cells[place][:SAMPLES],
                field=self[f"column-{place}"],
                days=self[f"days-{place}"] if f"days-{place}" in self.fields else None,
                numbers=self[f"numbers-{place}"] if f"numbers-{place}" in self.fields else None,
                words=self._foreign[place].questions(self) if place in self._foreign else [],
            )
            for place, name in enumerate(self._header)
        ]

    @property
    def constants(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("constant-")]

    @property
    def shared(self) -> list[BoundField]:
        """Required fields that may be filled by a column that fills another one, too."""
        return [self[name] for name in self.fields if name.startswith("shared-")]

    @property
    def options(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("option-")]

    def _add_column(self, place: int, name: str, day_formats_left: Sequence[str]) -> None:
        field = forms.ChoiceField(
            label=name or _("Column %(number)s") % {"number": place + 1}, required=False
        )
        field.choices = [("", _("Ignore this column")), *self._field_choices()]
        field.initial = self._guess(name)
        self.fields[f"column-{place}"] = field
        rule = self._rules.get(field.initial, {})
        self._add_days(place, name, list(day_formats_left), rule)
        if looks_numeric(self._cells[place]):
            self.fields[f"numbers-{place}"] = question(
                _("How are the numbers of “%(column)s” written?") % {"column": name},
                [(key, form.example) for key, form in NUMBER_FORMS.items()],
                number_form(rule, self._cells[place]),
                unanswered=_("Choose"),
            )
        self._add_words(place)

    def _add_words(self, place: int) -> None:
        """Ask what words mean that are none of ours, in a column that fills a field of choices."""
        name = self._chosen(place)
        declared = self._kind.fields.get(name)
        if declared is None or not declared.choices:
            return
        words = self._words.get(str(place), ())
        foreign = ForeignWords(place, declared, words, self._rules.get(name, {}).get("values"))
        for key, field in foreign.fields():
            self.fields[key] = field
            self._foreign[place] = foreign
            if self.is_bound and key not in self.data:
                # The column was given to this field just now: the page shows what must be asked.
                self.data = dict(self.data.items()) | {key: field.initial}
                self._unasked.add(place)

    def _chosen(self, place: int) -> str:
        key = f"column-{place}"
        return str(self.data.get(key, "") if self.is_bound else self.fields[key].initial)

    def _add_days(self, place: int, name: str, left: list[str], rule: Mapping[str, Any]) -> None:
        """Where the samples agree on one format it may be left to the whole column, else it is asked for."""
        formats = left or day_formats(self._cells[place])
        if not formats:
            return
        if kept := _kept_format(rule, formats):
            self.fields[f"days-{place}"] = question(
                _("How are the days of “%(column)s” written?") % {"column": name},
                [(AS_KEPT, _("As the mapping says: %(formats)s") % {"formats": kept})]
                + [(one, str(WrittenAs(one))) for one in formats],
                AS_KEPT,
                unanswered=_("Choose"),
            )
            return
        settled = not left and is_settled(self._cells[place], formats)
        if not settled:
            self._open_days.add(f"days-{place}")
        self.fields[f"days-{place}"] = question(
            _("How are the days of “%(column)s” written?") % {"column": name},
            [(one, str(WrittenAs(one))) for one in formats],
            rule.get("format", ""),
            unanswered=_("As all rows agree") if settled else _("Choose"),
        )

    def _add_constant(self, name: str) -> None:
        declared = self._kind.fields[name]
        label = self._proposals[name].label
        rule = self._rules.get(name, {})
        field: forms.Field = forms.CharField(label=label, required=False, max_length=200)
        if declared.reading is Reading.CHOICE:
            choices = [("", _("Not the same in every row")), *labelled(declared.choices)]
            field = forms.ChoiceField(label=label, required=False, choices=choices)
        field.initial = rule.get("constant", "")
        self.fields[f"constant-{name}"] = field

    def _add_shared(self, name: str) -> None:
        """An own number is often the waybill number at the same time: two fields, one column."""
        field = forms.ChoiceField(label=self._proposals[name].label, required=False)
        field.choices = [("", _("It has a column of its own")), *((one, one) for one in self._header if one)]
        column = self._rules[name].get("from") if name in self._rules else self._stand_in(name)
        field.initial = column if column and self._guess(column) != name else ""
        self.fields[f"shared-{name}"] = field

    def _add_option(self, option: str, values: Sequence[str], known: Mapping[str, str]) -> None:
        choices = [(value, option_word(value)) for value in dict.fromkeys(values)]
        self.fields[f"option-{option}"] = forms.ChoiceField(
            label=option_word(option), required=False, choices=choices, initial=known.get(option, values[0])
        )

    def _field_choices(self) -> list[tuple[str, str]]:
        required = _("%(field)s (required)")
        return [
            (one.name, required % {"field": one.label} if one.required else str(one.label))
            for one in self._proposals.values()
        ]

    def _guess(self, column: str) -> str:
        """The field an earlier mapping gives to this column, else the proposed one."""
        if self._rules:
            # A database may keep the rules in another order: who only shares the column comes last.
            fillers = [name for name in self._kind.fields if self._rules.get(name, {}).get("from") == column]
            own = [name for name in fillers if STAND_INS.get(name) not in fillers]
            return next(iter(own or fillers), "")
        return next((one.name for one in self._proposals.values() if one.column == column), "")

    def _stand_in(self, name: str) -> str | None:
        own = self._proposals[name].column
        other = STAND_INS.get(name, "")
        return own or (self._proposals[other].column if other in self._proposals else None)


def _kept_format(rule: Mapping[str, Any], offered: Sequence[str]) -> str:
    """The formats of an earlier mapping where the page cannot offer them; empty where it can."""
    known = rule.get("format") or []
    formats = [known] if isinstance(known, str) else list(known)
    return "" if len(formats) <= 1 and set(formats) <= set(offered) else ", ".join(formats)
