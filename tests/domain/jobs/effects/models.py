from django.db import models


class Try(models.Model):
    """Written each time the job begins."""

    key = models.CharField(max_length=32)

    objects: models.Manager["Try"] = models.Manager()

    def __str__(self) -> str:
        return self.key


class Effect(models.Model):
    """What the job is for: once for each key."""

    key = models.CharField(max_length=32, unique=True)

    objects: models.Manager["Effect"] = models.Manager()

    def __str__(self) -> str:
        return self.key
