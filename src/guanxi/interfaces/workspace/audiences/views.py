"""Audiences: what we think is out there, and what campaigns brought up from under water (D13, D233, D234)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from guanxi.domain.audiences.models import Audience, Campaign
from guanxi.domain.audiences.rules import Funnel, Journey, share_ppm
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.audiences.steps import MET_AGAIN, StepShown, deed_of, steps_of
from guanxi.interfaces.workspace.classification.tabs import tabs_for
from guanxi.interfaces.workspace.names import Names, in_language, names_of
from guanxi.processes.campaign_funnel import funnel_by_facts, journeys_of

PAGE = 50
_MOST_CAMPAIGNS = 24
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class CampaignShown:
    """A campaign with its steps. `reached_ppm` is the share of the audience that answered."""

    campaign: Campaign
    name: str
    steps: list[StepShown]
    met_again: int
    met_again_href: str
    without_consent: int | None
    reached_ppm: int | None


@dataclass(frozen=True, slots=True)
class AudienceShown:
    audience: Audience
    name: str
    campaigns: list[CampaignShown]


@dataclass(frozen=True, slots=True)
class Member:
    """One customer of a step, and on which days it got there."""

    customer: Customer
    names: Names
    journey: Journey


@staff_may("audiences.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Every audience with its estimate; under it the newest campaigns and how far people came."""
    actor, on = request.actor, clock.business_date()
    newest = Campaign.objects.visible_to(actor).select_related("audience").order_by("-started_on", "-pk")
    shown = defaultdict(list)
    for campaign in newest[:_MOST_CAMPAIGNS]:
        shown[campaign.audience_id].append(_campaign(campaign, actor, on))
    audiences = [
        AudienceShown(one, in_language(one.name, one.name_en), shown[one.pk])
        for one in Audience.objects.visible_to(actor).order_by("-size_estimate", "pk")
    ]
    context = {
        "campaigned": [one for one in audiences if one.campaigns],
        "untouched": [one for one in audiences if not one.campaigns],
        "sees_all": _sees_all(actor),
        "tabs": tabs_for(actor, "workspace:audiences"),
    }
    return render(request, "workspace/audiences/index.html", context)


@staff_may("audiences.view")
@require_GET
def members(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """The customers behind one number of a campaign, in the order of their signals."""
    campaign = found(Campaign, request.actor, pk)
    on = clock.business_date()
    ids = _ids_of(funnel_by_facts(campaign, on=on, actor=request.actor), step)
    start = _start_of(request.GET.get("from", ""), len(ids))
    context = {
        "campaign": campaign,
        "name": in_language(campaign.name, campaign.name_en),
        "heading": deed_of(step),
        "count": len(ids),
        "members": _members(campaign, ids[start : start + PAGE], request.actor, on),
        "newer_href": f"?{urlencode({'from': max(0, start - PAGE)})}" if start else "",
        "older_href": f"?{urlencode({'from': start + PAGE})}" if start + PAGE < len(ids) else "",
        "tabs": tabs_for(request.actor, "workspace:audiences"),
    }
    return render(request, "workspace/audiences/members.html", context)


def _sees_all(actor: User) -> bool:
    return "any" in actor.relations_for("customers.view")


def _campaign(campaign: Campaign, actor: User, on: date) -> CampaignShown:
    funnel, sees_all = funnel_by_facts(campaign, on=on, actor=actor), _sees_all(actor)
    known = funnel.steps[0].count + len(funnel.known_before)
    return CampaignShown(
        campaign=campaign,
        name=in_language(campaign.name, campaign.name_en),
        steps=steps_of(campaign, funnel, on=on, sees_all=sees_all),
        met_again=len(funnel.known_before),
        met_again_href=reverse("workspace:campaign_members", args=[campaign.pk, MET_AGAIN]),
        without_consent=campaign.responses - known if sees_all and known <= campaign.responses else None,
        reached_ppm=share_ppm(campaign.responses, campaign.audience.size_estimate),
    )


def _ids_of(funnel: Funnel, step: str) -> tuple[int, ...]:
    if step == MET_AGAIN:
        return funnel.known_before
    for one in funnel.steps:
        if one.code == step:
            return one.customer_ids
    raise Http404


def _start_of(text: str, count: int) -> int:
    """Where the page begins; the first page for anything that is no place in the list."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    start = int(text) if is_number else 0
    return start if start < count else 0


def _members(campaign: Campaign, ids: Sequence[int], actor: User, on: date) -> list[Member]:
    customers = Customer.objects.visible_to(actor).filter(pk__in=ids).with_names().in_bulk()
    journeys = {one.customer_id: one for one in reversed(journeys_of(campaign, on=on, actor=actor))}
    return [
        Member(customers[pk], names_of(customers[pk].party), journeys[pk]) for pk in ids if pk in customers
    ]
