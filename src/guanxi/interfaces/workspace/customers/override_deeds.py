"""Another tier for a while: asked for, approved by somebody else, declined, ended (D19)."""

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.classification.models import TierOverride
from guanxi.domain.ground import clock
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.deed_forms import ApprovalForm, NoteForm, OverrideForm
from guanxi.interfaces.workspace.customers.deeds import Deed, customer_of, decision_of, take
from guanxi.interfaces.workspace.explanations import words
from guanxi.processes.tier_overriding import approve_tier, ask_for_tier, decline_tier, end_tier

RIGHT = "tiers.override"
PART = "override"


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for another tier with a reason and a last day."""
    customer = customer_of(request, pk, RIGHT)
    act = partial(ask_for_tier, customer, by=request.actor, at=clock.now())
    lead = _("It holds once somebody else has approved it.")
    deed = Deed(_("Ask for another tier"), _("Ask"), PART, OverrideForm, act, lead)
    return take(request, customer, deed, starts_on=clock.business_date())


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def approve(request: StaffRequest, pk: int, override_pk: int) -> HttpResponse:
    """The second pair of hands."""
    customer = customer_of(request, pk, RIGHT)
    override: TierOverride = decision_of(TierOverride, request, customer, override_pk)
    act = partial(approve_tier, override, by=request.actor, at=clock.now())
    deed = Deed(_("Approve another tier"), _("Approve"), PART, ApprovalForm, act, _asked(override))
    return take(request, customer, deed)


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def decline(request: StaffRequest, pk: int, override_pk: int) -> HttpResponse:
    """Refuse it, or take it back oneself."""
    customer = customer_of(request, pk, RIGHT)
    override: TierOverride = decision_of(TierOverride, request, customer, override_pk)
    act = partial(decline_tier, override, by=request.actor, at=clock.now())
    deed = Deed(_("Decline another tier"), _("Decline"), PART, NoteForm, act, _asked(override), "danger")
    return take(request, customer, deed)


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int, override_pk: int) -> HttpResponse:
    """End it before its last day: the tier by rule is back at once."""
    customer = customer_of(request, pk, RIGHT)
    override: TierOverride = decision_of(TierOverride, request, customer, override_pk)
    act = partial(end_tier, override, by=request.actor, at=clock.now())
    deed = Deed(_("End the override"), _("End it"), PART, NoteForm, act, _asked(override), "danger")
    return take(request, customer, deed)


def _asked(override: TierOverride) -> str:
    return _("%(tier)s from %(first)s until %(last)s, asked for by %(name)s: %(reason)s") % {
        "tier": words.tier_word(override.tier),
        "first": words.day(override.starts_on),
        "last": words.day(override.ends_on),
        "name": override.requested_by,
        "reason": override.reason,
    }
