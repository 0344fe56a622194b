"""Step two as a form: every column of the file with the field it fills."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from guanxi.domain.intake.fields import NUMERIC, Field
from guanxi.interfaces.workspace.imports.ambiguity import NUMBER_FORMS
from guanxi.interfaces.workspace.imports.column_lines import DAYS, constant_fields, shareable_fields
from guanxi.interfaces.workspace.imports.column_questions import AS_KEPT, ColumnQuestions


class ColumnsForm(ColumnQuestions):
    """Which column fills which field. `mapping` gives the answer in the structure of a mapping file."""

    @property
    def beyond(self) -> dict[str, Any]:
        """Rules of the earlier mapping that this page has no place for: a second field of one column."""
        shown = {self._chosen(place) for place in range(len(self._header))} | set(
            shareable_fields(self._kind)
        )
        return {
            name: rule
            for name, rule in self._rules.items()
            if name not in shown and rule.get("from") in self._header
        }

    @property
    def beyond_lines(self) -> list[tuple[str, str]]:
        """Those rules in words: the field, and the column that fills it."""
        return [(self._proposals[name].label, str(rule["from"])) for name, rule in self.beyond.items()]

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
                self._look_at_words(place)
        self._look_for_missing(taken, given)
        return given

    def mapping(self) -> dict[str, Any]:
        """The answer as a mapping file holds it: {"source", <kind>: {"fields", "options"}}."""
        given, rules = self.cleaned_data, {}
        for place, column in enumerate(self._header):
            name = given[f"column-{place}"]
            if name:
                rules[name] = (
                    self._kept_settings(name, place) | {"from": column} | self._settings(place, name)
                )
        for name in shareable_fields(self._kind):
            column = given[f"shared-{name}"]
            if column and name not in rules:
                rules[name] = self._kept_settings(name) | {"from": column}
        rules |= {name: rule for name, rule in self.beyond.items() if name not in rules}
        for name in constant_fields(self._kind):
            value = given[f"constant-{name}"].strip()
            if value and name not in rules:
                rules[name] = {"constant": value}
        options = {
            option: given[f"option-{option}"] or values[0]
            for option, values in self._kind.all_options.items()
        }
        return {"source": given["source"].strip(), self._kind.name: {"fields": rules, "options": options}}

    def _kept_settings(self, name: str, place: int = -1) -> dict[str, Any]:
        """What an earlier mapping says about the field beyond this page: absences, fallbacks, formats."""
        asked = {"from", "constant"}
        asked |= {"format"} if f"days-{place}" in self.fields else set()
        asked |= {"decimal", "thousands"} if f"numbers-{place}" in self.fields else set()
        return {key: value for key, value in self._rules.get(name, {}).items() if key not in asked}

    def _settings(self, place: int, name: str) -> dict[str, Any]:
        reading, given = self._kind.fields[name].reading, self.cleaned_data
        if place in self._foreign:
            return {"values": self._foreign[place].values(given)}
        if given.get(f"days-{place}") == AS_KEPT:
            return {"format": self._rules[name]["format"]} if "format" in self._rules.get(name, {}) else {}
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

    def _look_at_words(self, place: int) -> None:
        if place in self._unasked:
            self.add_error(
                f"column-{place}",
                _("This column holds words that are not ours. Say below what each of them means."),
            )

    def _look_for_missing(self, taken: Mapping[str, str], given: Mapping[str, Any]) -> None:
        for name, declared in self._kind.fields.items():
            elsewhere = given.get(f"constant-{name}", "").strip() or given.get(f"shared-{name}", "")
            if declared.required and name not in taken and not elsewhere:
                label = self._proposals[name].label
                self.add_error(
                    None, _("%(field)s is required: say which column holds it.") % {"field": label}
                )
