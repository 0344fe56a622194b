"""Which two runs a page compares: chosen by two selects, else the newest with the one before it."""

from django.http import Http404, QueryDict

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.movement import Pair, run_to_compare
from guanxi.domain.people.models import User

MOST_CHOICES = 60


class NoPair(LookupError):
    """There are not two runs of different days yet."""


def pair_of(query: QueryDict, actor: User, *, axis: str) -> Pair:
    """The runs `run` and `since` of the address. Raises NoPair, and Http404 for a run nobody may see."""
    runs = ClassificationRun.objects.visible_to(actor).select_related("policy")
    run = _named(query.get("run", ""), actor) or runs.newest_first().first()
    before = _named(query.get("since", ""), actor) or (run and run_to_compare(run, actor=actor))
    if run is None or before is None:
        raise NoPair
    return Pair(before, run, axis)


def run_choices(actor: User) -> list[ClassificationRun]:
    """The runs to choose from, the newest first."""
    return list(
        ClassificationRun.objects.visible_to(actor).select_related("policy").newest_first()[:MOST_CHOICES]
    )


def _named(pk: str, actor: User) -> ClassificationRun | None:
    if not pk:
        return None
    found: ClassificationRun | None = (
        ClassificationRun.objects.visible_to(actor).select_related("policy").filter(pk=int(pk)).first()
        if pk.isdecimal()
        else None
    )
    if found is None:
        raise Http404
    return found
