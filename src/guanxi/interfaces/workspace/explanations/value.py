"""Why purchases, rhythm and silence of a customer, and the share of the best, are what they are (D24–D29)."""

from collections.abc import Sequence
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.design.explanation import Evidence, Explanation, Input
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.value.queries import CustomerValueView, LapseView
from guanxi.interfaces.workspace.explanations import words
from guanxi_analysis import Concentration, Total

GRAMS_A_TONNE = 1_000_000


def of_purchases(view: CustomerValueView) -> dict[str, Explanation]:
    """figure → why, for orders, revenue, weight, packages, gap, season and mix. Empty without features."""
    features = view.features
    if features is None:
        return {}
    days = {"days": view.window_days}
    orders = Input(_("Completed shipments"), words.number(features.orders), view.as_of)
    return {
        "orders": _explained(
            view, words.number(features.orders), _("Forward shipments delivered in %(days)s days.") % days
        ),
        "revenue": _explained(
            view,
            words.money(features.revenue.amount, view.currency),
            _("Revenue of the shipments delivered in %(days)s days, where it is on file.") % days,
            (orders, _on_file(features.revenue, view)),
        ),
        "weight": _explained(
            view,
            tonnes(features.weight.amount),
            _("Weight of the shipments delivered in %(days)s days, where it is on file.") % days,
            (orders, _on_file(features.weight, view)),
        ),
        "packages": _explained(
            view,
            words.number(features.packages.amount),
            _("Packages of the shipments delivered in %(days)s days, where they are on file.") % days,
            (orders, _on_file(features.packages, view)),
        ),
        "gap": _explained(
            view,
            days_word(features.median_gap_days),
            _(
                "The median number of days from one day with a delivery to the next: half of the gaps are "
                "longer, half are shorter."
            ),
            (
                Input(_("Days with a delivery"), words.number(features.purchase_days), view.as_of),
                Input(_("First delivered"), words.day(features.first_on) if features.first_on else "–"),
                Input(_("Last delivered"), words.day(features.last_on) if features.last_on else "–"),
            ),
        ),
        "season": _explained(
            view,
            _("Season"),
            _("Orders of a calendar month against a twelfth of all: 100 is even, 200 is twice as many."),
            (orders,),
        ),
        "mix": _explained(
            view,
            _("Lanes, services and modes"),
            _("How many of the shipments went by each; the most frequent first."),
            (orders,),
        ),
    }


def why_lapse(view: CustomerValueView, lapse: LapseView) -> Explanation:
    """When silence becomes a lapse: the customer's own rhythm, the floor, and the season (D29)."""
    rule = _(
        "Lapsed when silent for %(factor)s times its own median gap, and for %(floor)s days at least."
    ) % {
        "factor": lapse.rule.gap_factor,
        "floor": lapse.rule.floor_days,
    }
    rhythm = lapse.rhythm
    if rhythm is None or lapse.lapses_on is None:
        few = _("With fewer than %(count)s days with a delivery in a year a customer has no rhythm.")
        sentences = [rule, few % {"count": lapse.rule.minimum_purchase_days}]
        return _explained(view, _("No rhythm"), words.joined(sentences))
    season = _("Months in which it never ships do not count.") if rhythm.quiet_months else ""
    inputs = [
        Input(_("Last delivered"), words.day(rhythm.last_on)),
        Input(_("Median gap"), days_word(rhythm.median_gap_days), rhythm.last_on),
        Input(_("Days with a delivery"), words.number(rhythm.purchase_days), rhythm.last_on),
        Input(_("Silence allowed"), days_word(Fraction(lapse.allowed_days or 0))),
    ]
    if rhythm.quiet_months:
        months = ", ".join(map(str, sorted(rhythm.quiet_months)))
        inputs.append(Input(_("Quiet months"), months))
    return _explained(view, words.day(lapse.lapses_on), words.joined([rule, season]), inputs)


def why_concentrated(run: ClassificationRun, top: Concentration) -> Explanation:
    """How much of the sales the best few bring (D25)."""
    rule = _(
        "The net revenue of the first %(top)s of the active customers by revenue, rounded up, divided by "
        "that of all of them."
    ) % {"top": words.share(top.top_ppm)}
    inputs = (
        Input(_("Active customers"), words.number(run.active), run.as_of),
        Input(_("Of them"), words.number(top.customers), run.as_of),
    )
    return Explanation(
        title=words.why(words.share(top.share_ppm)),
        rule=rule,
        inputs=inputs,
        policy=str(run.policy),
        as_of=run.as_of,
        evidence=(of_run(run),),
    )


def of_run(run: ClassificationRun) -> Evidence:
    """The run that a figure is from."""
    link = reverse("workspace:classification_run", args=[run.pk])
    return Evidence(_("The run of %(day)s") % {"day": words.day(run.as_of)}, link)


def shipments_of(view: CustomerValueView) -> tuple[Evidence, ...]:
    """The customer's delivered shipments."""
    link = reverse("workspace:customer_shipments", args=[view.customer.pk])
    return (Evidence(_("Completed shipments"), f"{link}?state=delivered"),)


def days_word(days: Fraction | None) -> str:
    """A number of days, with its half where it has one; a dash for None."""
    if days is None:
        return "–"
    shown = words.number(int(days)) if days.denominator == 1 else f"{float(days):g}"
    return ngettext("%(days)s day", "%(days)s days", 1 if days == 1 else 2) % {"days": shown}


def tonnes(grams: int) -> str:
    """Whole tonnes, rounded half up."""
    whole = (2 * grams + GRAMS_A_TONNE) // (2 * GRAMS_A_TONNE)
    return _("%(tonnes)s t") % {"tonnes": words.number(whole)}


def _explained(
    view: CustomerValueView, shown: object, rule: str, inputs: Sequence[Input] = ()
) -> Explanation:
    return Explanation(
        title=words.why(shown),
        rule=rule,
        inputs=inputs,
        policy=str(view.policy),
        as_of=view.as_of,
        evidence=shipments_of(view),
    )


def _on_file(total: Total, view: CustomerValueView) -> Input:
    return Input(_("On file for"), words.number(total.known), view.as_of)
