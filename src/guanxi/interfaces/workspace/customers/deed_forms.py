"""What a person writes when deciding about a customer's standing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models import HumanReview, ValueTier
from guanxi.domain.people import policy
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.customers.forms import day_field
from guanxi.interfaces.workspace.customers.submission import OnceForm


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=1000, widget=widget)


class OverrideForm(OnceForm):
    tier = forms.ChoiceField(label=_("Value tier"), choices=ValueTier.choices)
    reason = _text(_("Reason"), _("Why the tier by rule does not fit this customer."))
    starts_on = day_field(_("From"), required=True)
    ends_on = day_field(
        _("Until"), required=True, help_text=_("The last day. The tier by rule is back after it.")
    )


class ApprovalForm(OnceForm):
    """Nothing to write: that another person agrees is the approval."""


class NoteForm(OnceForm):
    note = _text(_("Reason"))


class ReputationForm(OnceForm):
    reputation = _text(_("Reputation"), _("What you know of its standing and good faith, and from where."))


class ReasonedForm(OnceForm):
    reason = _text(_("Reason"))


class ObjectionForm(OnceForm):
    objected_on = day_field(_("Objected on"), required=True)
    note = forms.CharField(label=_("How it reached us"), max_length=500, required=False)


class ReviewForm(OnceForm):
    about = forms.ChoiceField(label=_("About"), choices=HumanReview.About.choices)
    asked_on = day_field(_("Asked on"), required=True)
    asked_by = forms.CharField(label=_("Asked by"), max_length=150)
    question = _text(_("What is asked"))
    reviewer = forms.ModelChoiceField(User.objects.none(), label=_("Who looks at it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in policy.STAFF_ROLES if policy.relations(role, "reviews.handle")]
        reviewers = User.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")
        self.fields["reviewer"].queryset = reviewers  # type: ignore[attr-defined]


class AnswerForm(OnceForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=HumanReview.Outcome.choices)
    text = _text(_("Answer"))
