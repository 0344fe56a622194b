"""Pages for requests that never reach a view: they ask neither session nor database."""

from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """`400.html`: a foreign host name, a broken form; refused before there is a session."""
    return HttpResponseBadRequest(get_template("400.html").render())


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """`500.html`: the last page, which must appear even when the database does not."""
    return HttpResponseServerError(get_template("500.html").render())
