"""The workshop: tables in, tables out. Knows neither Django nor the rest of guanxi.

Facts are integers (money in minor units, dates as days), measures are the static SQL files under
``sql/``, and the engine is DuckDB, which is only imported when something is computed.
"""

from guanxi_analysis.errors import AnalysisError, InvalidArgument, InvalidFacts, InvalidPolicy
from guanxi_analysis.policy import TierCut, TierPolicy, policy_of, read_policy, shipped_policy
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
    "AnalysisError",
    "CustomerValue",
    "Cut",
    "InvalidArgument",
    "InvalidFacts",
    "InvalidPolicy",
    "Tie",
    "TierCut",
    "TierPolicy",
    "TierSummary",
    "ValueRanking",
    "policy_of",
    "rank_customers",
    "read_policy",
    "shipped_policy",
    "value_tiers",
]
