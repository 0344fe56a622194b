"""Classify the operator's customers and tell their owners who moved, or only ask how they stood."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from guanxi.domain.classification.conclusion import Conclusions, conclude
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.reclassification import reclassify
from guanxi.domain.ground import clock
from guanxi.domain.ground.scope import Actor


@transaction.atomic
def classify_customers(*, as_of: date, by: Actor | None, at: datetime) -> ClassificationRun:
    """One run over the operator's own facts. Raises what `reclassify` raises; then nothing is kept."""
    return reclassify(as_of=as_of, currency=settings.GUANXI.currency, by=by, at=at)


@transaction.atomic
def classify_as_known(*, as_of: date, known_on: date) -> Conclusions:
    """How the customers stood on `as_of`, by what was on file at the end of the operator's day `known_on`.

    An inquiry: nothing is stored, nobody's standing changes. The policy is the one in force on `as_of`.
    Raises what `conclude` raises.
    """
    facts = Facts(as_of, known_before=clock.end_of(known_on))
    return conclude(facts, currency=settings.GUANXI.currency)
