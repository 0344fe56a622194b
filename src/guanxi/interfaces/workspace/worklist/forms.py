from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User


class TaskForm(forms.Form):
    """A task for oneself, perhaps about a customer that one can see."""

    title = forms.CharField(label=_("Task"), max_length=200)
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    customer = forms.CharField(
        label=_("Customer number"), required=False, max_length=60, help_text=_("Leave empty for none.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor

    def clean_customer(self) -> Customer | None:
        number = self.cleaned_data["customer"].strip()
        if not number:
            return None
        customer: Customer | None = (
            Customer.objects.visible_to(self._actor).filter(number__iexact=number).first()
        )
        if customer is None:
            raise forms.ValidationError(
                _("You can see no customer with the number %(number)s."), params={"number": number}
            )
        return customer
