"""What an account still lacks to be safe, told on the first page until it is done."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from guanxi.domain.people.models import User


@dataclass(frozen=True, slots=True)
class Missing:
    label: LazyText
    href: str


def what_is_missing(user: User) -> list[Missing]:
    """A password, where the account has none yet, and a second factor."""
    missing = []
    if not user.has_usable_password():
        missing.append(Missing(_("Set a password"), reverse("account_set_password")))
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        missing.append(Missing(_("Turn on two-step sign-in"), reverse("mfa_activate_totp")))
    return missing
