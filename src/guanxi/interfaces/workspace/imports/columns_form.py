"""Step two as a form: every column of the file with the field it fills."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.intake.fields import NUMERIC, Field, FileKind, Reading
from guanxi.domain.intake.staging import ColumnProposal
from guanxi.interfaces.workspace.imports.ambiguity import (
    NUMBER_FORMS,
    WrittenAs,
    day_formats,
    is_settled,
    looks_numeric,
    number_form,
)
from guanxi.interfaces.workspace.imports.column_lines import (
    DAYS,
    ColumnLine,
    cells_of,
    constant_fields,
    question,
    shareable_fields,
)
from guanxi.interfaces.workspace.imports.option_words import option_word

# Whose number it may be where a file has no column for its own.
STAND_INS = {"source_id": "waybill_number"}
OWN_SOURCE = "guanxi"
SAMPLES = 3


class ColumnsForm(forms.Form):
    """Which column fills which field. `mapping` gives the answer in the structure of a mapping file."""

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
        **kwargs: Any,
    ) -> None:
        """`known` is an earlier mapping to start from; `ask_days_of` names columns whose days can be read
        in more than one way, with the formats that fit."""
        super().__init__(*args, **kwargs)
        self._kind = kind
        self._proposals = {proposal.name: proposal for proposal in proposals}
        self._rules: dict[str, Any] = dict((known or {}).get(kind.name, {}).get("fields", {}))
        self._cells = [cells_of(rows, place) for place in range(len(header))]
        self._header = list(header)
        self._open_days: set[str] = set()
        self.fields["source"].initial = (known or {}).get("source", OWN_SOURCE)
        for place, name in enumerate(header):
            self._add_column(place, name, (ask_days_of or {}).get(name, ()))
        for name in constant_fields(self._kind):
            self._add_constant(name)
        for name in shareable_fields(self._kind):
            self._add_shared(name)
        for option, values in kind.options.items():
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

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        taken: dict[str, str] = {}
        for place, column in enumerate(self._header):
            name = given.get(f"column-{place}", "")
            if name in taken:
                message = _("“%(column)s” already fills this field.") % {"column": taken[name]}
                self.add_error(f"column-{place}", message)
            elif name:
                taken[name] = column
                self._look_at_questions(place, self._kind.fields[name], given)
        self._look_for_missing(taken, given)
        return given

    def mapping(self) -> dict[str, Any]:
        """The answer as a mapping file holds it: {"source", <kind>: {"fields", "options"}}."""
        given, rules = self.cleaned_data, {}
        for place, column in enumerate(self._header):
            name = given[f"column-{place}"]
            if name:
                rules[name] = self._kept_settings(name) | {"from": column} | self._settings(place, name)
        for name in shareable_fields(self._kind):
            column = given[f"shared-{name}"]
            if column and name not in rules:
                rules[name] = self._kept_settings(name) | {"from": column}
        for name in constant_fields(self._kind):
            value = given[f"constant-{name}"].strip()
            if value and name not in rules:
                rules[name] = {"constant": value}
        options = {
            option: given[f"option-{option}"] or values[0] for option, values in self._kind.options.items()
        }
        return {"source": given["source"].strip(), self._kind.name: {"fields": rules, "options": options}}

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

    def _add_days(self, place: int, name: str, left: list[str], rule: Mapping[str, Any]) -> None:
        """Where the samples agree on one format it may be left to the whole column, else it is asked for."""
        formats = left or day_formats(self._cells[place])
        if not formats:
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
            choices = [("", _("Not the same in every row")), *((one, one) for one in declared.choices)]
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

    def _kept_settings(self, name: str) -> dict[str, Any]:
        """What an earlier mapping says about the field beyond this page: values, absences, fallbacks."""
        asked = {"from", "constant", "format", "decimal", "thousands"}
        return {key: value for key, value in self._rules.get(name, {}).items() if key not in asked}

    def _settings(self, place: int, name: str) -> dict[str, str]:
        reading, given = self._kind.fields[name].reading, self.cleaned_data
        if reading in DAYS and given.get(f"days-{place}"):
            return {"format": given[f"days-{place}"]}
        if reading in NUMERIC and given.get(f"numbers-{place}"):
            form = NUMBER_FORMS[given[f"numbers-{place}"]]
            return {"decimal": form.decimal, "thousands": form.thousands}
        return {}

    def _look_at_questions(self, place: int, declared: Field, given: dict[str, Any]) -> None:
        asked = {f"days-{place}": DAYS, f"numbers-{place}": NUMERIC}
        for name, readings in asked.items():
            is_open = name in self._open_days or (name in self.fields and readings is NUMERIC)
            if declared.reading in readings and is_open and not given.get(name):
                self.add_error(name, _("The file does not say. Choose one."))

    def _look_for_missing(self, taken: Mapping[str, str], given: Mapping[str, Any]) -> None:
        for name, declared in self._kind.fields.items():
            elsewhere = given.get(f"constant-{name}", "").strip() or given.get(f"shared-{name}", "")
            if declared.required and name not in taken and not elsewhere:
                label = self._proposals[name].label
                self.add_error(
                    None, _("%(field)s is required: say which column holds it.") % {"field": label}
                )
