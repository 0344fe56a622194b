"""The workshop: tables in, tables out. Knows neither Django nor the rest of guanxi.

Facts are integers (money in minor units, dates as days), measures are the static SQL files under
``sql/``, and the engine is DuckDB, which is only imported when something is computed.
"""

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
from guanxi_analysis.numbers_text import mark_of
from guanxi_analysis.policy import TierCut, TierPolicy, policy_of, read_policy, shipped_policy
from guanxi_analysis.recency_frequency_monetary import PurchaseRhythm, recency_frequency_monetary
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
    "EXCLUSIONS",
    "STEPS",
    "AnalysisError",
    "Columns",
    "CustomerValue",
    "Cut",
    "FileQuestion",
    "FileResult",
    "InvalidArgument",
    "InvalidExpression",
    "InvalidFacts",
    "InvalidOutput",
    "InvalidPolicy",
    "PurchaseRhythm",
    "Step",
    "Tie",
    "TierCut",
    "TierPolicy",
    "TierSummary",
    "UnreadableColumn",
    "UnreadableFile",
    "ValueRanking",
    "Wording",
    "classify_file",
    "fingerprint",
    "mark_of",
    "policy_of",
    "rank_customers",
    "read_policy",
    "recency_frequency_monetary",
    "shipped_policy",
    "value_tiers",
]
