"""What a group of companies brings and owes together (D9)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guanxi.design.explanation import Explanation, Input
from guanxi.domain.classification.models import ClassificationRun
from guanxi.interfaces.workspace.explanations import words


def why_together(
    total_minor: int, parts: Sequence[tuple[str, int]], *, run: ClassificationRun, hidden: int
) -> Explanation:
    """The sum over the members, each once; `parts` are (name, minor units of the run's currency)."""
    left_out = (Input(_("Left out: outside your team"), words.number(hidden)),) if hidden else ()
    return Explanation(
        title=words.why(words.money(total_minor, run.currency)),
        rule=_("Net revenue of every company of the group in %(days)s days, each counted once.")
        % {"days": run.window_days},
        inputs=(
            *(Input(name, words.money(minor, run.currency), run.as_of) for name, minor in parts),
            *left_out,
        ),
        policy=str(run.policy),
        as_of=run.as_of,
    )
