"""From a 字号, a city and a trade to the name of a company or household."""

from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.processes.demo.dice import Dice
from guanxi.processes.demo.industries import HOUSEHOLD, INDUSTRIES, PAPER_TRADES, Industry, industry
from guanxi.processes.demo.names import Brand, PersonName, brands, person_names
from guanxi.processes.demo.places import CITIES, City, city


@dataclass(frozen=True)
class Identity:
    """Who a customer is. `label` is the short name (晨光纸业), `domain` that of its e-mail addresses."""

    name: str
    name_en: str
    label: str
    city: City
    trade: Industry
    domain: str


def company(city_name: str, brand: Brand, trade: Industry, *, city_first: bool = True) -> Identity:
    """A limited company in one of the two usual orders of city and 字号."""
    place = city(city_name)
    label = brand.name + trade.name
    name = f"{place.name}{label}有限公司" if city_first else f"{label}（{place.name}）有限公司"
    english = (
        f"{place.name_en} {brand.name_en} {trade.name_en} Co., Ltd."
        if city_first
        else f"{brand.name_en} {trade.name_en} ({place.name_en}) Co., Ltd."
    )
    return Identity(name, english, label, place, trade, _domain(f"{brand.name_en} {trade.name_en}"))


def named(city_name: str, brand: str, brand_en: str, trade: str) -> Identity:
    """A company of the cast, whose name the stories fix."""
    return company(city_name, Brand(brand, brand_en), industry(trade))


def _domain(name_en: str) -> str:
    words = name_en.lower().replace("&", "and").replace("'", "").split()
    return "-".join(words) + ".example"


class Registry:
    """Hands out invented names, none twice and none of those already `taken`."""

    def __init__(self, dice: Dice, *, taken: frozenset[str]) -> None:
        self._dice = dice
        self._labels = set(taken)
        self._brands = brands(dice)
        self._people = iter(person_names(dice))
        self._turn = 0

    def person(self) -> PersonName:
        return next(self._people)

    def household(self) -> Identity:
        """A natural person who ships for herself."""
        person = self.person()
        return Identity(person.name, person.name_en, person.name, self._place(), HOUSEHOLD, "post.example")

    def company(self) -> Identity:
        """A company of any trade in any city."""
        return self._new(INDUSTRIES, CITIES)

    def paper_maker(self) -> Identity:
        """A company of Henan that makes something of paper."""
        return self._new(PAPER_TRADES, [place for place in CITIES if place.is_in_henan])

    def _new(self, trades: Sequence[Industry], places: Sequence[City]) -> Identity:
        """A company whose 字号 and trade together are new."""
        brand, fresh = self._next(trades)
        trade = self._dice.pick_weighted([(trade, trade.weight) for trade in fresh])
        self._labels.add(brand.name + trade.name)
        return company(self._place(places).name, brand, trade, city_first=self._dice.falls(780))

    def _next(self, trades: Sequence[Industry]) -> tuple[Brand, list[Industry]]:
        """The next 字号 for which one of the trades is free, and those that are."""
        for _ in self._brands:
            brand = self._brands[self._turn % len(self._brands)]
            self._turn += 1
            if fresh := [trade for trade in trades if brand.name + trade.name not in self._labels]:
                return brand, fresh
        raise ValueError("every name of these trades is taken")

    def _place(self, places: Sequence[City] = CITIES) -> City:
        return self._dice.pick_weighted([(place, place.weight) for place in places])
