"""Merging a duplicate into the record that is kept: everything that refers to the duplicate refers to that one."""

from typing import Any

from django.db import IntegrityError, InternalError, models, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from participants.directory.errors import MergeConflictError
from portal.languages.numbers import interpolate


def references(row: models.Model) -> list[tuple[type[models.Model], str]]:
    """Models and their foreign keys that point to the row's model, those of many-to-many tables included."""
    relations: list[ForeignObjectRel] = [
        field
        for field in row._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and not field.many_to_many
    ]
    return [
        (relation.related_model, relation.field.name)
        for relation in relations
        if not relation.related_model.__name__.endswith("Event")  # the history keeps what was true then
    ]


def counts(*rows: models.Model) -> dict[str, int]:
    """Name of the records -> how many of them refer to the rows; those without any are left out.

    The rows are one thing in several tables, such as an organisation and its court: they do not count themselves.
    """
    models_of_rows = {type(row) for row in rows}
    numbers: dict[str, int] = {}
    for row in rows:
        for model, name in references(row):
            number = 0 if model in models_of_rows else model._base_manager.filter(**{name: row.pk}).count()
            if number:
                label = str(model._meta.verbose_name_plural)
                numbers[label] = numbers.get(label, 0) + number
    return numbers


def move_references(*, duplicate: models.Model, kept: models.Model) -> None:
    """Point every foreign key from the duplicate to the kept record, within the caller's transaction.

    Raises MergeConflictError, and moves nothing, where both have a record that may exist only once.
    """
    conflicts = []
    for model, name in references(duplicate):
        rows = model._base_manager.filter(**{name: duplicate.pk})
        try:
            with transaction.atomic():
                _move(rows, model, name, kept)
        except (
            IntegrityError,
            InternalError,
        ):  # a unique constraint, or a trigger that protects a published record
            conflicts.append(str(model._meta.verbose_name_plural))
    if conflicts:
        raise MergeConflictError(
            interpolate(
                _(
                    "Both organisations have records that cannot be combined: %(records)s. Correct them first."
                ),
                records=", ".join(sorted(set(conflicts))),
            )
        )


def _move(rows: Any, model: type[models.Model], name: str, kept: models.Model) -> None:
    if model._meta.auto_created:  # a many-to-many table: a pair that the kept record has already is dropped
        other = next(f for f in model._meta.concrete_fields if f.is_relation and f.name != name)
        existing = model._base_manager.filter(**{name: kept.pk}).values(other.attname)
        rows.filter(**{f"{other.attname}__in": existing}).delete()
    rows.update(**{name: kept.pk})
