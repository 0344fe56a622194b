"""A person decides whether a customer is backbone (D15)."""

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.classification.models import BackboneCase
from guanxi.domain.ground import clock
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.deed_forms import NoteForm, ReasonedForm, ReputationForm
from guanxi.interfaces.workspace.customers.deeds import Deed, customer_of, decision_of, take
from guanxi.processes import backbone_review

RIGHT = "backbone.confirm"
PART = "backbone"


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def confirm(request: StaffRequest, pk: int, case_pk: int) -> HttpResponse:
    """Vouch for the reputation; the measures are taken anew, and a failing one is named."""
    customer = customer_of(request, pk, RIGHT)
    case: BackboneCase = decision_of(BackboneCase, request, customer, case_pk)
    act = partial(backbone_review.confirm, case, by=request.actor, at=clock.now())
    lead = _("Every measure is taken anew before it is confirmed.")
    deed = Deed(_("Confirm as backbone"), _("Confirm"), PART, ReputationForm, act, lead)
    return take(request, customer, deed)


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def turn_down(request: StaffRequest, pk: int, case_pk: int) -> HttpResponse:
    """Say no to a proposal, with a reason."""
    customer = customer_of(request, pk, RIGHT)
    case: BackboneCase = decision_of(BackboneCase, request, customer, case_pk)
    act = partial(backbone_review.turn_down, case, by=request.actor, at=clock.now())
    deed = Deed(_("Turn down as backbone"), _("Turn down"), PART, ReasonedForm, act, tone="danger")
    return take(request, customer, deed)


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def renew(request: StaffRequest, pk: int, case_pk: int) -> HttpResponse:
    """The yearly review: confirmed anew if the measures still bear it out."""
    customer = customer_of(request, pk, RIGHT)
    case: BackboneCase = decision_of(BackboneCase, request, customer, case_pk)
    act = partial(backbone_review.renew, case, by=request.actor, at=clock.now())
    lead = _("Every measure is taken anew before it is confirmed.")
    deed = Deed(_("Review as backbone"), _("Confirm anew"), PART, ReputationForm, act, lead)
    return take(request, customer, deed, reputation=case.reputation)


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int, case_pk: int) -> HttpResponse:
    """End a confirmation: the customer is actual again at once."""
    customer = customer_of(request, pk, RIGHT)
    case: BackboneCase = decision_of(BackboneCase, request, customer, case_pk)
    act = partial(backbone_review.end, case, by=request.actor, at=clock.now())
    deed = Deed(_("No longer backbone"), _("End it"), PART, NoteForm, act, tone="danger")
    return take(request, customer, deed)
