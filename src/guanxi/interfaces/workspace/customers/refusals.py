"""Why a decision about a customer's standing could not be taken: what is wrong, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.classification.models.backbone import UnableToConfirm
from guanxi.domain.classification.models.override import UnableToOverride
from guanxi.domain.classification.models.profiling import UnableToObject

Refusal = UnableToConfirm | UnableToOverride | UnableToObject
REFUSALS = (UnableToConfirm, UnableToOverride, UnableToObject)

_DECIDED = gettext_lazy("Somebody has decided about it in the meantime. Look at the page again.")
_WORDS: Mapping[tuple[type[Exception], str], LazyText] = {
    (UnableToOverride, "reason"): gettext_lazy("Please give a reason: it is kept with the tier."),
    (UnableToOverride, "days_in_order"): gettext_lazy("The last day is before the first one."),
    (UnableToOverride, "in_the_past"): gettext_lazy("The days are over: choose days from today on."),
    (UnableToOverride, "too_long"): gettext_lazy("The policy allows %(max_days)s days at most."),
    (UnableToOverride, "overlaps"): gettext_lazy(
        "Another override holds or waits in these days. End it first."
    ),
    (UnableToOverride, "objected"): gettext_lazy(
        "This person objects to being classified: there is no tier to set."
    ),
    (UnableToOverride, "same_person"): gettext_lazy(
        "You asked for it yourself: somebody else has to approve it."
    ),
    (UnableToOverride, "state"): _DECIDED,
    (UnableToConfirm, "reputation"): gettext_lazy("Please say what you know of its reputation."),
    (UnableToConfirm, "reason"): gettext_lazy("Please give a reason."),
    (UnableToConfirm, "state"): _DECIDED,
    (UnableToObject, "not_a_person"): gettext_lazy("Only a natural person can object: see its nature."),
    (UnableToObject, "open"): gettext_lazy("An objection is on file already."),
    (UnableToObject, "text"): gettext_lazy("Please write what is asked, or answered."),
    (UnableToObject, "date"): gettext_lazy("The day is still to come."),
    (UnableToObject, "state"): _DECIDED,
}
_TESTS: Mapping[str, LazyText] = {
    "revenue": gettext_lazy("Net revenue"),
    "orders": gettext_lazy("Orders"),
    "credit": gettext_lazy("Credit grade"),
    "overdue": gettext_lazy("Longest overdue"),
}


def refusal_words(refusal: Refusal) -> str:
    """One sentence; a confirmation that fails its measures names them."""
    if isinstance(refusal, UnableToConfirm) and refusal.code == "tests":
        names = _(", ").join(str(_TESTS[test["code"]]) for test in refusal.failing)
        return _("Not every measure is passed: %(tests)s.") % {"tests": names}
    params = getattr(refusal, "params", {})
    return str(_WORDS[type(refusal), refusal.code]) % params
