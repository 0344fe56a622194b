"""Addresses that leave the house by mail or console: built from settings, never from a request (T8)."""

from django.conf import settings
from django.urls import reverse


def staff_origin() -> str:
    """Scheme, host and port under which staff reach the workspace."""
    environment = settings.GUANXI
    port = "" if environment.scheme == "https" else f":{environment.port}"
    return f"{environment.scheme}://{environment.staff_host}{port}"


def sign_in_url(token: str) -> str:
    """The address of a one-time link (`OneTimeLink.issue`)."""
    path = reverse("first_sign_in", args=[token], urlconf=settings.URLCONF_BY_HOST[settings.STAFF_HOST])
    return staff_origin() + path
