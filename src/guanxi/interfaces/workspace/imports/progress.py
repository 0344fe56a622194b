"""Step four: what the machine is doing; it goes on whether anybody looks or not."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect

from guanxi.domain.intake.models import Upload
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.imports.steps import AT_WORK, COLUMNS, FILE, PROGRESS, wizard

State = Upload.State
_PHASES: dict[str, tuple[LazyText, str]] = {
    State.RECEIVED: (_("The file waits for its turn."), FILE),
    State.SURVEYING: (_("The file is being looked at."), FILE),
    State.CHECKING: (_("Every row is being checked; nothing is written yet."), COLUMNS),
    State.COMMITTING: (_("The rows are being imported."), PROGRESS),
    State.FAILED: (_("The machine could not go on."), PROGRESS),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the machine is; `total` is 0 while nobody knows."""

    phase: str
    done: int
    total: int

    @property
    def tenths(self) -> int:
        return min(10, self.done * 10 // self.total) if self.total else 0

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


@staff_may("imports.run", reading="imports.view")
@require_GET
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """A page that looks again every second, and leads on when the machine is done."""
    upload: Upload = found(Upload, request.actor, pk)
    at_work, failed = upload.state in AT_WORK, upload.state == State.FAILED
    if not at_work and not failed:
        onward = reverse("workspace:import_upload", args=[upload.pk])
        return HttpResponseClientRedirect(onward) if request.htmx else redirect(onward)
    phase, step = _PHASES[upload.state]
    now = Progress(str(phase), int(upload.counts.get("done", 0)), int(upload.counts.get("total", 0)))
    key = f"{upload.state}-{now.tenths}"
    context = wizard(request.actor, step, upload) | {
        "progress": now,
        "key": key,
        "is_news": request.GET.get("said") != key,
        "at_work": at_work,
        "failed": failed,
    }
    template = "workspace/imports/progress.html"
    return render(request, f"{template}#bar" if request.htmx else template, context)
