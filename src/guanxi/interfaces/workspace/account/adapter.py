from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from guanxi.domain.people.models import User
from guanxi.interfaces.http.links import staff_origin


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are invited, never self-registered; portal accounts cannot enter by the staff door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_staff_account else None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """The last fence before a session begins, whatever way led here."""
        if not user.is_staff_account:
            raise PermissionDenied
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, token = key.partition("-")
        return staff_origin() + reverse("account_reset_password_from_key", args=[uidb36, token])
