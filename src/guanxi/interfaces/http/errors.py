"""The last page: it must appear even when the database does not."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import get_template


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """`500.html` without session, user or any query; Django's own handler would ask the session."""
    return HttpResponseServerError(get_template("500.html").render())
