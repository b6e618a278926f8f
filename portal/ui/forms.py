"""Forms of the design system: label above, hint, error, control; refusals of services land beside their field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.apps import apps
from django.db import IntegrityError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class PortalRenderer(TemplatesSetting):
    """Widgets from the site's own templates, so that they carry its classes."""


class RefusalsMixin:
    """Adds `refusals()`; stands before a Form class."""

    refused: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = []
        for field in self.fields.values():  # type: ignore[attr-defined]  # Form's attribute
            dress(field)

    @property
    def was_refused(self) -> bool:
        return bool(self.refused) or (self.is_bound and bool(self.errors))  # type: ignore[attr-defined]

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show what a service or a constraint refuses beside its field; everything typed stays."""
        try:
            yield
        except DomainError as error:
            self._refuse(error.field, str(error))
        except IntegrityError as error:
            message = message_of(error)
            if message is None:
                raise
            self._refuse(None, message)

    def _refuse(self, field: str | None, message: str) -> None:
        if self.is_bound:  # type: ignore[attr-defined]
            self.add_error(field if field in self.fields else None, message)  # type: ignore[attr-defined]
        else:
            self.refused.append(message)


class PortalForm(RefusalsMixin, forms.Form):
    """A form of the portal."""


class PortalModelForm(RefusalsMixin, forms.ModelForm):
    """A model form of the portal. Services save, the form does not."""


def message_of(error: IntegrityError) -> str | None:
    """The message of the constraint that PostgreSQL names, or None when it is not one of ours."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_code != "":
                return str(constraint.get_violation_error_message())
    return (
        str(_("This is there already."))
        if name and getattr(error.__cause__, "pgcode", "") == "23505"
        else None
    )


def dress(field: forms.Field) -> None:
    """Give a field's control the site's class, and the direction and type that its values need."""
    widget = field.widget
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return
    widget.attrs.setdefault("class", "input")
    if isinstance(widget, forms.EmailInput):
        widget.attrs.setdefault("dir", "ltr")
    if isinstance(
        widget, forms.NumberInput
    ):  # a number control drops what is no number: nothing typed may be lost
        widget.input_type = "text"
        widget.attrs["inputmode"] = "numeric" if isinstance(field, forms.IntegerField) else "decimal"
        widget.attrs["class"] = "input short"
        for name in ("min", "max", "step"):
            widget.attrs.pop(name, None)
    if isinstance(field, forms.DateField) and not isinstance(field, forms.DateTimeField):
        field.widget = forms.DateInput(attrs={**widget.attrs, "type": "date"}, format="%Y-%m-%d")
