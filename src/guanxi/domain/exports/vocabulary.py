"""What can be exported: stored as codes, shown in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    CUSTOMERS = "customers", _("Customers")
    SHIPMENTS = "shipments", _("Shipments")
    RUN_ENTRIES = "run_entries", _("Customers of a classification run")
    RUN_REPORT = "run_report", _("Report on a classification run")


class Failure(models.TextChoices):
    """Why there is no file; what the writer refuses has its own sentence (UnableToExport)."""

    NO_RIGHT = "no_right", _("You may no longer export this.")
    GIVEN_UP = "given_up", _("The work was tried several times and given up. Order the export again.")
