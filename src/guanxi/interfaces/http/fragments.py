"""A page and its fragment are one template."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def fragment_or_page(
    request: HttpRequest, template: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The fragment for an htmx request, the whole page otherwise (also for boosted links)."""
    htmx = getattr(request, "htmx", None)
    wants_fragment = htmx is not None and bool(htmx)
    if htmx is not None and (htmx.boosted or htmx.history_restore_request):
        wants_fragment = False
    response = render(
        request, f"{template}#{fragment}" if wants_fragment else template, context, status=status
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
