"""The words behind the codes of a field, in the reader's language and in all of ours."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from guanxi.domain.audiences.models import LawfulBasis, Signal
from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.customers.models import ContactRole, Nature, Party, Purpose, Site, Source
from guanxi.domain.interactions.models import Interaction
from guanxi.domain.operations.absence import RevenueAbsence
from guanxi.domain.operations.models import Direction, Mode

_VOCABULARIES: Mapping[frozenset[str], type[TextChoices]] = {
    frozenset(one.values): one
    for one in (
        ContactRole,
        CreditGrade.Grade,
        Direction,
        Interaction.Channel,
        Interaction.Direction,
        Interaction.Purpose,
        LawfulBasis,
        Mode,
        Nature,
        Party.Kind,
        Purpose,
        RevenueAbsence,
        Signal.Kind,
        Site.Kind,
        Source,
    )
}


def labelled(codes: Sequence[str]) -> list[tuple[str, str]]:
    """(code, its word in the reader's language). Raises KeyError for codes of no vocabulary."""
    vocabulary = _VOCABULARIES[frozenset(codes)]
    return [(code, str(vocabulary(code).label)) for code in codes]


def code_of(word: str, codes: Sequence[str]) -> str:
    """The code whose word in one of our languages this is; empty where none is."""
    wanted = word.strip().casefold()
    for language, _ in settings.LANGUAGES:
        with override(language):
            found = next((code for code, label in labelled(codes) if label.casefold() == wanted), "")
        if found:
            return found
    return ""
