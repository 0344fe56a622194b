from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from guanxi.domain.ground import clock
from guanxi.domain.people.models import OneTimeLink, UnableToRedeem
from guanxi.interfaces.http.access import anyone_may

TEMPLATE = "account/first_sign_in.html"
GONE = 410


@anyone_may
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def first_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: looking at it asks for a click, so that a mail scanner does not spend it.

    A second factor that the account already has is still asked for.
    """
    at = clock.now()
    if request.method != "POST":
        is_open = OneTimeLink.is_open(token, at=at)
        return render(request, TEMPLATE, {"is_open": is_open}, status=200 if is_open else GONE)
    try:
        user = OneTimeLink.redeem(token, at=at)
    except UnableToRedeem:
        return render(request, TEMPLATE, {"is_open": False}, status=GONE)
    response: HttpResponse = perform_login(request, user, redirect_url="/")
    return response
