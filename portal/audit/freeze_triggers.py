"""Triggers that keep published rows from being changed, by whatever program."""

import pgtrigger


def append_only() -> pgtrigger.Trigger:
    """Rows can be added, but neither changed nor deleted."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


EVERY_WRITE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def frozen_when(
    condition: str,
    *,
    name: str = "frozen",
    operation: pgtrigger.Operation | pgtrigger.Operations = EVERY_WRITE,
    unless: str = "",
) -> pgtrigger.Trigger:
    """Reject every write of a row for which `condition` (SQL over OLD and NEW) is true, with `check_violation`.

    On insert OLD is null, on delete NEW is null: use COALESCE(OLD.x, NEW.x). For tables with millions of rows, where
    calling the trigger costs more than the write: name only the operations that can be rejected in `operation`, and
    a PostgreSQL setting in `unless`; while that setting is "on" the trigger is not called.
    """
    only_if = (
        pgtrigger.Condition(f"current_setting('{unless}', true) IS DISTINCT FROM 'on'") if unless else None
    )
    return pgtrigger.Trigger(
        condition=only_if,
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            IF {condition} THEN
                RAISE EXCEPTION 'frozen: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
