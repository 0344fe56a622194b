"""What a command says when a disk has no room left."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from guanxi.interfaces.cli.house import complain
from guanxi.interfaces.cli.wording import gettext as _

NO_ROOM = 4


@contextmanager
def told_if_no_room() -> Iterator[None]:
    """Turn the error of a full disk into one sentence and exit code 4; every other error goes on."""
    try:
        yield
    except Exception as error:
        # Only now: most commands end without an error, and some without Django.
        from guanxi.domain.ground import disk

        if not disk.is_full(error):
            raise
        complain(
            _(
                "A disk is full. What was committed is whole and nothing is half saved. Make room and repeat "
                "the command: it goes on from there."
            )
        )
        raise typer.Exit(NO_ROOM) from None
