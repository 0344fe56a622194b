"""The product's settings with the jobs room alone, and a job whose tries and effect can be counted."""

from guanxi.config.settings import *  # noqa: F403

INSTALLED_APPS = ["django_tasks", "django_tasks_db", "guanxi.domain.jobs", "tests.domain.jobs.effects"]
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
JOBS_SCHEDULE = "tests.domain.jobs.effects.jobs.SCHEDULE"
