from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from guanxi.interfaces.http.access import anyone_may
from guanxi.interfaces.http.shell import THEMES

A_YEAR = 365 * 24 * 60 * 60


@anyone_may
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie, also before signing in, and go back to where it was made."""
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        following = "/"
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(following)
    if chosen in THEMES:
        response.set_cookie(
            "guanxi_theme",
            chosen,
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.GUANXI.scheme == "https",
        )
    return response
