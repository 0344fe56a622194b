"""Bring the demo operator into an empty database, through the same doors as anybody's facts."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.intake.row_intake import OnProgress
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from guanxi.domain.value.drawing import draw_budget
from guanxi.domain.value.lapse_watch import update_lapses
from guanxi.domain.worklist.models import Task
from guanxi.processes.classification_run import close_period
from guanxi.processes.demo import BUSINESS_DATE, TEAM_NAMES_EN, demo_staff, write_demo_files
from guanxi.processes.demo.agenda import demo_agenda
from guanxi.processes.file_import import import_file

# What the settings file of a demonstration says, beside its keys.
SETTINGS = {
    "GUANXI_OPERATOR_NAME": "华远物流",
    "GUANXI_OPERATOR_NAME_EN": "Huayuan Logistics",
    "GUANXI_BUSINESS_DATE": BUSINESS_DATE.isoformat(),
    "GUANXI_CURRENCY": "CNY",
}
# The evening of the business date in Shanghai, so that every loading tells the same story.
MOMENT = datetime.combine(BUSINESS_DATE, time(10, 0), tzinfo=UTC)
# The quarters that are closed, and the last days of those whose budget follows from them.
QUARTERS = ((date(2025, 3, 31), BUSINESS_DATE), (BUSINESS_DATE, date(2025, 9, 30)))
BUDGET_FEN = 60_000_000


class UnableToLoadDemo(RuntimeError):
    """The database already holds somebody's data, or a file of the demo was not taken whole."""


def load_demo(*, at: datetime, on_progress: OnProgress | None = None) -> None:
    """Write the demo's files and import them, close two quarters, see who fell silent, hand out the tasks.

    Raises UnableToLoadDemo unless the database is empty.
    """
    if not database_is_empty():
        raise UnableToLoadDemo
    # Groups follow the facts as of the operator's day, which is the demo's own, whatever the settings say.
    with clock.fixed(at):
        _load(at, on_progress)


def _load(at: datetime, on_progress: OnProgress | None) -> None:
    _employ_staff(at)
    administrator = User.objects.filter(role=Role.ADMINISTRATOR).earliest("pk")
    for file in write_demo_files(Path(settings.HOME) / "demo"):
        result = import_file(
            file.path, kind=file.kind, mapping="guanxi", by=administrator, at=at, on_progress=on_progress
        )
        if result.rejected:
            raise UnableToLoadDemo(f"{file.path.name}: {next(iter(result.rejected_rows))}")
    for close, next_end in QUARTERS:
        run = close_period(as_of=close, by=administrator, at=at)
        draw_budget(
            run=run,
            starts_on=close + timedelta(1),
            ends_on=next_end,
            amount_minor=BUDGET_FEN,
            by=administrator,
            at=at,
        )
    with translation.override("zh-hans"):  # the operator's own language
        update_lapses(None, on=BUSINESS_DATE, at=at)
    _hand_out_tasks(administrator, at)


def database_is_empty() -> bool:
    """Whether there is neither a customer nor an account."""
    customers = Customer.objects.everything("is anything here at all?")
    return not customers.exists() and not User.objects.exists()


@transaction.atomic
def _employ_staff(at: datetime) -> None:
    teams = {name: Team.objects.create(name=name, name_en=english) for name, english in TEAM_NAMES_EN.items()}
    for person in demo_staff():
        User.objects.create_staff(
            person.email,
            name=person.name,
            name_en=person.name_en,
            role=person.role,
            team=teams[person.team] if person.team else None,
            created_at=at,
        )


@transaction.atomic
def _hand_out_tasks(by: User, at: datetime) -> None:
    people = {user.email: user for user in User.objects.all()}
    for task in demo_agenda():
        found = Customer.objects.visible_to(by).filter(party__name__contains=task.customer)
        Task.plan(
            by=by,
            at=at,
            title=task.title,
            note=task.note,
            assignee=people[task.assignee_email],
            due_on=task.due_on,
            customer=found.get() if task.customer else None,
        )
