"""Every list there is, by its subject."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.customers.listing import CUSTOMER_LISTING
from guanxi.interfaces.workspace.lists.rows import Listing
from guanxi.interfaces.workspace.shipments.listing import SHIPMENT_LISTING

LISTINGS: dict[str, Listing] = {one.subject.name: one for one in (CUSTOMER_LISTING, SHIPMENT_LISTING)}


def listing_of(subject: str, actor: User) -> Listing:
    """The list of a subject. Raises Http404 for none, PermissionDenied where the actor may not see it."""
    listing = LISTINGS.get(subject)
    if listing is None:
        raise Http404
    if not actor.may(listing.action):
        raise PermissionDenied
    return listing
