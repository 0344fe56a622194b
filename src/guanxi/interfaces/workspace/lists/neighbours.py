"""The place of a record in the list it was opened from: what stands before and after it, and the way back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.http.keyset import beside
from guanxi.interfaces.workspace.lists.rows import Listing, order_of
from guanxi.interfaces.workspace.lists.state import ListState, state_of
from guanxi.processes.customer_list import reading_on

# The parameter in which a record's page is told the list it was opened from.
IN = "in"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Ids of the records beside this one, None at an end; `back_href` leads to its row in the list.

    `parameter` is put behind the address of a record, so that its page knows the list too.
    """

    previous: int | None
    next: int | None
    back_href: str
    parameter: str


def in_list(state: ListState) -> str:
    """What is put behind a record's address so that its page knows the list, page and view it came from."""
    return f"?{urlencode({IN: state.query.urlencode()})}"


def neighbours(query: QueryDict, listing: Listing, pk: int, actor: User) -> Neighbours | None:
    """The records beside `pk` in the list that `query` names, None where it names none.

    Raises Http404 for a list under a view that is none of the actor's.
    """
    if IN not in query:
        return None
    address = query.get(IN, "")
    state = state_of(QueryDict(address), listing.subject, actor)
    rows = listing.within(actor, state.asked, reading_on(clock.business_date()))
    before, after = beside(rows, order_of(listing, state.sort)[1], pk)
    return Neighbours(
        before.pk if before else None,
        after.pk if after else None,
        f"{reverse(listing.route)}?{address}#row-{pk}",
        f"?{urlencode({IN: address})}",
    )
