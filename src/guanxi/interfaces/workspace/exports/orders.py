"""What the address of an order asks for, as the parameters of its kind."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanxi.domain.exports.vocabulary import What
from guanxi.domain.ground import clock
from guanxi.domain.ground.export import Format
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.lists.state import filter_of
from guanxi.processes import customer_export
from guanxi.processes.customer_list import list_parameters

OF_RUNS = {What.RUN_ENTRIES, What.RUN_REPORT}
# The columns of an import are too many for a page.
_ON_PAPER = {What.CUSTOMERS, *OF_RUNS}
_PRESETS = (
    (customer_export.IMPORT, _("Columns of the import: comes in again unchanged")),
    (customer_export.SHOWN, _("As shown: group, tier, revenue and what else the list tells")),
)


class OrderForm(forms.Form):
    """`preset` is asked for customers, `source` for shipments that came from several systems."""

    format = forms.ChoiceField(
        label=_("Format"), choices=Format, widget=forms.RadioSelect, initial=Format.XLSX
    )

    def __init__(self, *args: Any, what: What, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if what not in _ON_PAPER:
            self.fields["format"].choices = [choice for choice in Format.choices if choice[0] != Format.PDF]  # type: ignore[attr-defined]
        if what is What.CUSTOMERS:
            self.fields["preset"] = forms.ChoiceField(
                label=_("Columns"), choices=_PRESETS, widget=forms.RadioSelect, initial=customer_export.IMPORT
            )
        if what is What.SHIPMENTS:
            names = Shipment.objects.visible_to(actor).order_by("source").values_list("source", flat=True)
            choices = [("", _("All sources")), *((name, name) for name in names.distinct())]
            if len(choices) > 2:
                self.fields["source"] = forms.ChoiceField(
                    label=_("Source"),
                    choices=choices,
                    required=False,
                    help_text=_("Numbers of shipments are unique within their source only."),
                )

    def clean(self) -> dict[str, Any]:
        """A page has no room for the columns of the import."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("format") == Format.PDF and said.get("preset") == customer_export.IMPORT:
            self.add_error(
                "preset", _("A page has no room for these columns. Choose the other ones, or Excel.")
            )
        return said


def parameters_of(what: What, query: QueryDict) -> dict[str, Any] | None:
    """The parameters; None where a run is asked for and none is named."""
    if what is What.CUSTOMERS:
        return list_parameters(filter_of(query), today=clock.business_date())
    if what in OF_RUNS:
        run = query.get("run", "")
        return {"run": int(run)} if run.isdecimal() else None
    # A customer's own page names it; every other parameter is of the list of shipments.
    number, listed = query.get("customer"), query.copy()
    listed.pop("customer", None)
    asked = list_parameters(filter_of(listed), today=clock.business_date())
    return asked | ({"customer_number": number} if number else {})
