from guanxi.domain.value.models.budget import (
    BudgetApproval,
    BudgetLine,
    MaintenanceBudget,
    UnableToDecide,
)
from guanxi.domain.value.models.lapse import Lapse
from guanxi.domain.value.models.policy import UnableToAdopt, ValuePolicy

__all__ = [
    "BudgetApproval",
    "BudgetLine",
    "Lapse",
    "MaintenanceBudget",
    "UnableToAdopt",
    "UnableToDecide",
    "ValuePolicy",
]
