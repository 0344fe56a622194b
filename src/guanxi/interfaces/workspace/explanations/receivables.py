"""What a customer owes, could come to owe, and how far it is trusted (D119, D120, D228)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guanxi.design.explanation import Evidence, Explanation, Input, Previous
from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.billing.receivables import Receivables
from guanxi.domain.operations.exposure import Exposure
from guanxi.interfaces.workspace.explanations import words


def why_owed(owed: Receivables, customer_id: int, *, policy: str) -> dict[str, Explanation]:
    """figure → why, for open, overdue, overdue_share and dso of one currency.

    `policy` names the version whose window the days of sales are taken from.
    """
    money = words.money(owed.open_minor, owed.currency)
    late = words.money(owed.overdue_minor, owed.currency)
    invoices = reverse("workspace:customer_money", args=[customer_id])
    shared: dict[str, Any] = {"as_of": owed.on}
    open_input = Input(_("Outstanding"), money, owed.on)
    share, days = owed.overdue_ppm, owed.days_sales_outstanding
    return {
        "open": Explanation(
            words.why(money),
            _("What was invoiced and not cancelled, less what came in by the day and less credit notes."),
            inputs=(Input(_("Unpaid invoices"), words.number(owed.open), owed.on),),
            evidence=(Evidence(_("Unpaid invoices"), f"{invoices}?state=open"),),
            **shared,
        ),
        "overdue": Explanation(
            words.why(late),
            _("The part of what is outstanding whose due day is over."),
            inputs=_overdue_inputs(owed),
            evidence=(Evidence(_("Overdue invoices"), f"{invoices}?state=overdue"),),
            **shared,
        ),
        "overdue_share": Explanation(
            words.why(words.share(share) if share is not None else "–"),
            _("Overdue, divided by what is outstanding."),
            inputs=(Input(_("Overdue"), late, owed.on), open_input),
            **shared,
        ),
        "dso": Explanation(
            words.why(words.number(days) if days is not None else "–"),
            _("Outstanding ÷ what was invoiced in the window × its days: how long our money is out."),
            inputs=(
                open_input,
                Input(_("Invoiced in the window"), words.money(owed.invoiced_minor, owed.currency), owed.on),
                Input(_("Days of the window"), words.number(owed.window_days)),
            ),
            policy=policy,
            **shared,
        ),
    }


def why_exposed(exposure: Exposure, owed: Receivables) -> Explanation:
    """Open invoices, delivered and not invoiced, accepted orders (D120)."""
    currency = exposure.currency
    inputs = [
        Input(_("Outstanding"), words.money(exposure.invoiced_minor, currency), owed.on),
        Input(_("Delivered, not invoiced"), words.money(exposure.unbilled_minor, currency), owed.on),
        Input(_("Accepted, not delivered"), words.money(exposure.accepted_minor, currency), owed.on),
    ]
    if exposure.unpriced:
        inputs.append(Input(_("Shipments without a known price"), words.number(exposure.unpriced), owed.on))
    return Explanation(
        words.why(words.money(exposure.total_minor, currency)),
        _("What it could come to owe: open invoices, what was delivered and not invoiced, orders accepted."),
        inputs=tuple(inputs),
        as_of=owed.on,
    )


def why_grade(grade: CreditGrade, before: CreditGrade | None) -> Explanation:
    """The newest grade on file; who scored it says so in its model (D119)."""
    return Explanation(
        words.why(grade.get_grade_display()),
        _("The newest grade on file; it holds until the next one."),
        inputs=(
            Input(_("Graded on"), words.day(grade.graded_on)),
            *((Input(_("Scoring model"), grade.scoring_model),) if grade.scoring_model else ()),
            *((Input(_("Note"), grade.note),) if grade.note else ()),
        ),
        previous=Previous(before.get_grade_display(), grade.graded_on) if before else None,
        as_of=grade.graded_on,
    )


def _overdue_inputs(owed: Receivables) -> tuple[Input, ...]:
    shown = [Input(_("Overdue invoices"), words.number(owed.overdue), owed.on)]
    if owed.oldest_due_on:
        shown.append(Input(_("Oldest due day"), words.day(owed.oldest_due_on)))
    if owed.undated:
        shown.append(Input(_("Unpaid without a due day"), words.number(owed.undated), owed.on))
    return tuple(shown)
