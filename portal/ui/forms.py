"""Base classes of forms: the site's widgets and messages, and errors of services shown at their field."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError, StaleRevisionError
from portal.languages.numbers import digits, interpolate, localize

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PortalRenderer(TemplatesSetting):
    """Renders widgets with the site's own templates, which have its CSS classes."""


class DomainErrorMixin:
    """Adds `map_domain_errors()` to a Form class."""

    domain_errors: list[str]  # errors of an unbound form, which cannot be added to its fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domain_errors = []
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # Form's attribute
            style_field(field)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = without_archived(cast("forms.BaseForm", self), name, field.queryset)

    @property
    def has_errors(self) -> bool:
        return bool(self.domain_errors) or (self.is_bound and bool(self.errors))  # type: ignore[attr-defined]

    @contextmanager
    def map_domain_errors(self) -> Iterator[None]:
        """Show errors of services and database constraints at their field, so that the form keeps its values."""
        try:
            yield
        except StaleRevisionError as error:
            self.show_concurrent_changes()
            self._add_domain_error(error.field, str(error), code=error.code)
        except DomainError as error:
            self._add_domain_error(error.field, str(error), code=error.code)
        except IntegrityError as error:
            message = message_of(error)
            if message is None:
                raise
            self._add_domain_error(None, message, code=_constraint_name(error) or "")

    def add_error(self, field: str | None, error: Any) -> None:
        """Add errors, such as Django's own "at most 10 characters", with numbers in the language's digits."""
        if not isinstance(error, forms.ValidationError):
            error = forms.ValidationError(error)
        for errors in error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]:
            for one in errors:
                if one.params:
                    # Django's plural forms are empty without a number; all of them are about numbers only.
                    text = str(one.message)
                    filled = interpolate(text, **one.params) if text else digits(one.message % one.params)
                    one.message = filled.replace("%", "%%")  # Django fills the message with the params again
        super().add_error(field, error)  # type: ignore[misc]  # Form's method

    def replace_posted(self, name: str, value: str) -> None:
        """Show `value` in the field instead of what was posted."""
        form = cast("forms.BaseForm", self)
        data = cast("QueryDict", form.data).copy()
        data[form.add_prefix(name)] = value
        form.data = data

    def show_concurrent_changes(self) -> None:
        """Show what somebody else has saved; forms that know the row override this."""

    def _add_domain_error(self, field: str | None, message: str, *, code: str) -> None:
        if self.is_bound:  # type: ignore[attr-defined]
            error = forms.ValidationError(message, code=code)
            self.add_error(field if field in self.fields else None, error)  # type: ignore[attr-defined]
        else:
            self.domain_errors.append(message)


class PortalForm(DomainErrorMixin, forms.Form):
    """The base of all forms."""


