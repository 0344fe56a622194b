"""The customers that the rows of a file name by number."""

from collections.abc import Sequence

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected


class KnownCustomers:
    """Looks numbers up a chunk at a time, and remembers them from chunk to chunk."""

    def __init__(self) -> None:
        self._found: dict[str, Customer] = {}

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """Find the customers of these rows with at most one query."""
        numbers = {row.values["customer_number"] for row in rows} - self._found.keys()
        if numbers:
            known = Customer.objects.everything("a file may name any customer").filter(number__in=numbers)
            self._found |= {customer.number: customer for customer in known}

    def of(self, row: ReadRow) -> Customer:
        """The customer of a row to which there is no objection."""
        return self._found[row.values["customer_number"]]

    def objection(self, row: ReadRow) -> Verdict | None:
        """A row about a customer who is not on file cannot be taken."""
        number = row.values["customer_number"]
        if number in self._found:
            return None
        return rejected("customer_number", "unknown_customer", number=number)

    def forget(self) -> None:
        """Look everything up again: another writer was here."""
        self._found.clear()
