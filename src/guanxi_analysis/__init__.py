"""The workshop: tables in, tables out. Knows neither Django nor the rest of guanxi.

Facts are integers (money in minor units, dates as days), measures are the static SQL files under
``sql/``, and the engine is DuckDB, which is only imported when something is computed.
"""

from guanxi_analysis.apportionment import apportioned
from guanxi_analysis.contribution import (
    CATEGORIES,
    ActivityCost,
    Statement,
    StatementLine,
    statement_of,
)
from guanxi_analysis.errors import AnalysisError, InvalidArgument, InvalidFacts, InvalidPolicy
from guanxi_analysis.expression import InvalidExpression
from guanxi_analysis.file_classification import (
    EXCLUSIONS,
    STEPS,
    FileQuestion,
    FileResult,
    Step,
    classify_file,
)
from guanxi_analysis.file_facts import Columns
from guanxi_analysis.file_output import InvalidOutput, Wording
from guanxi_analysis.fingerprint import fingerprint
from guanxi_analysis.lapse import LapseRule, Rhythm, lapses_on, rhythm_of, silence_allowed
from guanxi_analysis.maintenance_budget import (
    BudgetSplit,
    CustomerLine,
    Sale,
    TierBound,
    TierLine,
    split_budget,
)
from guanxi_analysis.numbers_text import mark_of
from guanxi_analysis.policy import TierCut, TierPolicy, policy_of, read_policy, shipped_policy
from guanxi_analysis.purchase_feature_table import purchase_features
from guanxi_analysis.purchase_features import MixPart, PurchaseFeatures, Shipped, Total, features_of
from guanxi_analysis.recency_frequency_monetary import PurchaseRhythm, recency_frequency_monetary
from guanxi_analysis.share_of_sales import (
    Concentration,
    SalesShare,
    concentration,
    share_of_sales,
    shares_of,
)
from guanxi_analysis.source import UnreadableColumn, UnreadableFile
from guanxi_analysis.tiers import (
    CustomerValue,
    Cut,
    Tie,
    TierSummary,
    ValueRanking,
    rank_customers,
    value_tiers,
)

__all__ = [
    "CATEGORIES",
    "EXCLUSIONS",
    "STEPS",
    "ActivityCost",
    "AnalysisError",
    "BudgetSplit",
    "Columns",
    "Concentration",
    "CustomerLine",
    "CustomerValue",
    "Cut",
    "FileQuestion",
    "FileResult",
    "InvalidArgument",
    "InvalidExpression",
    "InvalidFacts",
    "InvalidOutput",
    "InvalidPolicy",
    "LapseRule",
    "MixPart",
    "PurchaseFeatures",
    "PurchaseRhythm",
    "Rhythm",
    "Sale",
    "SalesShare",
    "Shipped",
    "Statement",
    "StatementLine",
    "Step",
    "Tie",
    "TierBound",
    "TierCut",
    "TierLine",
    "TierPolicy",
    "TierSummary",
    "Total",
    "UnreadableColumn",
    "UnreadableFile",
    "ValueRanking",
    "Wording",
    "apportioned",
    "classify_file",
    "concentration",
    "features_of",
    "fingerprint",
    "lapses_on",
    "mark_of",
    "policy_of",
    "purchase_features",
    "rank_customers",
    "read_policy",
    "recency_frequency_monetary",
    "rhythm_of",
    "share_of_sales",
    "shares_of",
    "shipped_policy",
    "silence_allowed",
    "split_budget",
    "statement_of",
    "value_tiers",
]
