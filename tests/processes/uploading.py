"""Files through the steps of the workspace, with the jobs run in this process."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django_tasks_db.models import DBTaskResult

from guanxi.domain.intake.mapping import load_mapping
from guanxi.domain.intake.models import ImportRun, Upload
from guanxi.domain.people.models import User
from guanxi.processes import staged_import
from guanxi.processes.file_import import KINDS
from tests.processes.importing import AT, Row, columns_of, write


def run_jobs() -> int:
    """Run what is enqueued, and what that enqueues, in order; how many jobs that were."""
    done = 0
    while result := DBTaskResult.objects.ready().order_by("enqueued_at").first():
        DBTaskResult.objects.filter(pk=result.pk).update(status="SUCCESSFUL")
        result.task.func(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        done += 1
    return done


def fresh(upload: Upload) -> Upload:
    found: Upload = Upload.objects.everything("a test looks at it").get(pk=upload.pk)
    return found


def run_of(upload: Upload) -> ImportRun:
    run = fresh(upload).run
    assert run is not None
    return run


def received(content: bytes, kind: str, by: User, *, name: str = "file.csv") -> Upload:
    upload = staged_import.receive(BytesIO(content), file_name=name, kind=kind, by=by, at=AT)
    run_jobs()
    return fresh(upload)


def own_mapping(kind: str, *, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """The mapping of our own columns, as the form gives it."""
    fields = load_mapping("guanxi", KINDS[kind][0]).fields
    rules = {
        name: rule.model_dump(by_alias=True, exclude_unset=True, mode="json")
        for name, rule in fields.items()
        if not only or name in only
    }
    return {"source": "guanxi", kind: {"fields": rules}}


def checked(folder: Path, kind: str, by: User, *rows: Row) -> Upload:
    """Received, mapped by our own columns, and checked."""
    assert columns_of(kind)
    upload = received(write(folder / f"{kind}.csv", kind, rows).read_bytes(), kind, by)
    staged_import.map_columns(upload, own_mapping(kind), by=by, at=AT)
    run_jobs()
    return fresh(upload)


def committed(upload: Upload, by: User) -> Upload:
    staged_import.commit(upload, by=by, at=AT)
    run_jobs()
    return fresh(upload)


def outcomes(upload: Upload) -> list[tuple[int, str, str, str]]:
    """(row number, outcome, column, reason) of every row."""
    rows = staged_import.rows(upload, errors_only=False)
    return list(rows.values_list("number", "outcome", "column", "reason"))
