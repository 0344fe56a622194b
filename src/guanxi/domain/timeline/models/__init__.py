from guanxi.domain.timeline.models.event import (
    OPERATOR_CHAIN,
    BrokenLink,
    ChainHead,
    Entry,
    Event,
    EventQuerySet,
    first_broken_link,
)
from guanxi.domain.timeline.models.former import FormerState, RememberedRecord, Values

__all__ = [
    "OPERATOR_CHAIN",
    "BrokenLink",
    "ChainHead",
    "Entry",
    "Event",
    "EventQuerySet",
    "FormerState",
    "RememberedRecord",
    "Values",
    "first_broken_link",
]
