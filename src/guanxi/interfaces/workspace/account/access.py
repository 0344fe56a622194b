"""Who may take the routes that allauth brings: one row each, and none is forgotten.

A route that a new version of allauth adds is in no set, and the URL table refuses to load.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from guanxi.interfaces.http.access import NOBODY, anyone_may, staff_may

# Whoever comes to the staff host, also before signing in.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
    }
)
# Staff, each on the own account only.
OWN_ACCOUNT = frozenset(
    {
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "usersessions_list",
    }
)
# Nobody: the address of an account is given by an administrator, and codes by mail are not used.
CLOSED = frozenset(
    {
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
    }
)


def guarded(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The same routes, each behind what this table says. Raises LookupError for a route not in it."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = list(guarded(entry.url_patterns))
            yield URLResolver(entry.pattern, inner, entry.default_kwargs, entry.app_name, entry.namespace)
        else:
            view = _behind(entry.name or "", entry.callback)
            yield URLPattern(entry.pattern, view, entry.default_args, entry.name)


def _behind(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    if name in OPEN:
        return anyone_may(view)
    if name in OWN_ACCOUNT:
        return staff_may("own_account.manage")(view)
    if name in CLOSED:
        return closed
    raise LookupError(f"The route {name!r} of allauth is not in the table of {__name__}.")


def closed(request: HttpRequest, **_captured: str) -> HttpResponse:
    """A route that is there only because others name it."""
    raise Http404


closed.action = NOBODY  # type: ignore[attr-defined]
