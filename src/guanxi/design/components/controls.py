"""What a person acts with: buttons, fields, form errors, search."""

from typing import TYPE_CHECKING

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString

from guanxi.design.rendering import chosen, register, render

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BUTTONS = ("primary", "plain", "quiet", "danger")


@register.simple_tag
def button(
    label: "StrOrPromise",
    *,
    tone: str = "plain",
    icon_name: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    icon_only: bool = False,
) -> SafeString:
    """A button. `icon_only` keeps the label for the ear and as a title. For htmx attributes write
    `<button class="button button--primary" hx-post="…">` yourself: the classes are the interface."""
    return render(
        "button",
        label=label,
        tone=chosen("tone", tone, BUTTONS),
        icon_name=icon_name,
        type=chosen("type", type, ("submit", "button", "reset")),
        name=name,
        value=value,
        form=form,
        icon_only=icon_only,
    )


@register.simple_tag
def link_button(
    label: "StrOrPromise", href: str, *, tone: str = "plain", icon_name: str = "", icon_only: bool = False
) -> SafeString:
    """A link that looks like a button: for going somewhere, never for a write."""
    tone = chosen("tone", tone, BUTTONS)
    return render("link_button", label=label, href=href, tone=tone, icon_name=icon_name, icon_only=icon_only)


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "options"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


@register.simple_tag
def field(bound: BoundField, *, label_hidden: bool = False) -> SafeString:
    """A form field: label above, "required" in words, help, the error under it, wired for the ear."""
    return render("field", bound=bound, kind=_kind(bound), label_hidden=label_hidden)


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """The mistakes of a form as links to their fields; it takes the focus. Nothing when there are none."""
    return render("form_errors", form=form)


@register.simple_tag
def search_box(
    *, name: str = "q", value: str = "", label: "StrOrPromise", placeholder: "StrOrPromise" = ""
) -> SafeString:
    """A search field to stand in a GET form; the key "/" goes to it."""
    return render("search_box", name=name, value=value, label=label, placeholder=placeholder)
