"""What a list is narrowed to: values in, values out."""

from guanxi.domain.views.rules.conditions import NONE, NOT, Condition, Filter
from guanxi.domain.views.rules.days import PERIODS, Span, UnableToRead, span_of
from guanxi.domain.views.rules.ranges import Range, range_of

__all__ = [
    "NONE",
    "NOT",
    "PERIODS",
    "Condition",
    "Filter",
    "Range",
    "Span",
    "UnableToRead",
    "range_of",
    "span_of",
]
