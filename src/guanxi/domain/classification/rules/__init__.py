from guanxi.domain.classification.rules.backbone import Confirmation
from guanxi.domain.classification.rules.groups import (
    GROUPS,
    Conclusion,
    Evidence,
    Shipped,
    group_of,
    shipped_together,
    what_it_shows,
)
from guanxi.domain.classification.rules.tiers import (
    TIERS,
    LastClose,
    Override,
    is_period_close,
    places_by_contribution,
    tier_to_keep,
)

__all__ = [
    "GROUPS",
    "TIERS",
    "Conclusion",
    "Confirmation",
    "Evidence",
    "LastClose",
    "Override",
    "Shipped",
    "group_of",
    "is_period_close",
    "places_by_contribution",
    "shipped_together",
    "tier_to_keep",
    "what_it_shows",
]
