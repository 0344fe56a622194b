from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TimelineConfig(AppConfig):
    name = "guanxi.domain.timeline"
    label = "timeline"

    def ready(self) -> None:
        """Make every room's event kinds known, so that a stored event finds its wording in any process."""
        autodiscover_modules("events")
