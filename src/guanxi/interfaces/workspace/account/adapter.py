from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from guanxi.domain.people.models import User
from guanxi.interfaces.http.links import staff_origin
from guanxi.interfaces.http.shell import operator_name


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters name the operator and the configured host, whatever host the request claimed (T8)."""
        super().send_mail(template_prefix, email, context | {"current_site": _house()})

    def format_email_subject(self, subject: str) -> str:
        return f"[{_house().name}] {subject}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, token = key.partition("-")
        return staff_origin() + reverse("account_reset_password_from_key", args=[uidb36, token])


@dataclass(frozen=True, slots=True)
class House:
    """What allauth's letters call a site."""

    name: str
    domain: str


def _house() -> House:
    return House(operator_name(), staff_origin())
