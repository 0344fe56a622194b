"""Made-up figures and names for the gallery; none of them is an operator's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanxi.design import vocabulary
from guanxi.design.charts import Chart, Cut, MonthlyRevenue, ParetoPoint, pareto_curve, revenue_by_month
from guanxi.design.components.lists import Tab
from guanxi.design.explanation import Evidence, Explanation, Input, Previous
from guanxi.design.listing import Facet, Option, Sort

DAY = date(2025, 6, 30)
MOMENT = datetime(2025, 6, 30, 8, 15, tzinfo=UTC)
TIERS = tuple(vocabulary.TIERS)
GROUPS = tuple(vocabulary.GROUPS)
PURPOSES = tuple(vocabulary.PURPOSES)
NATURES = tuple(vocabulary.NATURES)


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    number: str
    name: str
    name_en: str
    group: str
    tier: str
    nature: str
    owner: str
    orders: int
    revenue_minor: int
    last_on: date


CUSTOMERS = (
    SampleCustomer("C-1007", "青岛海蓝冷链有限公司", "Qingdao Hailan Cold Chain Co., Ltd.", "backbone",
                   "platinum", "manufacturer", "王小明", 214, 421_388_050, date(2025, 6, 28)),
    SampleCustomer("C-1042", "苏州锦帆纺织有限公司", "Suzhou Jinfan Textile Co., Ltd.", "actual",
                   "gold", "manufacturer", "Li Na", 96, 118_204_400, date(2025, 6, 26)),
    SampleCustomer("C-1113", "西安秦岭供应链管理有限公司", "Xi'an Qinling Supply Chain", "actual",
                   "iron", "intermediary", "陈思远", 31, 24_650_000, date(2025, 6, 11)),
    SampleCustomer("C-1201", "周建国", "", "actual",
                   "lead", "individual", "Li Na", 2, 86_000, date(2025, 3, 2)),
    SampleCustomer("C-1350", "宁波远景文具厂", "Ningbo Yuanjing Stationery", "basic",
                   "", "manufacturer", "王小明", 0, 0, date(2024, 11, 19)),
)  # fmt: skip


def explanation() -> Explanation:
    return Explanation(
        title=_("Why platinum?"),
        rule=_("Rank 2 of 200 active customers by net revenue of 12 months; platinum are the first 2 (1 %)."),
        inputs=(
            Input(_("Net revenue"), "¥4,213,880.50", DAY, "#tables"),
            Input(_("Orders"), "214", DAY),
            Input(_("Share of revenue"), "8.4%", DAY),
        ),
        previous=Previous(_("Gold"), date(2025, 3, 31)),
        policy="2025-1",
        as_of=DAY,
        evidence=(Evidence(_("214 waybills"), "#tables"), Evidence(_("Classification run 6"), "#charts")),
    )


def facets(query: QueryDict) -> list[Facet]:
    def options(terms: dict[str, object], counts: tuple[int, ...]) -> list[Option]:
        labels = {key: getattr(term, "label", term) for key, term in terms.items()}
        return [
            Option(key, str(label), count) for (key, label), count in zip(labels.items(), counts, strict=True)
        ]

    return [
        Facet("tier", _("Tier"), options({**vocabulary.TIERS}, (2, 8, 30, 160)), query),
        Facet("group", _("Group"), options({**vocabulary.GROUPS}, (0, 12, 41, 194, 6)), query),
        Facet("nature", _("Nature"), options({**vocabulary.NATURES}, (24, 58, 110, 8)), query),
    ]


def sort(query: QueryDict) -> Sort:
    return Sort(query, query.get("sort", "-revenue"))


def tabs() -> list[Tab]:
    return [
        Tab(_("Overview"), "#tabs", current=True),
        Tab(_("Shipments"), "#tabs", 214),
        Tab(_("Timeline"), "#tabs", 37),
        Tab(_("Contacts"), "#tabs", 0),
    ]


def revenue(language: str) -> Chart:
    """Eighteen months with a season, one without revenue on file and one with more returns than sales."""
    amounts: list[int | None] = [31, 18, 34, 36, 38, None, 37, 41, 44, 46, 52, 49, 33, -4, 39, 42, 43, 45]
    months = [date(2024 + index // 12, index % 12 + 1, 1) for index in range(len(amounts))]
    points = [
        MonthlyRevenue(month, None if amount is None else amount * 1_000_000 + 38_750)
        for month, amount in zip(months, amounts, strict=True)
    ]
    return revenue_by_month(points, currency="CNY", language=language)


def pareto(language: str) -> Chart:
    weights = [1_000_000 // (rank + 3) for rank in range(200)]
    total, reached, points = sum(weights), 0, []
    for rank, weight in enumerate(weights, start=1):
        reached += weight
        points.append(ParetoPoint(rank, reached * 1_000_000 // total))
    cuts = [Cut("platinum", 2), Cut("gold", 10), Cut("iron", 40)]
    return pareto_curve(points, cuts, customers=200, language=language)


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As on the business licence."))
    code = forms.CharField(label=_("Credit code"), required=False)
    nature = forms.ChoiceField(
        label=_("Nature"), choices=[(key, term.label) for key, term in vocabulary.NATURES.items()]
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        widget=forms.RadioSelect,
        choices=[(key, term.label) for key, term in vocabulary.PURPOSES.items()],
    )
    since = forms.DateField(
        label=_("Customer since"), required=False, widget=forms.DateInput({"type": "date"})
    )
    note = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea)
    sealed = forms.BooleanField(label=_("Seal personal facts"), required=False)


def mistaken_form() -> SampleForm:
    """The form as it comes back with mistakes: what was typed stays."""
    form = SampleForm({"name": "", "code": "9135", "since": "2025-02-30"}, auto_id="mistaken_%s")
    form.add_error("code", gettext("A credit code has 18 characters; this one has 4."))
    return form
