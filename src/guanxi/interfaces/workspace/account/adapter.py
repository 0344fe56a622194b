from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from guanxi.domain.people.models import User


class StaffAccountAdapter(DefaultAccountAdapter):
    """Staff are invited, never self-registered; portal accounts cannot enter by the staff door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_staff_account else None

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from the configured host: a forged Host header must not end up in a mail (T8)."""
        uidb36, _, token = key.partition("-")
        return staff_origin() + reverse("account_reset_password_from_key", args=[uidb36, token])


def staff_origin() -> str:
    """Scheme, host and port under which staff reach the workspace."""
    environment = settings.GUANXI
    port = "" if environment.scheme == "https" else f":{environment.port}"
    return f"{environment.scheme}://{environment.staff_host}{port}"
