"""Where one customer stands now, and why: what every page about it needs of the classification."""

from dataclasses import dataclass

from guanxi.design.explanation import Explanation
from guanxi.domain.classification.models import ClassificationEntry, GroupChange, Standing, TierOverride
from guanxi.domain.classification.outlook import Outlook, tier_outlook
from guanxi.domain.classification.queries import entry_before
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.explanations import groups, stated, tiers


@dataclass(frozen=True, slots=True)
class Place:
    """Where the customer stands, and what a page needs to say why; empty before anything was concluded."""

    standing: Standing | None = None
    entry: ClassificationEntry | None = None
    before: ClassificationEntry | None = None
    change: GroupChange | None = None
    override: TierOverride | None = None
    outlook: Outlook | None = None


def place_of_customer(customer: Customer, actor: User) -> Place:
    """Standing, place in the newest run and the one before, newest change of group, override in force."""
    standings = Standing.objects.visible_to(actor).filter(customer=customer)
    standing = standings.select_related("entry__run__policy").first()
    if standing is None:
        return Place()
    entry = standing.entry
    changes = GroupChange.objects.visible_to(actor).filter(customer_id=customer.pk)
    override = None
    if standing.tier_basis == Standing.TierBasis.OVERRIDE:
        overrides = TierOverride.objects.visible_to(actor).filter(customer=customer)
        in_force = overrides.in_force_on(clock.business_date()).select_related("requested_by", "approver")
        override = in_force.order_by("-approved_at", "-pk").first()
    return Place(
        standing,
        entry,
        entry_before(entry, actor=actor) if entry else None,
        changes.select_related("policy").newest_first().first(),
        override,
        tier_outlook(customer, today=clock.business_date()),
    )


def reasons(customer: Customer, place: Place, actor: User) -> dict[str, Explanation]:
    """Computed or stated value → why, for the four axes and the figures of the newest run."""
    found_reasons = {"purpose": stated.why_purpose(customer)}
    if customer.nature:
        found_reasons["nature"] = stated.why_nature(customer)
    if place.standing is None:
        return found_reasons
    run_open = actor.may("runs.view")
    found_reasons["group"] = groups.why_group(place.standing, place.change)
    found_reasons["tier"] = tiers.why_tier(
        place.standing, place.before, override=place.override, run_open=run_open
    )
    if place.outlook:
        found_reasons["outlook"] = tiers.why_outlook(place.outlook, place.standing, run_open=run_open)
    if place.entry:
        found_reasons |= tiers.figures_of(place.entry, run_open=run_open)
    return found_reasons
