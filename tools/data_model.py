"""Writes docs/data-model.md from the models: `python -m tools.data_model`. Never edit the file by hand.

The event tables of django-pghistory are left out: each has the columns of its table.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models.constraints import BaseConstraint
from django.utils import translation

TARGET = Path(__file__).resolve().parent.parent / "docs" / "data-model.md"
APPS = ("participants", "assessments", "programs", "evaluations", "portal")
HEAD = """# Data model

Generated from the models by `python -m tools.data_model`; do not edit. Each table has an `id`. Tables whose rows have
pages also have a `public_id` (UUID), the only id in pages, URLs and the API. Times are in UTC. Changes of *audited*
tables are copied to append-only event tables, which are not shown. Columns with a `?` may be NULL. Lines go from the
referring to the referenced table: `}o--||` many to one, `}o--o|` many to one or none, `|o--||` one to one, `}o--o{`
many to many.
"""
WORDS = {
    "exact": "=", "gte": "≥", "lte": "≤", "gt": ">", "lt": "<", "in": "is one of", "contains": "contains",
    "len": "has length", "startswith": "starts with", "regex": "matches", "contained_by": "lies within",
    "range": "",
}  # fmt: skip
TYPES = {
    "CharField": "text", "TextField": "text", "EmailField": "e-mail", "URLField": "URL", "SlugField": "text",
    "DateField": "date", "DateTimeField": "moment", "TimeField": "time", "DecimalField": "decimal",
    "BooleanField": "yes/no", "UUIDField": "UUID", "JSONField": "JSON", "ArrayField": "list", "FileField": "file",
    "BinaryField": "bytes", "DurationField": "duration", "FloatField": "float",
}  # fmt: skip
TRIGGERS = {
    "append_only": "Rows can be inserted, but not updated or deleted",
    "frozen": "Frozen rows cannot be inserted, updated or deleted",
    "submitted_frozen": "Submitted rows cannot be updated",
    "confidential_is_anonymous": "A submitted answer of a confidential collection has no invitation",
    "words": "Fills the columns for the search",
}
Model = type[models.Model]


def main() -> None:
    """Write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("DEMO", "1")  # reads the models only: no secret and no database is needed
    django.setup()
    TARGET.write_text(document(), encoding="utf-8")


def document() -> str:
    """The content of the file, in English. The same models give the same text."""
    parts = [HEAD]
    with translation.override("en"):
        for label in APPS:
            tables = tables_of(label)
            parts += [f"\n## {label}\n", *diagram(tables), *_packages(tables)]
    return "\n".join(parts).rstrip() + "\n"


def tables_of(label: str) -> list[Model]:
    """The tables of an app by package and name, without event tables and many-to-many tables."""
    models = apps.get_app_config(label).get_models()
    models_ = [model for model in models if not hasattr(model, "pgh_tracked_model")]
    return sorted(models_, key=lambda model: (_package(model), model.__name__))


def _package(model: Model) -> str:
    return model.__module__.split(".")[1]


def diagram(tables: list[Model]) -> Iterator[str]:
    """The lines of the Mermaid diagram: the tables and their relations. Tables of other apps have their full name."""
    home = tables[0]._meta.app_label
    yield "```mermaid"
    yield "erDiagram"
    for model in tables:
        yield f"    {model.__name__}"
    for model in tables:
        for field in _relations(model):
            target = _target(field)
            name = target.__name__ if target._meta.app_label == home else f'"{target._meta.label}"'
            yield f"    {model.__name__} {_line(field)} {name} : {field.name}"
    yield "```"


def _relations(model: Model) -> list[Any]:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if field.is_relation and field.related_model is not None]


def _target(field: Any) -> Model:
    related: Model = field.related_model
    return related


def _line(field: Any) -> str:
    if field.many_to_many:
        return "}o--o{"
    left = "|o" if field.one_to_one else "}o"
    return f"{left}--{'o|' if field.null else '||'}"


def _packages(tables: list[Model]) -> Iterator[str]:
    package = ""
    for model in tables:
        if _package(model) != package:
            package = _package(model)
            yield f"\n### {tables[0]._meta.app_label}/{package}\n"
        yield from _table(model)


def _table(model: Model) -> Iterator[str]:
    summary = (model.__doc__ or "").strip().split("\n")[0]
    if summary.startswith(f"{model.__name__}("):  # Django's default, a list of the columns
        summary = ""
    audited = "*Audited.*" if any(_tracked(model)) else ""
    yield " ".join(
        part for part in (f"**{model.__name__}** `{model._meta.db_table}`.", summary, audited) if part
    )
    yield ""
    yield f"- Columns: {', '.join(_columns(model))}."
    for rule in _rules(model):
        yield f"- {rule}"
    yield ""


def _tracked(model: Model) -> Iterator[str]:
    for other in apps.get_app_config(model._meta.app_label).get_models():
        if getattr(other, "pgh_tracked_model", None) is model:
            yield other.__name__


