from guanxi.domain.intake.models.run import ImportRun, RejectedRow
from guanxi.domain.intake.models.trace import ImportTrace, KeptRecord
from guanxi.domain.intake.models.upload import SavedMapping, StagedRow, UnableToProceed, Upload

__all__ = [
    "ImportRun",
    "ImportTrace",
    "KeptRecord",
    "RejectedRow",
    "SavedMapping",
    "StagedRow",
    "UnableToProceed",
    "Upload",
]
