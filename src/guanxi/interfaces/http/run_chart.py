"""The curve of a run for paper."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.design.charts import Cut, ParetoPoint, pareto_curve
from guanxi.design.charts.printed import printed
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun
from guanxi.domain.ground.export import Chart
from guanxi.domain.ground.scope import Actor


def chart_of(run: ClassificationRun, *, by: Actor | None) -> list[Chart]:
    """How much of the revenue the first customers bring, over those within sight; none without any."""
    scoped = ClassificationEntry.objects
    seen = scoped.everything("the shell's door") if by is None else scoped.visible_to(by)
    reached, points = 0, []
    for rank, share in seen.filter(run=run).by_rank().values_list("rank", "share_ppm").iterator():
        reached += share
        points.append(ParetoPoint(rank or 0, reached))
    if not points:
        return []
    ranks = {point.rank for point in points}
    cuts = [] if run.small_n else [Cut(cut["tier"], cut["last_rank"]) for cut in run.cuts]
    drawn = [cut for cut in cuts if cut.rank in ranks and cut.rank < run.active]
    curve = pareto_curve(points, drawn, customers=run.active, language=get_language() or "en")
    return [Chart(_("Share of revenue by share of customers"), printed(curve))]
