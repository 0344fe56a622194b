"""A deed's form is taken once: sent twice, by a double click or a browser that asks again, it acts once."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.cache import cache

from guanxi.domain.ground import identifiers

REMEMBERED = timedelta(days=1)


class OnceForm(forms.Form):
    """A form that carries a token of its own; `claim` says whether it comes for the first time."""

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission", identifiers.new_token())

    def claim(self) -> bool:
        """Whether nobody has claimed the token before; of two who ask at once one is answered yes."""
        return cache.add(self._key, True, REMEMBERED.total_seconds())

    def give_back(self) -> None:
        """The deed was refused: the same form, mended, may come again."""
        cache.delete(self._key)

    @property
    def values(self) -> dict[str, Any]:
        """What the deed itself is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission"}

    @property
    def _key(self) -> str:
        return f"submission:{self.cleaned_data['submission']}"
