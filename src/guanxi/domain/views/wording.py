"""Filters in the reader's words: for chips, for exports, for what could not be read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guanxi.domain.views.fields import Field, Kind, Problem, Subject
from guanxi.domain.views.rules import NONE, NOT, Condition, Filter

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PERIOD_WORDS: Mapping[str, "StrOrPromise"] = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "this-week": gettext_lazy("this week"),
    "last-week": gettext_lazy("last week"),
    "this-month": gettext_lazy("this month"),
    "last-month": gettext_lazy("last month"),
    "this-quarter": gettext_lazy("this quarter"),
    "last-quarter": gettext_lazy("last quarter"),
    "this-year": gettext_lazy("this year"),
    "last-year": gettext_lazy("last year"),
}
_FAULTS: Mapping[str, "StrOrPromise"] = {
    "no_field": gettext_lazy("“%(field)s” is no field of this list."),
    "no_choice": gettext_lazy("%(field)s: “%(term)s” is none of its values."),
    "no_day": gettext_lazy("%(field)s: “%(term)s” is no day. Write 2025-06-30, or 2025-01-01..2025-03-31."),
    "no_amount": gettext_lazy("%(field)s: “%(term)s” is no number. Write 1000, 1000..5000 or 1000.. ."),
    "no_range": gettext_lazy("%(field)s: “%(term)s” ends before it begins."),
}
People = Mapping[int, str]


def term_words(own: Field, term: str, people: People) -> str:
    """One term as it is read: "last 30 days", "from 10,000", "not Basic"."""
    if term.startswith(NOT):
        return _("not %(value)s") % {"value": term_words(own, term[len(NOT) :], people)}
    if term == NONE and own.empty is not None:
        return str(own.without or _("none"))
    if own.kind is Kind.PERSON:
        return people.get(int(term), term) if term.isdecimal() else term
    if own.is_chosen_from:
        return str(dict(own.choices).get(term, term))
    return _day_words(term) if own.kind is Kind.DAY else _range_words(term)


def condition_words(own: Field | None, condition: Condition, people: People) -> str:
    """A condition as one phrase: "Tier: Gold, Iron"."""
    if own is None:
        return condition.field
    values = ", ".join(term_words(own, term, people) for term in condition.terms)
    return _("%(what)s: %(values)s") % {"what": own.label, "values": values}


def filter_words(subject: Subject, asked: Filter, people: People) -> str:
    """A whole filter as one sentence; empty where nothing is asked."""
    parts = [condition_words(subject.get(one.field), one, people) for one in asked.conditions]
    for group in asked.groups:
        parts.append(_(" or ").join(condition_words(subject.get(one.field), one, people) for one in group))
    if asked.text:
        parts.append(_("%(what)s: %(values)s") % {"what": _("Search text"), "values": asked.text})
    return "; ".join(parts)


def fault(subject: Subject, problem: Problem) -> str:
    """What is wrong with a condition and how to write it."""
    own = subject.get(problem.field)
    return str(_FAULTS[problem.code]) % {"field": own.label if own else problem.field, "term": problem.term}


def people_in(subject: Subject, asked: Filter) -> set[int]:
    """The ids of the people a filter names."""
    conditions = (*asked.conditions, *(one for group in asked.groups for one in group))
    kinds = ((subject.get(one.field), one) for one in conditions)
    terms = (
        term for own, one in kinds if own and own.kind is Kind.PERSON for term in (*one.wanted, *one.refused)
    )
    return {int(term) for term in terms if term.isascii() and term.isdecimal() and len(term) < 16}


def _day_words(term: str) -> str:
    if term in PERIOD_WORDS:
        return str(PERIOD_WORDS[term])
    which, _hyphen, rest = term.rpartition("-")
    counted = rest.removesuffix("d")
    if counted.isdecimal() and rest.endswith("d") and which in {"", "over", "next"}:
        return _counted_words(which, int(counted))
    return _range_words(term)


def _counted_words(which: str, days: int) -> str:
    sentences = {
        "": ngettext("last %(days)s day", "last %(days)s days", days),
        "over": ngettext("more than %(days)s day ago", "more than %(days)s days ago", days),
        "next": ngettext("next %(days)s day", "next %(days)s days", days),
    }
    return sentences[which] % {"days": days}


def _range_words(term: str) -> str:
    first, dots, last = term.partition("..")
    if not dots:
        return term
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(first)s") % {"first": first} if first else _("up to %(last)s") % {"last": last}
