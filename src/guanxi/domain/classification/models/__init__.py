from guanxi.domain.classification.models.backbone import BackboneCase
from guanxi.domain.classification.models.override import TierOverride
from guanxi.domain.classification.models.policy import Group, Policy, ValueTier
from guanxi.domain.classification.models.profiling import HumanReview, ProfilingObjection
from guanxi.domain.classification.models.run import ClassificationEntry, ClassificationRun
from guanxi.domain.classification.models.standing import GroupChange, Standing

__all__ = [
    "BackboneCase",
    "ClassificationEntry",
    "ClassificationRun",
    "Group",
    "GroupChange",
    "HumanReview",
    "Policy",
    "ProfilingObjection",
    "Standing",
    "TierOverride",
    "ValueTier",
]
