"""The five steps: which one an upload is at, and which ones it may go back to."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from guanxi.domain.intake.models import Upload
from guanxi.domain.people.models import User
from guanxi.processes.import_discard import may_discard

State = Upload.State
FILE, COLUMNS, CHECK, PROGRESS, RESULT = (
    "import_file",
    "import_columns",
    "import_check",
    "import_progress",
    "import_result",
)
_STEPS: tuple[tuple[str, LazyText], ...] = (
    (FILE, _("File")),
    (COLUMNS, _("Columns")),
    (CHECK, _("Check")),
    (PROGRESS, _("Import")),
    (RESULT, _("Result")),
)
AT_WORK = frozenset({State.RECEIVED, State.SURVEYING, State.CHECKING, State.COMMITTING})
_ASKED_FOR = {
    State.SURVEYED: FILE,
    State.REFUSED: FILE,
    State.CHECKED: CHECK,
    State.DONE: RESULT,
}
_OPEN = {
    State.SURVEYED: {FILE, COLUMNS},
    State.REFUSED: {FILE},
    State.CHECKED: {FILE, COLUMNS, CHECK},
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the row above the pages; `href` is empty where one cannot go."""

    number: int
    label: str
    href: str
    is_current: bool
    is_done: bool


def step_of(upload: Upload) -> str:
    """The step that the upload's state asks for; a check that was given up leads back to the columns."""
    if upload.state == State.SURVEYED and upload.refusal:
        return COLUMNS
    return _ASKED_FOR.get(State(upload.state), PROGRESS)


def is_open(upload: Upload, step: str) -> bool:
    """Whether the upload may be at this step: the machine is at rest and what the step shows exists."""
    return step in open_steps(upload)


def open_steps(upload: Upload) -> set[str]:
    """The steps one may go to: nowhere while the machine is at work, and not back once rows are taken."""
    return set(_OPEN.get(State(upload.state), ()))


def stepper(current: str, upload: Upload | None) -> list[Step]:
    """The five steps as they stand; before a file is there, only the first."""
    reachable = open_steps(upload) if upload else set()
    place = [name for name, _label in _STEPS].index(current)
    return [
        Step(
            number=number,
            label=str(label),
            href=reverse(f"workspace:{name}", args=[upload.pk])
            if upload and name in reachable and number - 1 != place
            else "",
            is_current=number - 1 == place,
            is_done=number - 1 < place,
        )
        for number, (name, label) in enumerate(_STEPS, start=1)
    ]


def wizard(actor: User, current: str, upload: Upload) -> dict[str, Any]:
    """What every page of an upload shows around its step."""
    return {
        "upload": upload,
        "steps": stepper(current, upload),
        "may_discard": may_discard(upload, by=actor),
    }
