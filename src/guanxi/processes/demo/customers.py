"""Accounts get their names, people, addresses and numbers: the rows of customers.csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guanxi.processes.demo.accounts import Account, Standing
from guanxi.processes.demo.campaigns import FAIR, FAIR_DAYS
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.identities import Identity, Registry
from guanxi.processes.demo.lanes import lanes_from
from guanxi.processes.demo.names import PersonName
from guanxi.processes.demo.places import DISTRICTS, ROADS
from guanxi.processes.demo.seasons import FACTS_BEGIN
from guanxi.processes.demo.staff import owner_email
from guanxi.processes.demo.uscc import uscc

_SIGNAL_OF_SOURCE = {
    "fair": "badge_scan",
    "portal": "web_form",
    "advertising": "web_form",
    "referral": "referral",
    "visit": "inquiry",
    "tender": "inquiry",
}
_CONSENTED = frozenset({"badge_scan", "web_form"})
_SOURCES = (("portal", 30), ("referral", 22), ("visit", 20), ("advertising", 14), ("tender", 8))
_ROLES = (
    ("decider", 30),
    ("decider;payer", 16),
    ("buyer", 18),
    ("buyer;user", 14),
    ("user;influencer", 12),
    ("gatekeeper", 6),
    ("decider;buyer;payer", 4),
)


@dataclass(frozen=True)
class CustomerRow:
    """One line of customers.csv; dates are ISO text and empty means unknown."""

    customer_number: str
    name: str
    name_en: str
    kind: str
    uscc: str
    purpose: str
    nature: str
    source: str
    owner_email: str
    parent_number: str
    country: str
    city: str
    address: str
    contact_name: str
    contact_roles: str
    contact_phone: str
    contact_email: str
    site_name: str
    site_kind: str
    signal_type: str
    signal_on: str
    lawful_basis: str
    signal_campaign: str
    registered_on: str
    declared_buyer: str


@dataclass(frozen=True)
class Customer:
    """A line of the file with what the shipments need to know beside it."""

    row: CustomerRow
    account: Account
    identity: Identity


def customers(book: Sequence[Account], dice: Dice) -> list[Customer]:
    """All customers by number: in the order in which they became known, a parent before its children."""
    desk = _Desk(book, dice)
    ordered = sorted(
        book, key=lambda account: (not account.registered, account.known_on, bool(account.parent))
    )
    return [desk.enter(account, place) for place, account in enumerate(ordered, start=1)]


class _Desk:
    """Where customers are entered: it knows which names are given and which number each name has."""

    def __init__(self, book: Sequence[Account], dice: Dice) -> None:
        taken = frozenset(account.identity.label for account in book if account.identity)
        self._dice = dice
        self._registry = Registry(dice.apart("names"), taken=taken)
        self._numbers: dict[str, str] = {"": ""}

    def enter(self, account: Account, place: int) -> Customer:
        identity = account.identity or self._invented(account)
        self._numbers[identity.name] = f"HY-{place:05d}"
        return Customer(self._row(account, identity, place), account, identity)

    def _invented(self, account: Account) -> Identity:
        if account.is_person:
            return self._registry.household()
        return self._registry.paper_maker() if account.met_at_fair else self._registry.company()

    def _row(self, account: Account, identity: Identity, place: int) -> CustomerRow:
        dice, city = self._dice, identity.city.name
        source = account.source or dice.pick_weighted(_SOURCES)
        signal, signal_on = _signal(account, source, dice)
        contact = self._contact(account, identity)
        site, site_kind = _site(account, identity, dice)
        return CustomerRow(
            customer_number=self._numbers[identity.name],
            name=identity.name,
            name_en=identity.name_en,
            kind="person" if account.is_person else "organisation",
            uscc=_uscc(account, identity, place, dice),
            purpose=_purpose(account),
            nature=identity.trade.nature,
            source=source,
            owner_email=_owner(account, identity, source),
            parent_number=self._numbers[account.parent],
            country="CN",
            city=city,
            address=f"{city}市{dice.pick(DISTRICTS)}{dice.pick(ROADS)}{dice.between(2, 388)}号",
            contact_name=contact.name,
            contact_roles="decider;user;payer" if account.is_person else dice.pick_weighted(_ROLES),
            # No Chinese subscriber number begins with 100: these ring nowhere.
            contact_phone=f"100-0000-{place:04d}",
            contact_email=f"{contact.mailbox}@{identity.domain}",
            site_name=site,
            site_kind=site_kind,
            signal_type=signal,
            signal_on=signal_on.isoformat() if signal_on else "",
            lawful_basis=_lawful_basis(account, signal),
            signal_campaign=FAIR.name if account.met_at_fair else "",
            registered_on=account.known_on.isoformat() if account.registered else "",
            declared_buyer="yes" if account.declared_buyer else "no",
        )

    def _contact(self, account: Account, identity: Identity) -> PersonName:
        """Whom to speak to: the customer itself if it is a person."""
        return PersonName(identity.name, identity.name_en) if account.is_person else self._registry.person()


def _purpose(account: Account) -> str:
    if account.standing is Standing.INTERNAL:
        return "internal"
    return "consumer" if account.is_person else "commercial"


def _uscc(account: Account, identity: Identity, place: int, dice: Dice) -> str:
    """A sound code; none for people, for half of those not registered, and for a few others."""
    is_missing = dice.falls(500 if account.standing is Standing.ORDINARY else 20)
    if account.is_person or (is_missing and account.identity is None):
        return ""
    return account.uscc or uscc(identity.city.division, 37 * place % 10_000)


def _signal(account: Account, source: str, dice: Dice) -> tuple[str, date | None]:
    """The first sign of interest and its day; none is on file from before the facts begin.

    Who ships without ever having registered asked at the counter first: somebody must have been identified.
    """
    if account.standing is Standing.RANKED and not account.registered:
        return "inquiry", max(account.known_on, FACTS_BEGIN)
    if source == "group" or account.known_on < FACTS_BEGIN:
        return "", None
    kind = _SIGNAL_OF_SOURCE[source]
    if source == "visit" and dice.falls(450):
        kind = "call"
    if account.met_at_fair:
        return kind, dice.pick(FAIR_DAYS)
    if not account.registered:
        return kind, account.known_on
    return kind, max(account.known_on - timedelta(dice.between(1, 18)), FACTS_BEGIN)


def _lawful_basis(account: Account, signal: str) -> str:
    if account.standing is not Standing.ORDINARY and not account.met_at_fair:
        return "contract"
    return "consent" if signal in _CONSENTED else "legitimate_interest"


def _owner(account: Account, identity: Identity, source: str) -> str:
    """Empty for leads that came by advertising: nobody has taken them on yet."""
    if account.standing is Standing.ORDINARY and source == "advertising":
        return ""
    return owner_email(identity.city.team, is_key_account=account.is_key_account)


def _site(account: Account, identity: Identity, dice: Dice) -> tuple[str, str]:
    """Where goods are handed over: a siding or station for heavy cargo, else a factory, store or office."""
    if account.is_person:
        return f"{identity.city.name}营业部", "office"
    stations = [lane.origin for lane in lanes_from(identity.city.hub) if lane.mode == "rail"]
    if identity.trade.package_kg >= 500 and stations:
        return f"{identity.label}{stations[0]}专用线", "siding"
    if identity.trade.nature == "manufacturer":
        return (
            (f"{identity.label}一厂", "factory")
            if dice.falls(600)
            else (f"{identity.label}成品库", "warehouse")
        )
    return (
        (f"{stations[0]}货场", "station")
        if stations and dice.falls(400)
        else (f"{identity.label}办公楼", "office")
    )
