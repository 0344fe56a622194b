"""Every route of a host with what it asks for: read by the authorisation matrix and its document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """`action` is None for a view that names none, which no host may have."""

    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def action(self) -> str | None:
        return getattr(self.view, "action", None)

    @property
    def reading(self) -> str | None:
        """The action that lets the view's record be seen, where it is not `action` itself."""
        return getattr(self.view, "reading", None)


def routes_of(urlconf: str) -> list[Route]:
    """The routes of a URL table in its order; names carry their namespace ("workspace:customer")."""
    return list(_walk(get_resolver(urlconf).url_patterns, prefix="", namespace=""))


def _walk(patterns: list[URLPattern | URLResolver], *, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, prefix=path, namespace=inner)
        else:
            yield Route(f"{namespace}{entry.name or ''}", path, entry.callback)