def _columns(model: Model) -> Iterator[str]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.name in ("id", "public_id", "created_at", "updated_at"):
            continue
        yield f"`{field.name}` {_type(field)}{'?' if field.null else ''}"


def _type(field: Any) -> str:
    if field.is_relation and field.related_model is not None:
        return f"{'⇉' if field.many_to_many else '→'} {field.related_model.__name__}"
    kind = field.get_internal_type()
    if kind == "CharField" and field.max_length:
        return f"text({field.max_length})"
    if kind == "DecimalField":
        return f"decimal({field.max_digits},{field.decimal_places})"
    if kind.endswith("IntegerField"):
        return "integer ≥ 0" if kind.startswith("Positive") else "integer"
    return TYPES.get(kind, type(field).__name__)


def _rules(model: Model) -> Iterator[str]:
    """The rules that PostgreSQL enforces: unique columns, constraints and triggers."""
    unique = [field.name for field in model._meta.local_fields if field.unique and not field.primary_key]
    unique = [name for name in unique if name != "public_id"]
    if unique:
        yield f"Unique: {', '.join(f'`{name}`' for name in unique)}."
    for constraint in sorted(model._meta.constraints, key=lambda rule: rule.name):
        yield f"{describe_constraint(constraint)}. `{constraint.name}`"
    for trigger in sorted(getattr(model._meta, "triggers", ()), key=lambda rule: rule.name):
        if not trigger.name.endswith(("_insert", "_update", "_delete")):
            yield f"{TRIGGERS.get(trigger.name, 'Enforced by a trigger')}. `{trigger.name}`"


def describe_constraint(constraint: BaseConstraint) -> str:
    """A constraint as a sentence without full stop."""
    if isinstance(constraint, models.UniqueConstraint):
        return _unique(constraint)
    if isinstance(constraint, ExclusionConstraint):
        same = ", ".join(_expression(part) for part, how in constraint.expressions if how == "=")
        apart = ", ".join(_expression(part) for part, how in constraint.expressions if how != "=")
        return f"No two rows overlap in {apart} with the same {same}{_while(constraint.condition)}"
    if isinstance(constraint, models.CheckConstraint):
        return f"Check: {condition(constraint.condition)}"
    return type(constraint).__name__


def _unique(constraint: models.UniqueConstraint) -> str:
    parts = [f"`{name}`" for name in constraint.fields] or [_expression(e) for e in constraint.expressions]
    empty = ", with NULL values as equal" if constraint.nulls_distinct is False else ""
    late = ", checked at commit" if constraint.deferrable else ""
    return f"One row for each {' + '.join(parts)}{_while(constraint.condition)}{empty}{late}"


def _while(when: Any) -> str:
    return f" while {condition(when)}" if when else ""


def condition(expression: Any) -> str:
    """A Q object as text."""
    if not isinstance(expression, models.Q):
        return _expression(expression)
    parts = [condition(c) if isinstance(c, models.Q) else _comparison(c) for c in expression.children]
    joined = (" or " if expression.connector == models.Q.OR else " and ").join(_bracketed(parts))
    return f"not ({joined})" if expression.negated else joined


def _bracketed(parts: list[str]) -> Iterable[str]:
    if len(parts) == 1:
        return parts
    return [f"({part})" if " or " in part or " and " in part else part for part in parts]


def _comparison(child: Any) -> str:
    if not isinstance(child, tuple):
        return _expression(child)
    path, value = child
    name, _, lookup = path.rpartition("__")
    if lookup == "isnull":
        return f"`{name}` is {'' if value else 'not '}empty"
    if not name or lookup not in WORDS:
        name, lookup = path, "exact"
    if value is None:
        return f"`{name}` is empty"
    if lookup == "range":
        return f"`{name}` is {value[0]} to {value[1]}"
    return f"`{name.replace('__', '.')}` {WORDS[lookup]} {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in value)
    if isinstance(value, models.F) or hasattr(value, "resolve_expression"):
        return _expression(value)
    return '""' if value == "" else str(value)


def _expression(expression: Any) -> str:
    if isinstance(expression, str):
        return f"`{expression}`"
    if isinstance(expression, models.F):
        return f"`{expression.name}`"  # type: ignore[attr-defined]  # missing from django-stubs
    if isinstance(expression, models.Value):
        return _value(expression.value)
    if isinstance(expression, models.Func):
        name = (
            getattr(expression, "function", None)
            or expression.extra.get("function")
            or type(expression).__name__
        )
        name = expression.extra.get("function", name)
        return f"{str(name).lower()}({', '.join(_expression(part) for part in expression.get_source_expressions())})"
    combined = getattr(expression, "connector", None)
    if combined:
        return f"{_expression(expression.lhs)} {combined} {_expression(expression.rhs)}"
    return type(expression).__name__


if __name__ == "__main__":
    main()
