"""The measures of a backbone case in words: what was measured, and what the policy asks (D15)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.classification.models import BackboneCase
from guanxi.interfaces.workspace.explanations import words


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure; `value` and `threshold` are ready to be shown."""

    label: str
    value: str
    threshold: str
    as_of: date
    passed: bool
    note: str


def measure_lines(case: BackboneCase, *, currency: str) -> list[MeasureLine]:
    """The measures of the case in their order; amounts are in `currency`, that of the runs."""
    return [_line(test, currency) for test in case.tests]


def _line(test: dict[str, Any], currency: str) -> MeasureLine:
    inputs = test["inputs"] | {"currency": currency}
    label, value, threshold = _WORDED[test["code"]](test, inputs)
    as_of = date.fromisoformat(test["as_of"])
    return MeasureLine(label, value, threshold, as_of, test["passed"], _note(test["code"], inputs))


def _revenue(test: dict[str, Any], inputs: dict[str, Any]) -> tuple[str, str, str]:
    currency = inputs["currency"]
    asked = words.money(test["threshold"], currency) if test["threshold"] is not None else "–"
    return _("Net revenue"), words.money(test["value"] or 0, currency), _percentile(asked, inputs)


def _orders(test: dict[str, Any], inputs: dict[str, Any]) -> tuple[str, str, str]:
    asked = words.number(test["threshold"]) if test["threshold"] is not None else "–"
    return _("Orders"), words.number(test["value"] or 0), _percentile(asked, inputs)


def _credit(test: dict[str, Any], inputs: dict[str, Any]) -> tuple[str, str, str]:
    value = str(CreditGrade.Grade(test["value"]).label) if test["value"] else _("none on file")
    asked = str(CreditGrade.Grade(test["threshold"]).label)
    return _("Credit grade"), value, _("at least %(grade)s") % {"grade": asked}


def _overdue(test: dict[str, Any], inputs: dict[str, Any]) -> tuple[str, str, str]:
    days = _("%(days)s days")
    value = days % {"days": words.number(test["value"])} if test["value"] is not None else _("none on file")
    if inputs.get("invoice") and test["value"]:
        value = f"{value} ({inputs['invoice']})"
    return _("Longest overdue"), value, _("at most %(days)s days") % {"days": words.number(test["threshold"])}


_WORDED = {"revenue": _revenue, "orders": _orders, "credit": _credit, "overdue": _overdue}


def _percentile(asked: str, inputs: dict[str, Any]) -> str:
    return _("at least %(value)s (P%(percentile)s of %(n)s)") % {
        "value": asked,
        "percentile": inputs.get("percentile", ""),
        "n": inputs.get("n", ""),
    }


def _note(code: str, inputs: dict[str, Any]) -> str:
    if code == "overdue" and inputs.get("undated"):
        return _("%(count)s invoices have no due day: nobody can be late with them.") % {
            "count": words.number(inputs["undated"])
        }
    return ""
