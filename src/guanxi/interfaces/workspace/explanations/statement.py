"""Why the lines of a contribution statement and of a maintenance budget are what they are (D26, D27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guanxi.design.explanation import Evidence, Explanation, Input
from guanxi.domain.value.budget_pages import BudgetSpending, TierSpending
from guanxi.domain.value.budgets import BudgetStanding
from guanxi.domain.value.models import MaintenanceBudget
from guanxi.domain.value.vocabulary import Category, activity_word
from guanxi.interfaces.workspace.explanations import words
from guanxi_analysis import Statement, StatementLine


@dataclass(frozen=True, slots=True)
class Frame:
    """What the figures of one statement share: window, currency, policy, and where to look."""

    as_of: date
    window_days: int
    currency: str
    policy: str
    evidence: Sequence[Evidence] = ()


def of_statement(statement: Statement, frame: Frame) -> dict[str, Explanation]:
    """figure → why, for gross, each category, net and contribution (D26, D217)."""
    money = _Money(frame)
    lines = {line.category: _why_line(line, money) for line in statement.lines}
    parts = tuple(
        Input(Category(line.category).label, money.input(line.amount_minor), frame.as_of)
        for line in statement.lines
    )
    gross = Input(_("Gross revenue"), money.input(statement.gross_minor), frame.as_of)
    unlisted = (
        (Input(_("Not named by the policy"), ", ".join(statement.unlisted)),) if statement.unlisted else ()
    )
    return lines | {
        "gross": money.why(
            statement.gross_minor,
            _("Revenue of the shipments delivered in %(days)s days.") % {"days": frame.window_days},
        ),
        "net": money.why(statement.net_minor, _("Gross revenue less discounts."), (gross, parts[0])),
        "contribution": money.why(
            statement.contribution_minor,
            _(
                "Gross revenue less every posting of the cost ledger in %(days)s days: discounts, transport, "
                "cost-to-serve and gifts."
            )
            % {"days": frame.window_days},
            (gross, *parts, *unlisted),
        ),
    }


def of_budget(standing: BudgetStanding) -> dict[str, Explanation]:
    """figure → why, for line, allowed, spent and left of one customer under a budget (D27)."""
    budget = standing.budget
    frame = Frame(budget.starts_on, 0, budget.currency, str(budget.policy))
    money = _Money(frame)
    period = Input(_("Period"), str(budget))
    whole = Input(_("Maintenance budget"), money.input(budget.amount_minor), budget.starts_on)
    line = Input(_("Set aside"), money.input(standing.line_minor), budget.starts_on)
    approved = Input(_("Approved beyond it"), money.input(standing.approved_minor))
    spent = Input(_("Spent"), money.input(standing.spent_minor))
    return {
        "line": money.why(
            standing.line_minor,
            _(
                "The period's budget, divided by share of sales: first over the tiers, within their caps and "
                "floors, then inside the tier. Sales are those of the run of %(day)s."
            )
            % {"day": words.day(budget.run.as_of)},
            (whole, period),
        ),
        "spent": money.why(
            standing.spent_minor,
            _("The cost activities of the period that the policy charges to the budget."),
            (period, Input(_("Cost activities"), words.number(standing.postings))),
        ),
        "left": money.why(
            standing.left_minor,
            _("What is set aside and what was approved beyond it, less what is spent."),
            (line, approved, spent, period),
        ),
    }


def why_spent(budget: MaintenanceBudget, spending: BudgetSpending) -> Explanation:
    """What the whole budget has spent, by tier (D27)."""
    money = _Money(Frame(budget.starts_on, 0, budget.currency, str(budget.policy)))
    tiers = [
        Input(words.tier_word(one.tier), money.input(one.spent_minor))
        for one in spending.tiers
        if one.spent_minor
    ]
    if spending.beside_minor:
        tiers.append(Input(_("Spent without a line"), money.input(spending.beside_minor)))
    charged = _("The cost activities of the period that the policy charges to the budget.")
    return money.why(spending.spent_minor, charged, (Input(_("Period"), str(budget)), *tiers))


def of_tier(budget: MaintenanceBudget, tier: TierSpending) -> dict[str, Explanation]:
    """figure → why, for amount, spent and left of one tier of a budget (D27)."""
    money = _Money(Frame(budget.starts_on, 0, budget.currency, str(budget.policy)))
    sales = Input(_("Net revenue"), money.input(tier.revenue_minor), budget.run.as_of)
    by_share = Input(_("By share of sales"), money.input(tier.by_share_minor), budget.run.as_of)
    whole = Input(_("Maintenance budget"), money.input(budget.amount_minor), budget.starts_on)
    held = {
        "share": _("The period's budget, divided by share of sales."),
        "cap": _("The period's budget, divided by share of sales and held at the tier's cap."),
        "floor": _("The period's budget, divided by share of sales and raised to the tier's floor."),
    }[tier.held_by]
    amount = Input(_("Set aside"), money.input(tier.amount_minor), budget.starts_on)
    approved = Input(_("Approved beyond it"), money.input(tier.approved_minor))
    spent = Input(_("Spent"), money.input(tier.spent_minor))
    charged = _("The cost activities of the period that the policy charges to the budget.")
    left = _("What is set aside and what was approved beyond it, less what is spent.")
    return {
        "amount": money.why(tier.amount_minor, held, (whole, sales, by_share)),
        "spent": money.why(tier.spent_minor, charged, (Input(_("Period"), str(budget)),)),
        "left": money.why(tier.left_minor, left, (amount, approved, spent)),
    }


@dataclass(frozen=True, slots=True)
class _Money:
    frame: Frame

    def input(self, minor: int) -> str:
        return words.money(minor, self.frame.currency)

    def why(self, minor: int, rule: str, inputs: Sequence[Input] = ()) -> Explanation:
        frame = self.frame
        return Explanation(
            title=words.why(self.input(minor)),
            rule=rule,
            inputs=inputs,
            policy=frame.policy,
            as_of=frame.as_of,
            evidence=frame.evidence,
        )


def _why_line(line: StatementLine, money: _Money) -> Explanation:
    rule = _("The postings of the cost ledger in %(days)s days that the policy puts here.") % {
        "days": money.frame.window_days
    }
    inputs = tuple(
        Input(activity_word(cost.activity), money.input(cost.amount_minor), money.frame.as_of)
        for cost in line.activities
    )
    return money.why(line.amount_minor, rule, inputs)
