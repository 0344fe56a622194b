"""All recurring jobs. Times are the operator's wall clock (`GUANXI_TIME_ZONE`)."""

from guanxi.domain.exports import pruning as exports_pruning
from guanxi.domain.intake import pruning as intake_pruning
from guanxi.domain.jobs.cron import Recurring
from guanxi.domain.jobs.pruning import prune_later
from guanxi.domain.value import lapse_watch
from guanxi.processes import standing_watch

SCHEDULE = (
    Recurring(name="standings.watch", cron="10 0 * * *", job=standing_watch.watch_standings_later),
    Recurring(name="value.lapses", cron="20 0 * * *", job=lapse_watch.update_lapses_later),
    Recurring(name="jobs.prune", cron="30 3 * * *", job=prune_later),
    Recurring(name="intake.prune", cron="45 3 * * *", job=intake_pruning.prune_later),
    Recurring(name="exports.prune", cron="50 3 * * *", job=exports_pruning.prune_later),
)
