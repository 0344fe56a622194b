"""Firms named in files: found again by code or name, or recorded, so that one firm is one record (D1)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from guanxi.domain.customers.models import Party
from guanxi.domain.intake.trace import Trace


class Mention(NamedTuple):
    """How a row names a firm. The code decides where there is one."""

    name: str
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`is_ambiguous`: several firms have this name, and the one known longest was taken."""

    party_id: int
    is_ambiguous: bool = False


class PartyFile:
    """Finds and records the parties of one import, and remembers them from chunk to chunk."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._known: dict[Mention, Found] = {}

    def forget(self) -> None:
        """Drop what a rolled-back transaction found or recorded."""
        self._known.clear()

    def record(self, mentions: Iterable[Mention]) -> dict[Mention, Found]:
        """The party of every mention, recorded where no organisation is known by it; a handful of queries."""
        asked = list(dict.fromkeys(mentions))
        new = [mention for mention in asked if mention not in self._known]
        # Those with a code first: a mere name in the same chunk then finds the firm they recorded.
        for stage in (
            [mention for mention in new if mention.uscc],
            [mention for mention in new if not mention.uscc],
        ):
            if stage:
                self._known |= find_organisations(stage)
                unknown = [mention for mention in stage if mention not in self._known]
                self._known |= _recorded(unknown, self._trace)
        return {mention: self._known[mention] for mention in asked}


def find_organisations(mentions: Sequence[Mention]) -> dict[Mention, Found]:
    """The organisations known by the code of each mention or, failing that, by exactly its name.

    A name does not outweigh a code: firms of one name and two codes are two. Natural persons are never found
    by name: two people of one name are two people.
    """
    parties = Party.objects.everything("a firm is one record for the whole house (D1)").filter(
        kind=Party.Kind.ORGANISATION
    )
    codes = {mention.uscc for mention in mentions if mention.uscc}
    with_code: dict[str, list[int]] = defaultdict(list)
    for pk, code in parties.filter(uscc__in=codes).order_by("pk").values_list("pk", "uscc"):
        with_code[code].append(pk)
    with_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
    names = {mention.name for mention in mentions}
    for pk, name, code in parties.filter(name__in=names).order_by("pk").values_list("pk", "name", "uscc"):
        with_name[name].append((pk, code))
    found: dict[Mention, Found] = {}
    for mention in mentions:
        same_name = [pk for pk, code in with_name.get(mention.name, ()) if not (mention.uscc and code)]
        if matches := with_code.get(mention.uscc) or same_name:
            found[mention] = Found(matches[0], len(matches) > 1)
    return found


def _recorded(mentions: Iterable[Mention], trace: Trace) -> dict[Mention, Found]:
    """One new organisation for each code, or for each name that comes without one."""
    by_identity: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_identity[mention.uscc or mention.name].append(mention)
    parties = Party._base_manager.bulk_create(
        [Party(name=same[0].name, uscc=same[0].uscc) for same in by_identity.values()]
    )
    trace.created(parties)
    return {
        mention: Found(party.pk)
        for same, party in zip(by_identity.values(), parties, strict=True)
        for mention in same
    }
