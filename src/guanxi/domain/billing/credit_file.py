"""Credit grades that come in by file: a customer has one grade a day, the last of which holds (D119)."""

from collections.abc import Sequence

from guanxi.domain.billing import events
from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.customers.known_customers import KnownCustomers
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict

KIND = FileKind(
    name="credit_grades",
    key="customer_number",
    key_with=("graded_on",),
    fields={
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "grade": Field(Reading.CHOICE, required=True, choices=tuple(CreditGrade.Grade.values)),
        "graded_on": Field(Reading.DAY, required=True),
        "scoring_model": Field(Reading.TEXT, longest=80),
        "note": Field(Reading.TEXT, longest=500),
    },
)


class CreditFile(FactFile):
    """The writer of credit grade rows for one import."""

    book = Book(
        model=CreditGrade,
        identity=("customer_id", "graded_on"),
        day="graded_on",
        imported=events.GRADES_IMPORTED,
        corrected=events.GRADE_CORRECTED,
    )

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self._customers = KnownCustomers()

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        self._customers.look_up(rows)

    def objection(self, row: ReadRow) -> Verdict | None:
        return self._customers.objection(row)

    def fact(self, row: ReadRow) -> Fact:
        customer = self._customers.of(row)
        return Fact(
            key=row.key,
            name=row.values["graded_on"].isoformat(),
            customer_id=customer.pk,
            attributes={
                "customer_id": customer.pk,
                **provided(row, ("grade", "graded_on", "scoring_model", "note")),
            },
        )

    def forget(self) -> None:
        self._customers.forget()
