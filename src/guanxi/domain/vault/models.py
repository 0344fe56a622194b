from typing import Any, ClassVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Destroyed(LookupError):
    """The person's key is gone: what was sealed under it cannot be read any more."""


class PersonKey(models.Model):
    """The key of one natural person, itself encrypted under the operator's vault keys."""

    person = models.CharField(max_length=80, unique=True)
    wrapped_key = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["PersonKey"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_key_present_or_destroyed",
                condition=models.Q(wrapped_key__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped_key__isnull=True, destroyed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.person

    @classmethod
    def of(cls, person: str) -> "PersonKey":
        """The key of `person` ("contact:17"), made when first asked for."""
        key, _created = cls.objects.get_or_create(
            person=person, defaults={"wrapped_key": _operator_keys().encrypt(Fernet.generate_key())}
        )
        return key

    def seal(self, value: bytes) -> bytes:
        """Encrypt `value` under this key. Raises Destroyed."""
        return self._fernet().encrypt(value)

    def unseal(self, sealed: bytes) -> bytes:
        """Decrypt what `seal` returned. Raises Destroyed, also for bytes sealed under another key."""
        try:
            return self._fernet().decrypt(bytes(sealed))
        except InvalidToken:
            raise Destroyed(self.person) from None

    def destroy(self, *, at: Any) -> None:
        """Forget the key. There is no way back."""
        self.wrapped_key, self.destroyed_at = None, at
        self.save(update_fields=["wrapped_key", "destroyed_at"])

    def _fernet(self) -> Fernet:
        if self.wrapped_key is None:
            raise Destroyed(self.person)
        return Fernet(_operator_keys().decrypt(bytes(self.wrapped_key)))


def _operator_keys() -> MultiFernet:
    keys = [key for key in settings.GUANXI.vault_keys.get_secret_value().split(",") if key]
    if not keys:
        raise ImproperlyConfigured("GUANXI_VAULT_KEYS is empty: `guanxi run` writes the first one.")
    return MultiFernet([Fernet(key) for key in keys])
