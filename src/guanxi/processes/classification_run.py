"""Classify the operator's customers and tell their owners who moved."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.reclassification import reclassify
from guanxi.domain.ground.scope import Actor


@transaction.atomic
def classify_customers(*, as_of: date, by: Actor | None, at: datetime) -> ClassificationRun:
    """One run over the operator's own facts. Raises what `reclassify` raises; then nothing is kept."""
    return reclassify(as_of=as_of, currency=settings.GUANXI.currency, by=by, at=at)
