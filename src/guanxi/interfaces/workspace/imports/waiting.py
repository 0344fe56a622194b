"""Uploads that wait for a decision, or for the machine."""

from dataclasses import dataclass

from django.urls import reverse

from guanxi.domain.intake.models import Upload
from guanxi.domain.people.models import User
from guanxi.interfaces.workspace.imports.kinds import kind_label
from guanxi.interfaces.workspace.names import names_by_id

SHOWN = 8


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An upload that is not finished, and where it goes on."""

    upload: Upload
    kind: str
    actor: str
    href: str
    may_discard: bool


def waiting_for(actor: User) -> list[WaitingLine]:
    """The newest ones that the actor may go on with; none where the policy does not let it import."""
    if not actor.may("imports.run"):
        return []
    uploads = Upload.objects.visible_to(actor).exclude(state=Upload.State.DONE).order_by("-created_at", "-pk")
    shown = list(uploads[:SHOWN])
    permitted = Upload.objects.visible_to(actor, "imports.discard").filter(pk__in=[one.pk for one in shown])
    discardable = {one.pk for one in permitted if one.state != Upload.State.COMMITTING}
    names = names_by_id(upload.actor_id for upload in shown)
    return [
        WaitingLine(
            upload,
            kind_label(upload.kind),
            names.get(upload.actor_id, ""),
            reverse("workspace:import_upload", args=[upload.pk]),
            upload.pk in discardable,
        )
        for upload in shown
    ]
