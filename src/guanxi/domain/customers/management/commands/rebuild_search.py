from typing import Any

from django.core.management.base import BaseCommand

from guanxi.domain.customers import search_index


class Command(BaseCommand):
    help = "Makes the index of customers' names anew; nobody is found by it until this is over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{search_index.rebuild()} customers")
