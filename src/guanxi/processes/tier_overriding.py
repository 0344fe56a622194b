"""Another tier for one customer, for a while: asked for by one person, approved by another (D19)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guanxi.domain.classification.models import TierOverride
from guanxi.domain.classification.tier_ledger import end_overrides_past, update_tiers
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User

RIGHT = "tiers.override"


@transaction.atomic
def ask_for_tier(
    customer: Customer, *, tier: str, reason: str, starts_on: date, ends_on: date, by: User, at: datetime
) -> TierOverride:
    """Ask for a tier from `starts_on` through `ends_on`. Raises UnableToOverride and PermissionDenied."""
    if not Customer.objects.visible_to(by, RIGHT).filter(pk=customer.pk).exists():
        raise PermissionDenied
    return TierOverride.request(
        customer,
        tier=tier,
        reason=reason,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        on=clock.business_date(),
        at=at,
    )


@transaction.atomic
def approve_tier(override: TierOverride, *, by: User, at: datetime) -> None:
    """Let it be in force; the standing follows at once if its days have begun. Raises as `approve` does."""
    _permit(override, by)
    override.approve(by=by, on=clock.business_date(), at=at)
    update_tiers([override.customer_id], day=clock.business_date(), by=by, at=at)


@transaction.atomic
def decline_tier(override: TierOverride, *, by: User, note: str, at: datetime) -> None:
    """Refuse it, or take it back oneself. Raises UnableToOverride and PermissionDenied."""
    _permit(override, by)
    override.decline(by=by, note=note, on=clock.business_date(), at=at)


@transaction.atomic
def end_tier(override: TierOverride, *, by: User, note: str, at: datetime) -> None:
    """End it before its last day; the tier by rule is back at once. Raises as `decline_tier` does."""
    _permit(override, by)
    override.end(by=by, note=note, on=clock.business_date(), at=at)
    update_tiers([override.customer_id], day=clock.business_date(), by=by, at=at)


@transaction.atomic
def keep_tiers(day: date, *, at: datetime) -> int:
    """Begin and end what begins and ends with the day; how many standings changed."""
    end_overrides_past(day, at=at)
    return update_tiers(None, day=day, by=None, at=at)


def _permit(override: TierOverride, by: User) -> None:
    if not TierOverride.objects.visible_to(by, RIGHT).filter(pk=override.pk).exists():
        raise PermissionDenied
