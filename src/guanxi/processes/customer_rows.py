"""Customer rows concern several rooms: the customer itself, what hangs on it, and how we know it."""

from collections.abc import Sequence
from dataclasses import replace

from guanxi.domain.audiences import signal_file
from guanxi.domain.customers import attachment_file, customer_file
from guanxi.domain.customers.customer_file import CustomerFile
from guanxi.domain.customers.models import SearchText
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import FileKind, Reference
from guanxi.domain.intake.rows import ReadRow, Verdict, verdict_on

CUSTOMERS = FileKind(
    name="customers",
    key="customer_number",
    reference=Reference("parent_number", customer_file.parents_on_file),
    fields={**customer_file.FIELDS, **attachment_file.FIELDS, **signal_file.FIELDS},
)


class CustomerRows:
    """The writer of customer rows for one import."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._customers = CustomerFile(errand)

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Take the rows that are whole, lawful and evidenced; each room stores its part of them."""
        verdicts = {row.key: found for row in rows if (found := _objection(row))}
        whole = [row for row in rows if row.key not in verdicts]
        evidenced = frozenset(
            row.key for row in whole if signal_file.is_signal(row) or row.values.get("registered_on")
        )
        verdicts |= self._customers.judge(whole, evidenced)
        taken = [row for row in whole if row.key not in verdicts]
        customers, posted = self._customers.post(taken)
        pairs = [(row, customers[row.key]) for row in taken]
        for post in (
            attachment_file.post_roster,
            attachment_file.post_contacts,
            attachment_file.post_sites,
            signal_file.post_signals,
        ):
            # What hangs on a customer is a change of the customer, unless that is new itself.
            posted = dict.fromkeys(post(pairs, self._errand), False) | posted
        SearchText.catch_up()
        warnings = self._customers.warnings(taken)
        for row in taken:
            verdict = verdict_on(row.key, posted)
            verdicts[row.key] = replace(verdict, warnings=warnings.get(row.key, ()))
        return [verdicts[row.key] for row in rows]

    def forget_rows(self, rows: Sequence[ReadRow]) -> None:
        """These customers would not come in after all."""
        self._customers.forget_rows(rows)

    def forget(self) -> None:
        """Nothing of a rolled-back transaction is remembered: owners are looked up, not written."""

    def settle(self) -> None:
        """Every event of a customer is recorded with its row."""


def _objection(row: ReadRow) -> Verdict | None:
    return attachment_file.objection(row) or signal_file.objection(row)
