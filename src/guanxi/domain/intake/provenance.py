"""Where a fact comes from."""

from django.db import models

from guanxi.domain.timeline.models import RememberedRecord


class FactFromFile(RememberedRecord):
    """A fact that another system holds: which one, since when we know it, and by which import."""

    source = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    import_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True
