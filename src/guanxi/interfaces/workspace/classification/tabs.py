"""The rooms beside each other under Classification, for whoever may enter them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanxi.design.components.lists import Tab
from guanxi.domain.people.models import User

_ROOMS = (
    ("workspace:classification", _("Runs"), "runs.view"),
    ("workspace:classification_moves", _("Who moved"), "runs.view"),
    ("workspace:migration", _("From where to where"), "runs.view"),
    ("workspace:segments", _("Segments"), "classification.view"),
    ("workspace:audiences", _("Audiences"), "audiences.view"),
    ("workspace:backbone", _("Backbone"), "classification.view"),
    ("workspace:close", _("Period close"), "classification.close"),
    ("workspace:policy", _("Policy"), "policy.view"),
)


def tabs_for(actor: User, current: str) -> list[Tab]:
    """One tab for each room; `current` is the route of the page."""
    return [
        Tab(label, reverse(route), current=route == current)
        for route, label, action in _ROOMS
        if actor.may(action)
    ]
