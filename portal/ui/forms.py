"""Forms of the design system: label above, hint, error, control; refusals of services land beside their field."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from django import forms
from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError, StaleRevisionError

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PortalRenderer(TemplatesSetting):
    """Widgets from the site's own templates, so that they carry its classes."""


class DomainErrorMixin:
    """Adds `map_domain_errors()`; stands before a Form class."""

    refused: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = []
        for field in self.fields.values():  # type: ignore[attr-defined]  # Form's attribute
            style_field(field)

    @property
    def has_errors(self) -> bool:
        return bool(self.refused) or (self.is_bound and bool(self.errors))  # type: ignore[attr-defined]

    @contextmanager
    def map_domain_errors(self) -> Iterator[None]:
        """Show what a service or a constraint refuses beside its field; everything typed stays."""
        try:
            yield
        except StaleRevisionError as error:
            self._show_meanwhile()
            self._refuse(error.field, str(error))
        except DomainError as error:
            self._refuse(error.field, str(error))
        except IntegrityError as error:
            message = message_of(error)
            if message is None:
                raise
            self._refuse(None, message)

    def replace_posted(self, name: str, value: str) -> None:
        """Show `value` in the field instead of what was posted."""
        form = cast("forms.BaseForm", self)
        data = cast("QueryDict", form.data).copy()
        data[form.add_prefix(name)] = value
        form.data = data

    def _show_meanwhile(self) -> None:
        """Nothing to compare with, unless the form knows the row."""

    def _refuse(self, field: str | None, message: str) -> None:
        if self.is_bound:  # type: ignore[attr-defined]
            self.add_error(field if field in self.fields else None, message)  # type: ignore[attr-defined]
        else:
            self.refused.append(message)


class PortalForm(DomainErrorMixin, forms.Form):
    """A form of the portal."""


class PortalModelForm(DomainErrorMixin, forms.ModelForm):
    """A model form of the portal. Services save, the form does not.

    A hidden `revision` tells which state of the row was edited; a row that is only being made has none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields.pop("revision", None)

    def rows_edited(self) -> list[Any]:
        """The row as it is stored now; a form whose fields write others too adds them."""
        return [type(self.instance)._default_manager.get(pk=self.instance.pk)]

    def _show_meanwhile(self) -> None:
        """Beside each field that differs, what the other hand saved. Who saves again has read it."""
        rows = self.rows_edited()
        for now in rows:
            plain = {field.name for field in now._meta.concrete_fields} - {"revision"}
            for name in [name for name in self.cleaned_data if name in plain]:
                saved = getattr(now, name)
                if saved != self.cleaned_data[name]:
                    shown = getattr(now, f"get_{name}_display", lambda saved=saved: localize(saved))()
                    words = "–" if saved in (None, "") else shown
                    self.add_error(
                        name, _("Saved by someone else in the meantime: %(words)s") % {"words": words}
                    )
        self.replace_posted("revision", str(rows[0].revision))


def set_querysets(form: forms.BaseForm, **querysets: QuerySet[Any]) -> None:
    """Let the named model choice fields offer these rows."""
    for name, queryset in querysets.items():
        cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = queryset


def set_choices(form: forms.BaseForm, **choices: Sequence[tuple[Any, Any]]) -> None:
    """Let the named choice fields offer these choices."""
    for name, offered in choices.items():
        cast("forms.ChoiceField", form.fields[name]).choices = offered


def message_of(error: IntegrityError) -> str | None:
    """The message of the constraint that PostgreSQL names, or None when it is not one of ours."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_code != "":
                return str(constraint.get_violation_error_message())
    return (
        str(_("This already exists.")) if name and getattr(error.__cause__, "pgcode", "") == "23505" else None
    )


def style_field(field: forms.Field) -> None:
    """Give a field's control the site's class, and the direction and type that its values need."""
    _say_what_to_do(field)
    widget = field.widget
    if isinstance(widget, forms.RadioSelect) and field.required and type(field) is forms.TypedChoiceField:
        # A model's field brings a choice of nothing along: a list needs it, radio buttons show nothing chosen.
        field.choices = [choice for choice in widget.choices if choice[0]]
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


# What to do when a field was left empty, the narrower kind first. A field that says it in its own words keeps them.
_EMPTY = (
    (forms.MultipleChoiceField, _("Choose at least one.")),
    (forms.ModelMultipleChoiceField, _("Choose at least one.")),
    (forms.ChoiceField, _("Choose one of these.")),
    (forms.ModelChoiceField, _("Choose one of these.")),
    (forms.FileField, _("Choose a file.")),
    (forms.BooleanField, _("Tick the box to continue.")),
    (forms.DateField, _("Enter a date.")),
    (forms.Field, _("Complete this field.")),
)


def _say_what_to_do(field: forms.Field) -> None:
    """Errors that tell the next step, where Django's own only tell that something is wrong."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = next(words for kind, words in _EMPTY if isinstance(field, kind))
    low, high = getattr(field, "min_value", None), getattr(field, "max_value", None)
    if callable(low) or callable(high) or low is None:
        return
    words = (
        format_lazy(_("Enter a number from {low} to {high}."), low=low, high=high)
        if high is not None
        else format_lazy(_("Enter a number of {low} or more."), low=low)
    )
    for validator in field.validators:
        if isinstance(validator, (MinValueValidator, MaxValueValidator)):
            validator.message = words
