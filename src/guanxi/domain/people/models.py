from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground import identifiers
from guanxi.domain.people import events, policy
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event


class Team(models.Model):
    """A region or desk whose members see one another's customers."""

    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)

    objects: ClassVar[models.Manager["Team"]] = models.Manager()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_staff(self, email: str, *, name: str, role: str, **fields: Any) -> "User":
        """A staff account without a password: the first sign-in is by a one-time link or a reset."""
        user = self.model(
            email=self.normalize_email(email).lower(),
            name=name,
            kind=User.Kind.STAFF,
            role=role,
            **fields,
        )
        user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. Its kind is fixed at birth; the database refuses to change it (rule 6)."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        PORTAL = "portal", _("Customer portal")

    email = models.EmailField(unique=True, verbose_name=_("E-mail"))
    name = models.CharField(max_length=150, verbose_name=_("Name"))
    name_en = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    role = models.CharField(max_length=30, choices=Role)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    # The company of a portal user, named without a foreign key: customers are a floor above.
    customer_id = models.BigIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_role_fits_kind",
                condition=Q(kind="staff", role__in=sorted(policy.STAFF_ROLES), customer_id__isnull=True)
                | Q(kind="portal", role__in=sorted(policy.PORTAL_ROLES), customer_id__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> int | None:
        return self.pk

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def initials(self) -> str:
        """Two letters of a Latin name, the last character of a Chinese given name."""
        words = self.name.split()
        if len(words) > 1 and self.name.isascii():
            return (words[0][0] + words[-1][0]).upper()
        return self.name[-1:] if not self.name.isascii() else self.name[:2].upper()

    @property
    def is_staff_account(self) -> bool:
        return self.kind == self.Kind.STAFF

    def relations_for(self, action: str) -> frozenset[str]:
        """What the policy table grants this account, nothing once it is inactive."""
        return policy.relations(self.role, action) if self.is_active else frozenset()

    def may(self, action: str) -> bool:
        """Whether the action is open to this account on any record at all."""
        return bool(self.relations_for(action))


class UnableToRedeem(LookupError):
    """The link is unknown, used, too old, or its account may not sign in; which of these is not told."""


class OneTimeLink(models.Model):
    """A link that signs its account in once. Only the digest of its token is kept (rule 35)."""

    LIFETIME: ClassVar[timedelta] = timedelta(hours=24)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="one_time_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["OneTimeLink"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_at}"

    @classmethod
    @transaction.atomic
    def issue(cls, user: User, *, at: datetime) -> str:
        """The token of a new link for `user`; links issued before it no longer open anything."""
        cls.objects.filter(user=user, used_at__isnull=True).delete()
        token = identifiers.new_token()
        cls.objects.create(user=user, token_hash=_digest(token), expires_at=at + cls.LIFETIME)
        Event.record(events.LINK_ISSUED, subject=user, by=None, at=at, data={"name": user.name})
        return token

    @classmethod
    def is_open(cls, token: str, *, at: datetime) -> bool:
        """Whether `redeem` would succeed now."""
        return cls._open_links(token, at).exists()

    @classmethod
    @transaction.atomic
    def redeem(cls, token: str, *, at: datetime) -> User:
        """The account of an open link, which is spent by this. Raises UnableToRedeem."""
        # One statement decides between two who come at once.
        if not cls._open_links(token, at).update(used_at=at):
            raise UnableToRedeem
        user = cls.objects.select_related("user").get(token_hash=_digest(token)).user
        Event.record(events.LINK_REDEEMED, subject=user, by=user, at=at, data={"name": user.name})
        return user

    @classmethod
    def _open_links(cls, token: str, at: datetime) -> models.QuerySet["OneTimeLink"]:
        return cls.objects.filter(
            token_hash=_digest(token),
            used_at__isnull=True,
            expires_at__gt=at,
            user__is_active=True,
            user__kind=User.Kind.STAFF,
        )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
