"""All recurring jobs. Times are the operator's wall clock (`GUANXI_TIME_ZONE`)."""

from guanxi.domain.exports import pruning as exports_pruning
from guanxi.domain.intake import pruning as intake_pruning
from guanxi.domain.jobs.cron import Recurring
from guanxi.domain.jobs.pruning import prune_later

SCHEDULE = (
    Recurring(name="jobs.prune", cron="30 3 * * *", job=prune_later),
    Recurring(name="intake.prune", cron="45 3 * * *", job=intake_pruning.prune_later),
    Recurring(name="exports.prune", cron="50 3 * * *", job=exports_pruning.prune_later),
)
