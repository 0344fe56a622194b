from django.db import models
from django.utils.translation import gettext_lazy as _


class ListOf(models.TextChoices):
    """What a list is of."""

    CUSTOMERS = "customers", _("Customers")
    SHIPMENTS = "shipments", _("Shipments")


class Scope(models.TextChoices):
    """For whom a view is."""

    PRIVATE = "private", _("Only me")
    TEAM = "team", _("My team")
    EVERYONE = "everyone", _("Everyone")


# The right that a scope asks of whoever saves it.
RIGHTS = {
    Scope.PRIVATE: "views.save",
    Scope.TEAM: "views.save_for_team",
    Scope.EVERYONE: "views.save_for_everyone",
}
