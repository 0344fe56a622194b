"""More people to speak to at the key accounts: the rows of contacts.csv, a file of customers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guanxi.processes.demo.customers import Customer, CustomerRow
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.names import PersonName, person_names

# Who is still to be known beside somebody who already has these parts in buying (D9).
_STILL_UNKNOWN = (("decider", "decider;influencer"), ("user", "user"), ("payer", "payer"))


def contact_rows(customers: Sequence[Customer], dice: Dice) -> list[list[CustomerRow]]:
    """Rounds of rows that differ from those of customers.csv in the contact alone, a customer once a round.

    A file may speak of a customer only once, so each further contact has a round of its own.
    """
    taken = {customer.row.contact_name for customer in customers}
    people = iter([person for person in person_names(dice) if person.name not in taken])
    rounds: list[list[CustomerRow]] = [[], []]
    phone = len(customers)
    for customer in customers:
        if not customer.account.is_key_account:
            continue
        for rows, roles in zip(rounds, _missing(customer.row), strict=False):
            phone += 1
            rows.append(_row(customer, roles, next(people), phone))
    return rounds


def _missing(row: CustomerRow) -> Iterator[str]:
    known = set(row.contact_roles.split(";"))
    return (roles for role, roles in _STILL_UNKNOWN if role not in known)


def _row(customer: Customer, roles: str, person: PersonName, phone: int) -> CustomerRow:
    return replace(
        customer.row,
        contact_name=person.name,
        contact_roles=roles,
        contact_phone=f"100-0000-{phone:04d}",
        contact_email=f"{person.mailbox}@{customer.identity.domain}",
    )
