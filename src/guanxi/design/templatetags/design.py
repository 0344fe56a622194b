"""The library of components; `settings.TEMPLATES` makes it a builtin, so pages need no `{% load %}`."""

from guanxi.design.components import amounts, controls, lists, surfaces, values
from guanxi.design.rendering import register

__all__ = ["amounts", "controls", "lists", "register", "surfaces", "values"]
