"""Customers that come in by file: identity, owner and place in the group (D2, D3, D9, D10)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guanxi.domain.customers import rules
from guanxi.domain.customers.customer_correction import Correction, correct, placed_under
from guanxi.domain.customers.customer_creation import NewCustomer, create_customers
from guanxi.domain.customers.models import Customer, Nature, Party, Purpose, Source
from guanxi.domain.customers.rules import UsccFinding
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, Reading
from guanxi.domain.intake.rows import Outcome, ReadRow, Verdict, rejected
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event

FIELDS = {
    "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
    "name": Field(Reading.TEXT, required=True, longest=200),
    "name_en": Field(Reading.TEXT, longest=200),
    "kind": Field(
        Reading.CHOICE, choices=tuple(Party.Kind.values), default=str(Party.Kind.ORGANISATION.value)
    ),
    "uscc": Field(Reading.IDENTIFIER, longest=32),
    "purpose": Field(Reading.CHOICE, choices=tuple(Purpose.values), default=str(Purpose.COMMERCIAL.value)),
    "nature": Field(Reading.CHOICE, choices=tuple(Nature.values)),
    "source": Field(Reading.CHOICE, choices=tuple(Source.values), default=str(Source.OTHER.value)),
    "owner_email": Field(Reading.EMAIL, longest=254),
    "parent_number": Field(Reading.IDENTIFIER, longest=60),
    "country": Field(Reading.IDENTIFIER, longest=2),
    "city": Field(Reading.TEXT, longest=80),
    "address": Field(Reading.TEXT, longest=300, personal=True),
    "declared_buyer": Field(Reading.FLAG, default=False),
}
_OF_PARTY = ("name", "name_en", "kind", "uscc", "country", "city", "address")
_OF_CUSTOMER = ("purpose", "nature", "source", "declared_buyer")


def parents_on_file() -> Iterator[tuple[str, str]]:
    """(number, its parent's number) of every customer that stands below another."""
    tree = Customer.objects.everything("a circle may run through any record")
    yield from tree.filter(parent__isnull=False).values_list("number", "parent__number")


class CustomerFile:
    """Brings customers of one import on file; what hangs on them is the business of other deeds."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._owners: dict[str, User | None] = {}
        # Number → parent's number, of customers that earlier chunks of a trial would have brought or moved.
        self._tried: dict[str, str | None] = {}

    def judge(self, rows: Sequence[ReadRow], evidenced: frozenset[str]) -> dict[str, Verdict]:
        """Why rows cannot be taken, by key. `evidenced` are the keys of rows that show how we know them.

        A customer already on file needs no evidence again (D11, D13).
        """
        on_file = self.on_file([row.key for row in rows])
        known = on_file.keys() | self._tried.keys()
        known |= self._numbers_on_file(row.values.get("parent_number", "") for row in rows)
        self._look_up_owners(rows)
        verdicts: dict[str, Verdict] = {}
        tree = _GroupTree(known, self._tried)
        for row in rows:
            is_new = row.key not in on_file
            if is_new and row.key not in evidenced:
                verdicts[row.key] = rejected("customer_number", "no_evidence")
            elif objection := self._owner_objection(row) or _parent_objection(row, known, tree):
                verdicts[row.key] = objection
        return verdicts

    def post(self, rows: Sequence[ReadRow]) -> tuple[dict[str, Customer], dict[str, bool]]:
        """Record new customers, correct known ones: all of them by number, and number → is new."""
        on_file = self.on_file([row.key for row in rows])
        parents = self.on_file(
            {row.values["parent_number"] for row in rows if row.values.get("parent_number")}
        )
        new = [row for row in rows if row.key not in on_file]
        created = create_customers([self._new(row, parents) for row in new], self._errand)
        corrections = [
            Correction(on_file[row.key], self._party(row), self._customer(row, parents))
            for row in rows
            if row.key in on_file
        ]
        Event.record_all(
            [
                placed_under(customer, customer.parent, by=self._errand.by, at=self._errand.at)
                for customer in created
                if customer.parent
            ]
        )
        posted = {row.key: True for row in new}
        posted |= {customer.number: False for customer in correct(corrections, self._errand)}
        if self._errand.is_trial:
            posted = self._remembered(rows, parents) | posted
        return on_file | {customer.number: customer for customer in created}, posted

    def forget_rows(self, rows: Sequence[ReadRow]) -> None:
        """Rows of a trial that would not be taken after all."""
        for row in rows:
            self._tried.pop(row.key, None)

    def warnings(self, rows: Sequence[ReadRow]) -> dict[str, tuple[str, ...]]:
        """What is doubtful about the codes of rows that were taken, by key (D3: warn, never block)."""
        codes = {row.key: row.values["uscc"] for row in rows if row.values.get("uscc")}
        if not codes:
            return {}
        holders: dict[str, int] = {}
        everyone = Customer.objects.everything("two customers may have one code")
        for code in everyone.filter(party__uscc__in=codes.values()).values_list("party__uscc", flat=True):
            holders[code] = holders.get(code, 0) + 1
        found: dict[str, tuple[str, ...]] = {}
        for key, code in codes.items():
            finding = rules.look_at_uscc(code.upper())
            doubts = [] if finding is UsccFinding.SOUND else [f"uscc_{finding}"]
            doubts += ["uscc_shared"] if holders.get(code, 0) > 1 else []
            found[key] = tuple(doubts)
        return found

    @staticmethod
    def on_file(numbers: Sequence[str] | set[str]) -> dict[str, Customer]:
        """The customers with these numbers, with party, owner and parent at hand."""
        found = Customer.objects.everything("a file may name any customer").filter(number__in=numbers)
        return {
            customer.number: customer for customer in found.select_related("party", "owner", "parent__party")
        }

    def _remembered(self, rows: Sequence[ReadRow], parents: dict[str, Customer]) -> dict[str, bool]:
        """Note who would be where. Under a parent of which nothing is on file, a row is a change for sure."""
        self._tried |= {row.key: row.values.get("parent_number") for row in rows}
        return {row.key: False for row in rows if row.values.get("parent_number", "") not in {"", *parents}}

    def _new(self, row: ReadRow, parents: dict[str, Customer]) -> NewCustomer:
        return NewCustomer(self._party(row), {"number": row.key, **self._customer(row, parents)})

    def _party(self, row: ReadRow) -> dict[str, Any]:
        return {name: row.values[name] for name in _OF_PARTY if name in row.values}

    def _customer(self, row: ReadRow, parents: dict[str, Customer]) -> dict[str, Any]:
        values: dict[str, Any] = {name: row.values[name] for name in _OF_CUSTOMER if name in row.values}
        if "owner_email" in row.values:
            values["owner"] = self._owners.get(row.values["owner_email"].lower())
        if "parent_number" in row.values:
            values["parent"] = parents.get(row.values["parent_number"])
        return values

    def _owner_objection(self, row: ReadRow) -> Verdict | None:
        email = row.values.get("owner_email", "")
        if email and self._owners.get(email.lower()) is None:
            return rejected("owner_email", "unknown_owner", email=email)
        return None

    def _look_up_owners(self, rows: Sequence[ReadRow]) -> None:
        emails = {row.values.get("owner_email", "").lower() for row in rows} - self._owners.keys() - {""}
        self._owners |= dict.fromkeys(emails)
        staff = User.objects.filter(kind=User.Kind.STAFF, is_active=True, email__in=emails)
        self._owners |= {user.email.lower(): user for user in staff}

    def _numbers_on_file(self, numbers: Any) -> set[str]:
        everyone = Customer.objects.everything("a file may name any parent")
        return set(everyone.filter(number__in=set(numbers) - {""}).values_list("number", flat=True))


class _GroupTree:
    """Who stands below whom, as it will be when the rows judged so far are taken."""

    def __init__(self, known: set[str], tried: Mapping[str, str | None]) -> None:
        self._known = known
        self._tried = tried
        self._parent_of: dict[str, str] | None = None

    def closes_circle(self, child: str, parent: str) -> bool:
        """Whether `parent` stands below `child`; if not, the move is noted."""
        if child == parent:
            return True
        if child not in self._known:
            return False
        if self._parent_of is None:
            self._parent_of = self._parents()
        step: str | None = parent
        while step is not None and step != child:
            step = self._parent_of.get(step)
        if step is None:
            self._parent_of[child] = parent
        return step is not None

    def _parents(self) -> dict[str, str]:
        # None: the row did not say; "": it stands alone now.
        tried = {child: parent for child, parent in self._tried.items() if parent is not None}
        return dict(parents_on_file()) | tried


def _parent_objection(row: ReadRow, known: set[str], tree: _GroupTree) -> Verdict | None:
    parent = row.values.get("parent_number", "")
    if not parent:
        return None
    if parent not in known and parent != row.key:
        return Verdict(
            Outcome.WAITING, "parent_number", "unknown_parent", {"number": parent}, waits_for=parent
        )
    if tree.closes_circle(row.key, parent):
        return rejected("parent_number", "parent_circle", number=parent)
    return None
