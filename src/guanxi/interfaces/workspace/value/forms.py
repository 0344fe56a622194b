"""What a person writes about a maintenance budget."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground import identifiers
from guanxi.domain.ground.money import UnableToReadMoney, digits_of, minor_units
from guanxi.domain.value.models import ValuePolicy
from guanxi.domain.value.rules import maintenance_activities
from guanxi.domain.value.vocabulary import activity_word
from guanxi.interfaces.workspace.customers.forms import day_field


class MoneyField(forms.DecimalField):
    """An amount above zero in major units of a currency; its value is whole minor units."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(decimal_places=digits_of(currency), min_value=Decimal(1).scaleb(-2), **kwargs)
        self._currency = currency

    def clean(self, value: Any) -> int:
        """Raises ValidationError for what is no amount, or beyond the bound of money."""
        amount = super().clean(value)
        try:
            return minor_units(amount, self._currency)
        except UnableToReadMoney:
            raise forms.ValidationError(_("This amount is too large.")) from None


class DrawForm(forms.Form):
    """A period and how much may be spent in it."""

    starts_on = day_field(_("From"), required=True)
    ends_on = day_field(_("Until"), required=True)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            currency=currency, label=_("Amount in %(currency)s") % {"currency": currency}
        )


class SpendForm(forms.Form):
    """One thing done to keep a customer; sent a second time, with the same `key`, it is the same posting."""

    activity = forms.ChoiceField(label=_("Activity"))
    on = day_field(_("Day"), required=True)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, currency: str, policy: ValuePolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = maintenance_activities(policy.rules)
        self.fields["activity"].choices = [(name, activity_word(name)) for name in names]  # type: ignore[attr-defined]
        self.fields["amount"] = MoneyField(
            currency=currency, label=_("Amount in %(currency)s") % {"currency": currency}
        )
        self.initial.setdefault("key", identifiers.new_token())
        self.order_fields(["activity", "amount", "on"])


class AskForm(forms.Form):
    """How much more than the line, and why."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            currency=currency, label=_("Beyond the line, in %(currency)s") % {"currency": currency}
        )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
        )


class DecisionForm(forms.Form):
    """Yes or no, with a note; a refusal says why."""

    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("decline", _("Decline"))])
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "decline" and not cleaned.get("note"):
            self.add_error("note", _("Say why it is declined."))
        return cleaned
