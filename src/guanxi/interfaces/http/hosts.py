"""One server, three hosts: staff, portal and downloads, each with its own URLs, cookie and CSP."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from guanxi.domain.ground import disk

# A downloaded file may do nothing at all, whatever it contains (reliability rule 10).
FILES_CSP = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def host_of(request: HttpRequest) -> str:
    """The host name without its port, in lower case; Django has already refused foreign ones."""
    return request.get_host().rsplit(":", 1)[0].lower()


class HostMiddleware:
    """Chooses the URL table by host and shuts downloads into a CSP without any rights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = host_of(request)
        request.urlconf = settings.URLCONF_BY_HOST.get(host, settings.ROOT_URLCONF)
        response = self.get_response(request)
        if host == settings.FILES_HOST:
            response.headers["Content-Security-Policy"] = FILES_CSP
        return response


class SessionByHostMiddleware(SessionMiddleware):
    """Staff and portal never share a session: each host has a cookie of its own name."""

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(cookie_name(request))
        request.session = self.SessionStore(key)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            response = super().process_response(request, response)
        except (SessionInterrupted, OperationalError) as error:
            # What the view has done is done, and reading goes on; only the session stays as it was.
            if not disk.is_full(error):
                raise
        name = cookie_name(request)
        if name != settings.SESSION_COOKIE_NAME and settings.SESSION_COOKIE_NAME in response.cookies:
            morsel = response.cookies.pop(settings.SESSION_COOKIE_NAME)
            response.cookies[name] = morsel.value
            response.cookies[name].update(morsel)
        return response


def cookie_name(request: HttpRequest) -> str:
    """The name of the session cookie of the host that is asked."""
    on_portal = host_of(request) == settings.PORTAL_HOST
    return settings.PORTAL_SESSION_COOKIE_NAME if on_portal else settings.SESSION_COOKIE_NAME
