"""Interactions that come in by file, with the author and the moment they had (D71)."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from guanxi.domain.customers import attachment_file
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.customers.known_customers import KnownCustomers
from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected
from guanxi.domain.interactions import events
from guanxi.domain.interactions.models import Interaction
from guanxi.domain.people.models import User

KIND = FileKind(
    name="interactions",
    key="interaction_id",
    fields={
        "interaction_id": Field(Reading.IDENTIFIER, required=True, longest=120),
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "contact_name": Field(Reading.TEXT, longest=120, personal=True),
        "direction": Field(Reading.CHOICE, required=True, choices=tuple(Interaction.Direction.values)),
        "channel": Field(Reading.CHOICE, required=True, choices=tuple(Interaction.Channel.values)),
        "purpose": Field(Reading.CHOICE, required=True, choices=tuple(Interaction.Purpose.values)),
        "at": Field(Reading.INSTANT, required=True),
        "author": Field(Reading.TEXT, required=True, longest=254),
        "summary": Field(Reading.TEXT, longest=4000, personal=True),
    },
    options={"unknown_contact": ("reject", "create")},
)


class InteractionFile(FactFile):
    """The writer of interaction rows for one import."""

    book = Book(
        model=Interaction,
        identity=("source", "source_id"),
        day="at",
        imported=events.IMPORTED,
        corrected=events.CORRECTED,
        labels={
            "customer_id": "customer__number",
            "contact_id": "contact__name",
            "author_id": "author__email",
        },
        sealed=frozenset({"contact", "summary"}),
    )

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self._customers = KnownCustomers()
        self._contacts: dict[tuple[int, str], Contact] = {}
        self._authors: dict[str, User | None] = {}

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """Find the customers, the contacts they name, and the accounts of the authors."""
        self._customers.look_up(rows)
        self._find_contacts(rows)
        emails = {row.values["author"].strip().lower() for row in rows} - self._authors.keys()
        self._authors |= dict.fromkeys(emails)
        # Whoever has left the house since is still the author.
        staff = User.objects.filter(kind=User.Kind.STAFF, email__in=emails)
        self._authors |= {user.email.lower(): user for user in staff}

    def objection(self, row: ReadRow) -> Verdict | None:
        if stranger := self._customers.objection(row):
            return stranger
        is_wanting = _names_contact(row) and self._contact(row) is None
        if is_wanting and self._errand.options["unknown_contact"] == "reject":
            return rejected("contact_name", "unknown_contact", number=row.values["customer_number"])
        return None

    def prepare(self, taken: Sequence[ReadRow]) -> None:
        """Add the contacts that are not on file; the mapping asked for it."""
        wanting: dict[tuple[int, str], tuple[ReadRow, Customer]] = {}
        for row in taken:
            if _names_contact(row) and self._contact(row) is None:
                customer = self._customers.of(row)
                wanting.setdefault((customer.pk, row.values["contact_name"]), (row, customer))
        if wanting:
            attachment_file.post_contacts(list(wanting.values()), self._errand)
            self._find_contacts(taken)

    def fact(self, row: ReadRow) -> Fact:
        customer, contact = self._customers.of(row), self._contact(row)
        author = self._authors[row.values["author"].strip().lower()]
        at = row.values["at"].astimezone(ZoneInfo(settings.TIME_ZONE))
        return Fact(
            key=row.key,
            name=at.date().isoformat(),
            customer_id=customer.pk,
            attributes={
                "source_id": row.key,
                "customer_id": customer.pk,
                "author_id": author.pk if author else None,
                "author_as_written": row.values["author"],
                **({"contact_id": contact.pk if contact else None} if "contact_name" in row.values else {}),
                **provided(row, ("direction", "channel", "purpose", "at", "summary")),
            },
            labels={
                "customer_id": customer.number,
                "contact_id": contact.name if contact else "",
                "author_id": author.email if author else "",
            },
            person=contact.person if contact else "",
        )

    def forget(self) -> None:
        self._customers.forget()

    def _contact(self, row: ReadRow) -> Contact | None:
        return self._contacts.get((self._customers.of(row).pk, row.values.get("contact_name", "")))

    def _find_contacts(self, rows: Sequence[ReadRow]) -> None:
        """Of several contacts of one name, the one on file longest."""
        names = {row.values["contact_name"] for row in rows if _names_contact(row)}
        numbers = {row.values["customer_number"] for row in rows}
        found = Contact.objects.everything("a file may name any contact").filter(
            name__in=names, customer__number__in=numbers
        )
        self._contacts = {(contact.customer_id, contact.name): contact for contact in found.order_by("-pk")}


def _names_contact(row: ReadRow) -> bool:
    return bool(row.values.get("contact_name"))
