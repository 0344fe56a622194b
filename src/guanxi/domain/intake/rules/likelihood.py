"""How likely each reading of the same bytes is, by how everyday its characters are.

The cost of a reading is the negative logarithm (in nats) of how often such text is met: a character of the
language's everyday list costs by its rank, as in Zipf's law; one of the language's own table of characters
costs more, any other most. All readings explain the same bytes, so their costs can be compared: a lead of
15 nats says that the bytes are three million times likelier in one reading than in the next.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import log

from guanxi.domain.intake.rules import everyday

Cost = Callable[[str], float]

# codec → its everyday characters, and the strict table of the language. A reading's own rarities (extension
# planes, private use) stand outside of that table.
_DOUBLE_BYTE = {
    "gb18030": (everyday.SIMPLIFIED, "gb2312"),
    "cp950": (everyday.TRADITIONAL, "big5"),
    "big5hkscs": (everyday.TRADITIONAL, "big5"),
    "euc_jp": (everyday.JAPANESE, "euc_jp"),
    "cp932": (everyday.JAPANESE, "shift_jis"),
    "cp949": (everyday.KOREAN, "euc_kr"),
}
_SINGLE_BYTE = {
    "cp1252": "éäüöèàáóíñçêôßâîïëûùãõåæøÉÄÜÖÀÈÁÓÍÇœÊ’–úÅØìò",
    "cp1250": "áéíóúýčřšžěůńłąęśżźćőűöüäßťďňôŁŚŻŠČŽŘÁÉÍÓÚÖÜľšţăâîșşđĆ",
    "cp1251": "оаеинтсрвлкмдпуяызьбгчйхжшюцщэфъОАЕИНТСРВЛКМДПУЯЗБГЧХЖШЮЦЩЭФЙЫё№",
}
ENCODINGS = (*_DOUBLE_BYTE, *_SINGLE_BYTE)
# These two stand for Western and Central Europe; where they agree, other tables of Latin letters do as well.
LATIN = frozenset({"cp1252", "cp1250"})

_SHARED_SIGNS = frozenset("·—…“”‘’℃№、。「」《》【】（），：；！？－～　％＋／￥")
_SHARED_SIGN, _RARE, _RARE_SIGN, _ALIEN = 7.0, 10.4, 12.4, 15.0
_ASCII = 3.5
_OTHER_LETTER, _OTHER_SIGN = 7.0, 8.5
_BYTE_OF_NO_CHARACTER = 9.0
_CAPITAL_WITHIN_WORD = 5.0
_CAPITAL_AFTER_SMALL = re.compile(r"[^\W\d_A-Z\u00c0-\u00de\u0410-\u042f][\u00c0-\u00de\u0410-\u042f]")
_EVERYDAY_SHARE = 0.9
_FLATTER_BY, _LETTERS_FLATTER_BY = 20, 5
# Beyond this cost a character, no reading of ordinary text goes.
_DEAREST_DOUBLE_BYTE, _DEAREST_SINGLE_BYTE = 9.2, 6.4


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cells of a file cost in one encoding. `foreign` counts their characters beyond ASCII.

    A sound reading finds a character for every byte.
    """

    encoding: str
    cost: float
    foreign: int
    foreign_cost: float
    is_sound: bool

    @property
    def is_single_byte(self) -> bool:
        return self.encoding in _SINGLE_BYTE

    @property
    def is_text(self) -> bool:
        """Whether its characters are by and large no rarities."""
        dearest = _DEAREST_SINGLE_BYTE if self.is_single_byte else _DEAREST_DOUBLE_BYTE
        return self.foreign_cost <= dearest * self.foreign


def weigh(cells: Iterable[bytes]) -> list[Reading]:
    """The readings of these cells, the likeliest first. The same cell twice is no more evidence than once."""
    distinct = set(cells)
    return sorted((_reading(distinct, encoding) for encoding in ENCODINGS), key=lambda found: found.cost)


def _reading(cells: Iterable[bytes], encoding: str) -> Reading:
    cost_of, cost, foreign, foreign_cost, is_sound = _costs(encoding), 0.0, 0, 0.0, True
    for cell in cells:
        try:
            text = cell.decode(encoding)
        except UnicodeDecodeError:
            is_sound = False
            cost += _BYTE_OF_NO_CHARACTER * len(cell)
            continue
        beyond = [cost_of(character) for character in text if character > "\x7f"]
        foreign += len(beyond)
        foreign_cost += sum(beyond)
        cost += sum(beyond) + _ASCII * (len(text) - len(beyond))
        if encoding in _SINGLE_BYTE:
            cost += _CAPITAL_WITHIN_WORD * len(_CAPITAL_AFTER_SMALL.findall(text))
    return Reading(encoding, cost, foreign, foreign_cost, is_sound)


@cache
def _costs(encoding: str) -> Cost:
    if letters := _SINGLE_BYTE.get(encoding):
        ranked = _by_rank(letters, _LETTERS_FLATTER_BY)
        return lambda letter: ranked.get(letter) or (_OTHER_LETTER if letter.isalpha() else _OTHER_SIGN)
    characters, table = _DOUBLE_BYTE[encoding]
    ranked = _by_rank(characters, _FLATTER_BY)
    return cache(lambda character: ranked.get(character) or _cost_of_other(character, table))


def _by_rank(characters: str, flatter_by: int) -> dict[str, float]:
    total = log((len(characters) + flatter_by) / flatter_by)
    return {
        character: log(rank + flatter_by) + log(total / _EVERYDAY_SHARE)
        for rank, character in enumerate(characters)
    }


def _cost_of_other(character: str, table: str) -> float:
    if character in _SHARED_SIGNS:
        return _SHARED_SIGN
    try:
        character.encode(table)
    except UnicodeEncodeError:
        return _ALIEN
    return _RARE if unicodedata.category(character) == "Lo" else _RARE_SIGN
