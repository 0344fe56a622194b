"""The product's charts: figures in, a drawing for wide and for narrow places and the same data as rows out.

Lengths and positions are drawn from whole numbers (minor units, ranks, parts per million); every word and
figure is written here, in the reader's language, and not by the drawing engine.
"""

from guanxi.design.charts.flows import Flow, Stop, flow_picture
from guanxi.design.charts.frame import Chart
from guanxi.design.charts.pareto import Cut, ParetoPoint, pareto_curve
from guanxi.design.charts.revenue import MonthlyRevenue, revenue_by_month

__all__ = [
    "Chart",
    "Cut",
    "Flow",
    "MonthlyRevenue",
    "ParetoPoint",
    "Stop",
    "flow_picture",
    "pareto_curve",
    "revenue_by_month",
]
