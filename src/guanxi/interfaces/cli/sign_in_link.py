from typing import Annotated

import typer

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.wording import gettext as _


def sign_in_link(email: Annotated[str, typer.Argument(help=_("E-mail of the staff account."))]) -> None:
    open_house()
    from guanxi.domain.ground import clock
    from guanxi.domain.people.models import OneTimeLink, User
    from guanxi.interfaces.http.links import sign_in_url

    user = User.objects.filter(email__iexact=email, kind=User.Kind.STAFF, is_active=True).first()
    if user is None:
        complain(_("No active staff account has the e-mail {email}.").format(email=email))
        raise typer.Exit(1)
    tell(sign_in_url(OneTimeLink.issue(user, at=clock.now())))
