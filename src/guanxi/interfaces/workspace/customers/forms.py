"""What a person writes into a customer's record."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from guanxi.domain.audiences.models import LawfulBasis, Signal
from guanxi.domain.customers.entry import Details
from guanxi.domain.customers.models import (
    CollectionMethod,
    ContactRole,
    Customer,
    Nature,
    Party,
    PersonalFact,
    ProfileSubject,
    Purpose,
    Site,
    Source,
)
from guanxi.domain.people.models import User
from guanxi.processes.customer_entry import Registered, Seen

DETAILS = (
    *("name", "name_en", "kind", "number", "uscc", "country", "city", "address"),
    *("purpose", "nature", "source", "declared_buyer"),
)
_NOT_STATED = [("", _("Not stated"))]


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CustomerForm(forms.Form):
    """Party and customer as one form. Each field also sends what it held when the form was opened."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Party.Kind.choices)
    number = forms.CharField(label=_("Customer number"), max_length=60)
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=32,
        required=False,
        help_text=_("18 characters. One that does not fit is kept, with a warning."),
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as CN."),
        validators=[RegexValidator("^[A-Za-z]{2}$", _("Two letters, such as CN."))],
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, initial=Purpose.COMMERCIAL)
    nature = forms.ChoiceField(label=_("Nature"), choices=[*_NOT_STATED, *Nature.choices], required=False)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices, initial=Source.OTHER)
    declared_buyer = forms.BooleanField(label=_("Says it has bought before"), required=False)
    parent = forms.CharField(
        label=_("Parent"),
        max_length=60,
        required=False,
        help_text=_("Customer number of the company it belongs to. Leave empty for none."),
    )

    def __init__(self, *args: Any, actor: User, customer: Customer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor, self._customer = actor, customer

    def clean_uscc(self) -> str:
        return "".join(self.cleaned_data["uscc"].split()).upper()

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        return country

    def clean_parent(self) -> Customer | None:
        number = self.cleaned_data["parent"].strip()
        kept = self._customer.parent if self._customer else None
        if kept and kept.number == number:
            return kept
        if not number:
            return None
        parent: Customer | None = (
            Customer.objects.visible_to(self._actor).filter(number__iexact=number).first()
        )
        if parent is None:
            raise forms.ValidationError(
                _("You can see no customer with the number %(number)s."), params={"number": number}
            )
        return parent

    @property
    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in DETAILS})


def as_written(customer: Customer) -> dict[str, Any]:
    """The values of a `CustomerForm` for what is on file."""
    on_file = Details.of(customer)
    parent = customer.parent.number if customer.parent else ""
    return {name: getattr(on_file, name) for name in DETAILS} | {"parent": parent}


class EditForm(CustomerForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*DETAILS, "parent"):
            self.fields[name].show_hidden_initial = True


class NewCustomerForm(CustomerForm):
    """A new customer says how we know it: a lawful sign of interest, or a place in the roster (D11, D13)."""

    KNOWN_BY = [("signal", _("It showed interest")), ("roster", _("It is in the roster"))]

    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False)
    known_by = forms.ChoiceField(
        label=_("How we know it"), choices=KNOWN_BY, widget=forms.RadioSelect, initial="signal"
    )
    signal_kind = forms.ChoiceField(
        label=_("Sign of interest"), choices=[("", "–"), *Signal.Kind.choices], required=False
    )
    seen_on = day_field(_("Seen on"))
    lawful_basis = forms.ChoiceField(
        label=_("Lawful basis"), choices=[("", "–"), *LawfulBasis.choices], required=False
    )
    registered_on = day_field(_("In the roster since"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["number"].required = False
        self.fields["number"].help_text = _("Leave empty for the next free number.")
        if actor.may("customers.assign"):
            self.fields["owner"] = OwnerForm().fields["owner"]
        else:
            del self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        by_signal = self.cleaned_data.get("known_by") == "signal"
        needed = ("signal_kind", "seen_on", "lawful_basis") if by_signal else ("registered_on",)
        for name in needed:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("Please say this too: it is how we know the customer."))
        return self.cleaned_data

    @property
    def known(self) -> Seen | Registered:
        data = self.cleaned_data
        if data["known_by"] == "roster":
            return Registered(data["registered_on"])
        return Seen(data["signal_kind"], data["seen_on"], data["lawful_basis"])


class OwnerForm(forms.Form):
    """Who looks after the customer: an active salesperson or account manager."""

    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = User.objects.filter(is_active=True, role__in=("sales", "account_manager"))
        self.fields["owner"].queryset = owners.order_by("name", "pk")  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Part in buying"),
        choices=ContactRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", "–"), ("zh-hans", _("Chinese")), ("en", _("English"))],
        required=False,
    )


class SiteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Site.Kind.choices)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)


class ProfileFactForm(forms.Form):
    """A business fact of the customer, dated, with how it was learnt (D6)."""

    subject = forms.ChoiceField(label=_("Subject"), choices=ProfileSubject.choices)
    value = forms.CharField(label=_("What we learnt"), max_length=300)
    method = forms.ChoiceField(label=_("Learnt through"), choices=CollectionMethod.choices)
    learnt_on = day_field(_("Learnt on"), required=True)


class PersonalFactForm(forms.Form):
    """A personal fact needs a purpose and the person's consent before it is sealed (D5)."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PersonalFact.Kind.choices)
    value = forms.CharField(label=_("What we know"), max_length=500)
    purpose = forms.CharField(label=_("Purpose"), max_length=200)
    consented_on = day_field(_("Consent given on"), required=True)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for opening"), max_length=200, help_text=_("It is kept in the timeline.")
    )
