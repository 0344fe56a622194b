from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db import models

if TYPE_CHECKING:
    from guanxi.domain.ground.scope import Actor


class CustomersConfig(AppConfig):
    name = "guanxi.domain.customers"
    label = "customers"

    def ready(self) -> None:
        from guanxi.domain.ground.scope import register_customer_reach

        register_customer_reach(_customers_in_reach)


def _customers_in_reach(actor: "Actor", relation: str) -> models.QuerySet[Any]:
    """The customers that stand in `relation` to a staff or portal account; none for an unknown relation."""
    from guanxi.domain.customers.models import Customer
    from guanxi.domain.people.models import User

    everyone = Customer.objects.everything("the relation narrows it").order_by()
    if not isinstance(actor, User):
        return everyone.none()
    if relation == "own":
        return everyone.filter(owner_id=actor.pk)
    if relation == "team":
        # Colleagues by id, so that the index over owners is used and not every customer joined to its owner.
        mates = User.objects.filter(models.Q(pk=actor.pk) | models.Q(team_id=actor.team_id or -1))
        return everyone.filter(owner__in=mates.values("pk"))
    if relation == "company":
        return everyone.filter(pk=actor.customer_id) if actor.customer_id else everyone.none()
    return everyone.none()
