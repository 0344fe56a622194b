"""A natural person's objection to profiling, and human review of what the machine concluded (D22)."""

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.domain.classification.models import HumanReview, ProfilingObjection
from guanxi.domain.ground import clock
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.deed_forms import (
    AnswerForm,
    ApprovalForm,
    ObjectionForm,
    ReviewForm,
)
from guanxi.interfaces.workspace.customers.deeds import Deed, customer_of, decision_of, take
from guanxi.processes.profiling_objection import (
    answer_review,
    ask_for_review,
    object_to_profiling,
    withdraw_objection,
)

RIGHT, REVIEW_RIGHT = "profiling.object", "reviews.handle"
PART = "reviews"


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def object_to(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep that the person objects: group and tier are cleared at once."""
    customer = customer_of(request, pk, RIGHT)
    act = partial(object_to_profiling, customer, by=request.actor, at=clock.now())
    lead = _("Group and tier are cleared at once, and nothing is computed until it is withdrawn.")
    deed = Deed(_("Record an objection"), _("Record it"), PART, ObjectionForm, act, lead)
    return take(request, customer, deed, objected_on=clock.business_date())


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, pk: int, objection_pk: int) -> HttpResponse:
    """The person may be classified again."""
    customer = customer_of(request, pk, RIGHT)
    objection: ProfilingObjection = decision_of(ProfilingObjection, request, customer, objection_pk)
    act = partial(withdraw_objection, objection, by=request.actor, at=clock.now())
    lead = _("The group is concluded again at once, the tier with the next run.")
    deed = Deed(_("Withdraw the objection"), _("Withdraw it"), PART, ApprovalForm, act, lead)
    return take(request, customer, deed)


@staff_may(RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody asks that a person look at it: a task for the one who will."""
    customer = customer_of(request, pk, RIGHT)
    act = partial(ask_for_review, customer, by=request.actor, at=clock.now())
    lead = _("The question becomes a task, due within 30 days.")
    deed = Deed(_("Ask for a human review"), _("Ask"), PART, ReviewForm, act, lead)
    return take(request, customer, deed, asked_on=clock.business_date())


@staff_may(REVIEW_RIGHT, reading="customers.view")
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, pk: int, review_pk: int) -> HttpResponse:
    """Answer a review, for good."""
    customer = customer_of(request, pk, REVIEW_RIGHT)
    review: HumanReview = decision_of(HumanReview, request, customer, review_pk)
    act = partial(answer_review, review, by=request.actor, at=clock.now())
    return take(request, customer, Deed(_("Answer"), _("Answer"), PART, AnswerForm, act, review.question))
