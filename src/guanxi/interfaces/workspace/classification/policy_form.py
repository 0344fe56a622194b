"""The rules of a policy as a form; what `problems_of` objects to is said beside its field."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.classification.models import ValueTier
from guanxi.domain.classification.policy_draft import UnableToAdopt
from guanxi.domain.classification.rules import TIERS
from guanxi.domain.classification.rules.policy import BOUNDS, Problem
from guanxi.domain.customers.models import Purpose
from guanxi.interfaces.workspace.classification.policy_words import PLAIN

Rules = Mapping[str, Any]
PPM_IN_PERCENT = 10_000
_WIDEST = {"window_days": (1, 36_600), "minimum_ranked": (1, 1_000_000)}
_REFUSED: Mapping[str, LazyText] = {
    "unchanged": gettext_lazy("These are the rules that hold on that day already."),
    "in_the_past": gettext_lazy("Rules can hold from today on: what was concluded before stays."),
    "reason": gettext_lazy("Say why, for those who ask later."),
    "overtaken": gettext_lazy("Somebody adopted another version in the meantime: look at it first."),
}
_SECTION_OF = {
    "cut": "value_tiers",
    "closing_months": "value_tiers",
    "unranked_purposes": "value_tiers",
    "valid_from": "adoption",
    "reason": "adoption",
}
_FIELD_OF = {"in_the_past": "valid_from", "reason": "reason"}


class PolicyForm(forms.Form):
    """A field for each rule, named `section__entry`; `valid_from` and `reason` are of the adoption.

    `base` are the rules the draft begins with: what the form does not ask for is kept from them.
    """

    def __init__(self, *args: Any, base: Rules, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        for (section, name), label in PLAIN.items():
            least, most = BOUNDS.get((section, name)) or _WIDEST[name]
            self.fields[f"{section}__{name}"] = forms.IntegerField(
                label=str(label), min_value=least, max_value=most, initial=base.get(section, {}).get(name)
            )
        for cut in base["value_tiers"]["tier"][:-1]:
            self.fields[f"cut__{cut['name']}"] = forms.DecimalField(
                label=_("%(tier)s: down to this share of the ranking, in percent")
                % {"tier": ValueTier(cut["name"]).label},
                min_value=Decimal("0.01"),
                max_value=Decimal("99.99"),
                decimal_places=2,
                initial=Decimal(cut["up_to_ppm"]) / PPM_IN_PERCENT,
            )
        self._add_choices(base)
        self.fields["valid_from"] = forms.DateField(
            label=_("Valid from"),
            initial=today,
            input_formats=["%Y-%m-%d"],
            # The browser's own field takes ISO only, whatever the reader's language writes.
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": today.isoformat()}),
        )
        self.fields["reason"] = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000)

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by what they are about, in the order of the page."""
        titles = {
            "value_tiers": _("Value tiers"),
            "backbone": _("Backbone customers"),
            "overrides": _("Overrides"),
            "adoption": _("Adoption"),
        }
        found: dict[str, list[forms.BoundField]] = {section: [] for section in titles}
        for bound in self:
            section = bound.name.partition("__")[0]
            found[_SECTION_OF.get(section, section)].append(bound)
        return [(title, found[section]) for section, title in titles.items()]

    def rules(self) -> dict[str, Any]:
        """The draft, after `is_valid`; entries as the policy keeps them."""
        said = self.cleaned_data
        rules: dict[str, Any] = {
            name: dict(value) if isinstance(value, dict) else value for name, value in self.base.items()
        }
        for section, name in PLAIN:
            rules.setdefault(section, {})[name] = said[f"{section}__{name}"]
        rules["value_tiers"]["tier"] = [
            {"name": tier, "up_to_ppm": int(said[f"cut__{tier}"] * PPM_IN_PERCENT)} for tier in TIERS[:-1]
        ] + [self.base["value_tiers"]["tier"][-1]]
        rules["backbone"]["credit_at_least"] = said["backbone__credit_at_least"]
        rules["closing_months"] = sorted(int(month) for month in said["closing_months"])
        rules["unranked_purposes"] = [value for value in Purpose.values if value in said["unranked_purposes"]]
        return rules

    def refuse(self, unable: UnableToAdopt) -> None:
        """Say beside the fields why the draft cannot be followed or adopted."""
        if unable.code != "rules":
            self.add_error(_FIELD_OF.get(unable.code), str(_REFUSED[unable.code]))
        for problem in unable.problems:
            self.add_error(self._field_of(problem), _worded(problem))

    def _add_choices(self, base: Rules) -> None:
        self.fields["backbone__credit_at_least"] = forms.ChoiceField(
            label=_("Backbone: credit grade at least"),
            choices=CreditGrade.Grade.choices,
            initial=base.get("backbone", {}).get("credit_at_least"),
        )
        self.fields["closing_months"] = forms.MultipleChoiceField(
            label=_("Periods close at the end of"),
            choices=[(str(number), name) for number, name in MONTHS.items()],
            initial=[str(month) for month in base["closing_months"]],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["unranked_purposes"] = forms.MultipleChoiceField(
            label=_("Kept out of the ranking"),
            choices=Purpose.choices,
            initial=base["unranked_purposes"],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def _field_of(self, problem: Problem) -> str | None:
        """The field of a path ("backbone.review_days"); the tiers are judged by their cuts as a whole."""
        name = problem.path.replace(".", "__")
        if name in self.fields:
            return name
        tier = problem.params.get("tier")
        return f"cut__{tier}" if f"cut__{tier}" in self.fields else None


def _worded(problem: Problem) -> str:
    if problem.code == "policy_cuts_fall":
        return _("Each cut must reach further down than the one before it.")
    if problem.code == "not_whole":
        return _("A whole number from %(least)s to %(greatest)s.") % problem.params
    return _("No run can follow this rule: %(path)s.") % {"path": problem.path}
