"""Pages for requests that never reach a view, or break off in it: they ask neither session nor database."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import get_template

from guanxi.domain.ground import disk

INSUFFICIENT_STORAGE = 507


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """`400.html`: a foreign host name, a broken form; refused before there is a session."""
    return HttpResponseBadRequest(get_template("400.html").render())


def server_error(request: HttpRequest) -> HttpResponse:
    """`500.html`: the last page, which must appear even when the database does not.

    Where only room is lacking, `507.html` says so: nothing is broken, and reading goes on.
    """
    if disk.is_full(sys.exception()):
        return HttpResponse(get_template("507.html").render(), status=INSUFFICIENT_STORAGE)
    return HttpResponseServerError(get_template("500.html").render())
