"""The decorator of every job: `from guanxi.domain.jobs.tasks import job`.

A job takes plain JSON and names its actor by id, never by what the actor may do: rights are read when
the job runs (reliability rule 8). It may run more than once, so its effect carries an idempotency key
or is a statement of what shall be. Enqueue it inside the business transaction: the row is the outbox.

On Django 6 this import becomes `from django.tasks import Task as Job, task as job`.
"""

from django_tasks import task as job
from django_tasks.base import Task as Job

__all__ = ["Job", "job"]
