"""Pointing everything that refers to a duplicate to the record that is kept, and back again."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, InternalError, models, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from participants.directory.errors import ChangedSinceMergeError, MergeConflictError
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.links.models import SignedLink


@dataclass
class Moves:
    """What was changed, as JSON: see `Merge`."""

    moved: list[list[Any]] = field(default_factory=list)
    removed: list[list[Any]] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)


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


def label_of(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)


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
                numbers[label_of(model)] = numbers.get(label_of(model), 0) + number
    return numbers


def move_references(
    *, duplicate: models.Model, kept: models.Model, moves: Moves, leave_conflicts: bool = False
) -> None:
    """Point every reference from the duplicate to the kept record, within the caller's transaction, and note it.

    Where both have a record that may exist only once, raises MergeConflictError and moves nothing; with
    `leave_conflicts` such records stay with the duplicate and are counted in `moves.left`.
    """
    conflicts = []
    for model, name in references(duplicate):
        rows = model._base_manager.filter(**{name: duplicate.pk})
        if model._meta.auto_created:
            _remove_equal_pairs(rows, model, name, kept, moves)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        refused = _move(model, name, ids, kept, moves)
        if refused and not leave_conflicts:
            conflicts.append(label_of(model))
        elif refused:
            moves.left[label_of(model)] = moves.left.get(label_of(model), 0) + len(refused)
    if conflicts:
        raise MergeConflictError(
            interpolate(
                _(
                    "Both organisations have records that cannot be combined: %(records)s. Correct them first."
                ),
                records=join_list(sorted(set(conflicts))),
            )
        )
    _move_links(duplicate, kept, moves)


def _move(
    model: type[models.Model], name: str, ids: list[Any], kept: models.Model, moves: Moves
) -> list[Any]:
    """Move the rows at once, or one by one where some cannot be moved; returns the ids of those."""
    if not ids:
        return []
    refused = []
    if _try_update(model, name, ids, kept.pk):
        moved = ids
    else:
        moved = [pk for pk in ids if _try_update(model, name, [pk], kept.pk)]
        refused = [pk for pk in ids if pk not in set(moved)]
    if moved:
        moves.moved.append([model._meta.label, name, moved])
    return refused


def _try_update(model: type[models.Model], name: str, ids: list[Any], target: Any) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=ids).update(**{name: target})
    except (IntegrityError, InternalError):  # a unique constraint, or a trigger of a published record
        return False
    return True


def _remove_equal_pairs(
    rows: Any, model: type[models.Model], name: str, kept: models.Model, moves: Moves
) -> None:
    """In a many-to-many table, drop pairs that the kept record has already."""
    other = next(f for f in model._meta.concrete_fields if f.is_relation and f.name != name)
    existing = model._base_manager.filter(**{name: kept.pk}).values(other.attname)
    equal = rows.filter(**{f"{other.attname}__in": existing})
    moves.removed += [[model._meta.label, values_of(row)] for row in equal]
    equal.delete()


def _move_links(duplicate: models.Model, kept: models.Model, moves: Moves) -> None:
    """Signed links, such as that of a calendar feed, refer to any model."""
    links = SignedLink.objects.filter(
        target_type=ContentType.objects.get_for_model(duplicate), target_id=duplicate.pk
    )
    ids = list(links.values_list("pk", flat=True))
    if ids:
        SignedLink.objects.filter(pk__in=ids).update(target_id=kept.pk)
        moves.moved.append([SignedLink._meta.label, "target_id", ids])


def values_of(row: models.Model) -> dict[str, Any]:
    """The columns of a row as text, to create it again."""
    return {
        f.attname: (None if getattr(row, f.attname) is None else f.value_to_string(row))
        for f in row._meta.concrete_fields
    }


def recreate(label: str, values: dict[str, Any]) -> None:
    """Create a removed row again with its ids, unless it exists."""
    model = apps.get_model(label)
    if not model._base_manager.filter(pk=values[model._meta.pk.attname]).exists():
        parsed = {f.attname: f.to_python(values[f.attname]) for f in model._meta.concrete_fields}
        model(**parsed).save_base(raw=True, force_insert=True)


def move_back(moved: list[list[Any]], *, kept_ids: dict[str, Any], duplicate_ids: dict[str, Any]) -> None:
    """Point the noted rows to the duplicate again. Raises ChangedSinceMergeError if one of them was changed.

    `kept_ids` and `duplicate_ids` have the id for each target model, since an organisation and its court are one.
    """
    for label, name, ids in moved:
        model = apps.get_model(label)
        target = target_label(model, name)
        rows = model._base_manager.filter(pk__in=ids, **{name: kept_ids[target]})
        if rows.count() != len(ids) or not _try_update(model, name, ids, duplicate_ids[target]):
            raise ChangedSinceMergeError(
                interpolate(
                    _("The merge cannot be undone: %(records)s were changed or removed since."),
                    records=label_of(model),
                )
            )


def target_label(model: type[models.Model], name: str) -> str:
    related = model._meta.get_field(name).related_model
    return str(related._meta.label) if related is not None and not isinstance(related, str) else ""
