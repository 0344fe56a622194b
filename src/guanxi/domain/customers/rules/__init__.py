"""Decisions about identities: values in, value out."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

# GB 32100-2015: 31 characters, without I O S V Z.
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class UsccFinding(StrEnum):
    """What a look at a 统一社会信用代码 found. Only a warning: real codes can fail (D3)."""

    SOUND = "sound"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTER = "wrong_character"
    WRONG_CHECK_CHARACTER = "wrong_check_character"


def uscc_check_character(body: str) -> str:
    """The 18th character for the first 17: (31 − Σ wᵢcᵢ mod 31) mod 31, so remainder 0 gives "0"."""
    total = sum(weight * USCC_ALPHABET.index(c) for weight, c in zip(_USCC_WEIGHTS, body, strict=True))
    return USCC_ALPHABET[-total % 31]


def look_at_uscc(code: str) -> UsccFinding:
    """Verify a code that is already trimmed and in capitals (D3)."""
    if len(code) != USCC_LENGTH:
        return UsccFinding.WRONG_LENGTH
    if any(character not in USCC_ALPHABET for character in code):
        return UsccFinding.WRONG_CHARACTER
    if uscc_check_character(code[:-1]) != code[-1]:
        return UsccFinding.WRONG_CHECK_CHARACTER
    return UsccFinding.SOUND


class BuyingCentreRisk(StrEnum):
    """Why the sale to a commercial customer hangs by a thread (D4)."""

    NO_CONTACT = "no_contact"
    SINGLE_THREAD = "single_thread"
    NO_DECIDER = "no_decider"


def buying_centre_risk(*, purpose: str, roles_by_contact: Sequence[Sequence[str]]) -> BuyingCentreRisk | None:
    """The gravest gap among the contacts of a commercial customer; others have no buying centre (D4)."""
    if purpose != "commercial":
        return None
    if not roles_by_contact:
        return BuyingCentreRisk.NO_CONTACT
    if len(roles_by_contact) == 1:
        return BuyingCentreRisk.SINGLE_THREAD
    if not any("decider" in roles for roles in roles_by_contact):
        return BuyingCentreRisk.NO_DECIDER
    return None


def would_make_a_circle(*, child: int, parent: int, parent_of: Callable[[int], int | None]) -> bool:
    """Whether placing `child` under `parent` closes a circle in the group's tree (D9)."""
    seen: set[int] = set()
    ancestor: int | None = parent
    while ancestor is not None and ancestor not in seen:
        if ancestor == child:
            return True
        seen.add(ancestor)
        ancestor = parent_of(ancestor)
    return False


def tree_in_order(head: int, parent_of: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """(id, depth) from `head` downwards, children by id below their parent, each id once (D9)."""
    children: dict[int | None, list[int]] = {}
    for child in sorted(parent_of):
        children.setdefault(parent_of[child], []).append(child)
    ordered: list[tuple[int, int]] = []
    waiting, seen = [(head, 0)], set()
    while waiting:
        one, depth = waiting.pop()
        if one not in seen:
            seen.add(one)
            ordered.append((one, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(one, []))]
    return ordered
