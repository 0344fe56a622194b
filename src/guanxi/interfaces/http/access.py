"""Who may take a route: every view names its action, and the policy table answers (rules 3–5)."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from guanxi.domain.people.models import User

log = logging.getLogger("guanxi.access")
P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose actor is known: a signed-in staff account."""

    actor: User
    user: User
    htmx: HtmxDetails


class AccessMiddleware:
    """Puts the actor on the request, keeps what it sees out of caches, and logs what was denied."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = request.user if request.user.is_authenticated else None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
            if response.status_code in {403, 404}:
                log.warning("denied %s %s to user %s", response.status_code, request.path, request.user.pk)
        return response


def staff_may(
    action: str, *, reading: str | None = None
) -> Callable[[Callable[Concatenate[StaffRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open a view to staff accounts that the policy table grants `action`.

    Where the action concerns one record, the view finds it within `visible_to` (else 404) and asks for
    the action on it with `found` (else 403); `reading` then names the action that lets it be seen.
    """

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            user = request.user
            if not user.is_staff_account or not user.may(action):
                raise PermissionDenied
            return view(cast(StaffRequest, request), *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        guarded.reading = reading  # type: ignore[attr-defined]
        return guarded

    return decorate


ANYONE, NOBODY = "anyone", "nobody"


def anyone_may(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Open a view to whoever comes, also before signing in; each such view says so by this."""

    @wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(*args, **kwargs)

    opened.action = ANYONE  # type: ignore[attr-defined]
    return opened


def found(model: Any, actor: User, pk: int, *, action: str | None = None) -> Any:
    """The record within what the actor may see, else 404; with `action`, also permitted, else 403."""
    from django.shortcuts import get_object_or_404

    record = get_object_or_404(model.objects.visible_to(actor), pk=pk)
    if action and not model.objects.visible_to(actor, action).filter(pk=pk).exists():
        raise PermissionDenied
    return record