class PortalModelForm(DomainErrorMixin, forms.ModelForm):
    """The base of all model forms. They are saved by services.

    The hidden field `revision` says which revision of the row was edited; forms for new rows have none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields.pop("revision", None)

    def rows_edited(self) -> list[Any]:
        """The row as it is stored now; forms that also change other rows add these."""
        return [type(self.instance)._default_manager.get(pk=self.instance.pk)]

    def show_concurrent_changes(self) -> None:
        """Show at each field the value that somebody else has saved; saving again overwrites it."""
        rows = self.rows_edited()
        for row in rows:
            field_names = {field.name for field in row._meta.concrete_fields} - {"revision"}
            for name in [name for name in self.cleaned_data if name in field_names]:
                saved = getattr(row, name)
                if isinstance(saved, Decimal):  # without the zeros that the database adds
                    saved = Decimal(f"{saved:f}".rstrip("0").rstrip(".") if saved % 1 else f"{saved:.0f}")
                if saved != self.cleaned_data[name]:
                    shown = getattr(row, f"get_{name}_display", lambda saved=saved: localize(saved))()
                    text = "–" if saved in (None, "") else shown
                    message = _("Saved by someone else in the meantime: %(words)s")
                    self.add_error(
                        name, forms.ValidationError(message, code="changed", params={"words": text})
                    )
        self.replace_posted("revision", str(rows[0].revision))


def set_querysets(form: forms.BaseForm, **querysets: QuerySet[Any]) -> None:
    """Let the named model choice fields offer these rows."""
    for name, queryset in querysets.items():
        field = cast("forms.ModelChoiceField[Any]", form.fields[name])
        field.queryset = without_archived(form, name, queryset)


def without_archived(form: forms.BaseForm, name: str, queryset: QuerySet[Any] | None) -> QuerySet[Any] | None:
    """The choices of a field without archived rows, except those that are its present value.

    Models whose rows can be archived have a queryset method `in_use(also=ids)`.
    """
    in_use = getattr(queryset, "in_use", None)
    if in_use is None:
        return queryset
    present = form.get_initial_for_field(form.fields[name], name)
    values = present if isinstance(present, list | tuple | QuerySet) else [present]
    return cast("QuerySet[Any]", in_use(also=[getattr(value, "pk", value) for value in values if value]))


def set_choices(form: forms.BaseForm, **choices: Sequence[tuple[Any, Any]]) -> None:
    """Let the named choice fields offer these choices."""
    for name, offered in choices.items():
        cast("forms.ChoiceField", form.fields[name]).choices = offered


def message_of(error: IntegrityError) -> str | None:
    """The message of the violated constraint, or None if no model defines it."""
    name = _constraint_name(error)
    found = [c for model in apps.get_models() for c in model._meta.constraints if c.name == name]
    is_unique = getattr(error.__cause__, "pgcode", "") == "23505"
    if found and not (
        is_unique and found[0].violation_error_message == found[0].default_violation_error_message
    ):
        return str(found[0].get_violation_error_message())
    # Django's own message for a constraint without one names the constraint, which users do not know.
    return str(_("This already exists.")) if name and is_unique else None


def _constraint_name(error: IntegrityError) -> str | None:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)


def style_field(field: forms.Field) -> None:
    """Set the site's CSS classes, text direction, input types and error messages of a field."""
    _set_error_messages(field)
    widget = field.widget
    if isinstance(widget, forms.RadioSelect) and field.required and type(field) is forms.TypedChoiceField:
        # Model fields add an empty choice for drop-down lists, which radio buttons do not need.
        field.choices = [choice for choice in widget.choices if choice[0]]
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return
    widget.attrs.setdefault("class", "input")
    if isinstance(widget, forms.EmailInput):
        widget.attrs.setdefault("dir", "ltr")
    if isinstance(
        widget, forms.NumberInput
    ):  # browsers do not submit invalid numbers, so they could not be shown again
        widget.input_type = "text"
        widget.attrs["inputmode"] = "numeric" if isinstance(field, forms.IntegerField) else "decimal"
        widget.attrs["class"] = "input short"
        for name in ("min", "max", "step"):
            widget.attrs.pop(name, None)
    if isinstance(field, forms.DateField) and not isinstance(field, forms.DateTimeField):
        field.widget = forms.DateInput(attrs={**widget.attrs, "type": "date"}, format="%Y-%m-%d")


# Messages for empty fields; subclasses come before their base class. A field's own message takes precedence.
_REQUIRED_MESSAGES = (
    (forms.MultipleChoiceField, _("Choose at least one.")),
    (forms.ModelMultipleChoiceField, _("Choose at least one.")),
    (forms.ChoiceField, _("Choose one of these.")),
    (forms.ModelChoiceField, _("Choose one of these.")),
    (forms.FileField, _("Choose a file.")),
    (forms.BooleanField, _("Tick the box to continue.")),
    (forms.DateField, _("Enter a date.")),
    (forms.Field, _("Complete this field.")),
)


def _set_error_messages(field: forms.Field) -> None:
    """Replace Django's messages for empty fields and numbers by ones that say what to do."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = next(
            text for kind, text in _REQUIRED_MESSAGES if isinstance(field, kind)
        )
    low, high = getattr(field, "min_value", None), getattr(field, "max_value", None)
    if callable(low) or callable(high) or low is None:
        return
    message = (
        format_lazy(_("Enter a number from {low} to {high}."), low=digits(low), high=digits(high))
        if high is not None
        else format_lazy(_("Enter a number of {low} or more."), low=digits(low))
    )
    for validator in field.validators:
        if isinstance(validator, (MinValueValidator, MaxValueValidator)):
            validator.message = message
