"""Activities done for customers that come in by file, priced on the way in (D26, D217)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.domain.billing import events
from guanxi.domain.billing.models import ActivityRate, CostActivity
from guanxi.domain.billing.rate_file import ACTIVITY, RATE
from guanxi.domain.billing.rules import QUANTITY_DECIMALS, DatedRate, cost_of, rate_on
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.customers.known_customers import KnownCustomers
from guanxi.domain.ground.money import UnableToReadMoney
from guanxi.domain.intake import limits
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected

KIND = FileKind(
    name="cost_activities",
    key="activity_id",
    fields={
        "activity_id": Field(Reading.IDENTIFIER, required=True, longest=120),
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "waybill_number": Field(Reading.IDENTIFIER, longest=120),
        "activity": ACTIVITY,
        "quantity": Field(
            Reading.QUANTITY,
            required=True,
            decimals=QUANTITY_DECIMALS,
            is_exact=True,
            largest=limits.LARGEST_QUANTITY_THOUSANDTHS,
        ),
        "occurred_on": Field(Reading.DAY, required=True),
        "rate": RATE,
        "currency": Field(Reading.CURRENCY, required=True),
    },
)


@dataclass(frozen=True, slots=True)
class _Price:
    """`rate_from` is None where the activity came with its own rate."""

    rate_millionths: int
    rate_from: DatedRate | None
    amount_minor: int


class CostFile(FactFile):
    """The writer of activity rows for one import."""

    book = Book(
        model=CostActivity,
        identity=("source", "source_id"),
        day="occurred_on",
        imported=events.COSTS_IMPORTED,
        corrected=events.COST_CORRECTED,
        labels={"customer_id": "customer__number", "rate_from_id": "rate_from__valid_from"},
    )

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self._customers = KnownCustomers()
        self._rates: dict[tuple[str, str], list[DatedRate]] = {}
        self._prices: dict[str, _Price] = {}

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """Find the customers, and every rate of the activities that come without one."""
        self._customers.look_up(rows)
        activities = {row.values["activity"] for row in rows if row.values.get("rate") is None}
        rates = ActivityRate.objects.everything("rates belong to no customer").filter(activity__in=activities)
        self._rates, self._prices = defaultdict(list), {}
        for pk, activity, currency, valid_from, millionths in rates.order_by("valid_from").values_list(
            "pk", "activity", "currency", "valid_from", "rate_millionths"
        ):
            self._rates[activity, currency].append(DatedRate(valid_from, millionths, pk))

    def objection(self, row: ReadRow) -> Verdict | None:
        if stranger := self._customers.objection(row):
            return stranger
        activity, currency, day = (row.values[name] for name in ("activity", "currency", "occurred_on"))
        own = row.values.get("rate")
        listed = rate_on(day, self._rates[activity, currency]) if own is None else None
        if own is None and listed is None:
            return rejected("rate", "no_rate", activity=activity, currency=currency, day=day.isoformat())
        try:
            self._prices[row.key] = _price(row, own, listed)
        except UnableToReadMoney as error:
            return rejected("quantity", "out_of_range", text=error.text)
        return None

    def fact(self, row: ReadRow) -> Fact:
        customer, price = self._customers.of(row), self._prices[row.key]
        listed = price.rate_from
        return Fact(
            key=row.key,
            name=row.values["activity"],
            customer_id=customer.pk,
            attributes={
                "source_id": row.key,
                "customer_id": customer.pk,
                "quantity_thousandths": row.values["quantity"],
                "rate_millionths": price.rate_millionths,
                "rate_from_id": listed.pk if listed else None,
                "amount_minor": price.amount_minor,
                **provided(row, ("waybill_number", "activity", "occurred_on", "currency")),
            },
            labels={
                "customer_id": customer.number,
                "rate_from_id": listed.valid_from.isoformat() if listed else "",
            },
        )

    def forget(self) -> None:
        self._customers.forget()


def _price(row: ReadRow, own: int | None, listed: DatedRate | None) -> _Price:
    millionths = listed.millionths if listed else own or 0
    amount = cost_of(
        quantity_thousandths=row.values["quantity"],
        rate_millionths=millionths,
        currency=row.values["currency"],
    )
    return _Price(millionths, listed, amount)
