"""Who receives the goods at the far end of a lane."""

from collections import defaultdict
from collections.abc import Sequence

from guanxi.processes.demo.customers import Customer
from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.names import brands, person_names

_TRADES = ("商贸有限公司", "物资有限公司", "配送中心", "百货有限公司", "批发市场三号库", "商超供应有限公司")
_ABROAD = {
    "汉堡": ("Elbspeicher Handelskontor GmbH", "Nordlicht Import GmbH", "Alsterhof Maschinen GmbH"),
    "罗兹": ("Bursztyn Hurt sp. z o.o.", "Zielony Wagon sp. z o.o."),
    "阿拉木图": ("Altyn Almas Trade LLP", "Tien Shan Depot LLP"),
    "洛杉矶": ("Palm & Pier Imports LLC", "Long Meadow Home LLC", "Seven Canyons Supply LLC"),
}
_PER_CITY = 16


class Receivers:
    """Firms of each destination; some are customers themselves, so one party plays two parts (D1)."""

    def __init__(self, found: Sequence[Customer], dice: Dice) -> None:
        self._dice = dice
        self._brands = brands(dice)
        self._people = [person.name for person in person_names(dice)]
        self._invented: dict[str, list[str]] = {}
        self._customers: dict[str, list[str]] = defaultdict(list)
        for customer in found:
            if customer.row.kind == "organisation" and customer.row.registered_on:
                self._customers[customer.row.city].append(customer.row.name)

    def regular(self, city: str, customer: Customer) -> list[str]:
        """The one to four consignees to whom a customer ships in a city."""
        if customer.account.is_person:
            return [self._dice.pick(self._people)]
        if city in _ABROAD:
            return [self._dice.pick(_ABROAD[city])]
        known = [name for name in self._customers[city] if name != customer.row.name]
        chosen = self._dice.draw(self._firms(city), self._dice.between(1, 4))
        if known and self._dice.falls(350):
            chosen[-1] = self._dice.pick(known)
        return chosen

    def _firms(self, city: str) -> list[str]:
        if city not in self._invented:
            self._invented[city] = [
                f"{city}{brand.name}{self._dice.pick(_TRADES)}"
                for brand in self._dice.draw(self._brands, _PER_CITY)
            ]
        return self._invented[city]
