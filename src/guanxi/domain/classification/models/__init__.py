from guanxi.domain.classification.models.backbone import BackboneCase, UnableToConfirm
from guanxi.domain.classification.models.override import TierOverride, UnableToOverride
from guanxi.domain.classification.models.policy import Policy
from guanxi.domain.classification.models.profiling import HumanReview, ProfilingObjection, UnableToObject
from guanxi.domain.classification.models.run import ClassificationEntry, ClassificationRun
from guanxi.domain.classification.models.standing import GroupChange, Standing
from guanxi.domain.classification.vocabulary import Group, ValueTier

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
    "UnableToConfirm",
    "UnableToObject",
    "UnableToOverride",
    "ValueTier",
]
