"""What was published is frozen by the database itself, whoever writes."""

import pgtrigger


def append_only() -> pgtrigger.Trigger:
    """Rows are added and never changed or taken away."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


EVERY_WRITE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def frozen_when(
    condition: str,
    *,
    name: str = "frozen",
    operation: pgtrigger.Operation | pgtrigger.Operations = EVERY_WRITE,
    unless: str = "",
) -> pgtrigger.Trigger:
    """Refuse every write of a row for which `condition` (SQL over OLD and NEW) holds, as `check_violation`.

    On insert OLD is null, on delete NEW: use COALESCE(OLD.x, NEW.x). Two things for rows that come by the million, as
    the call alone costs more than their writing: an `operation` that is never refused can be left out, and no call is
    made while the setting `unless` is "on".
    """
    called = (
        pgtrigger.Condition(f"current_setting('{unless}', true) IS DISTINCT FROM 'on'") if unless else None
    )
    return pgtrigger.Trigger(
        condition=called,
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
