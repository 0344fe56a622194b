from typing import Annotated

import typer

from guanxi.interfaces.cli.house import complain, open_house, tell
from guanxi.interfaces.cli.wording import gettext as _


def staff(
    email: Annotated[str, typer.Argument(help=_("E-mail, the name to sign in with."))],
    name: Annotated[str, typer.Option(help=_("The person's name."))],
    role: Annotated[str, typer.Option(help=_("Role of the policy table, such as manager or sales."))],
    team: Annotated[str, typer.Option(help=_("Team; made if it is new."))] = "",
) -> None:
    open_house()
    from guanxi.domain.ground import clock
    from guanxi.domain.people.models import OneTimeLink, Team, User
    from guanxi.domain.people.policy import STAFF_ROLES
    from guanxi.interfaces.http.links import sign_in_url

    if role not in STAFF_ROLES:
        complain(
            _("There is no staff role {role}. Roles: {roles}").format(
                role=role, roles=", ".join(sorted(STAFF_ROLES))
            )
        )
        raise typer.Exit(2)
    if User.objects.filter(email__iexact=email).exists():
        complain(_("There is already an account with the e-mail {email}.").format(email=email))
        raise typer.Exit(1)
    at = clock.now()
    place = Team.objects.get_or_create(name=team)[0] if team else None
    user = User.objects.create_staff(email, name=name, role=role, team=place, created_at=at)
    tell(sign_in_url(OneTimeLink.issue(user, at=at)))
