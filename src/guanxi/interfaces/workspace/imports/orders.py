"""Orders to the machine: one at a time for each file, whoever gives them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.utils.translation import gettext as _

from guanxi.domain.intake.models import UnableToProceed
from guanxi.interfaces.http.access import StaffRequest


@contextmanager
def told_if_overtaken(request: StaffRequest) -> Iterator[None]:
    """Tell the person when a colleague, or an earlier click, has gone on with the file already."""
    try:
        yield
    except UnableToProceed:
        messages.error(request, _("Somebody has gone on with this file meanwhile. Look at it again."))
