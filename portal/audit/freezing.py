"""What was published is frozen by the database itself, whoever writes."""

import pgtrigger


def append_only() -> pgtrigger.Trigger:
    """Rows are added and never changed or taken away."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def frozen_when(condition: str, *, name: str = "frozen") -> pgtrigger.Trigger:
    """Refuse every write of a row for which `condition` (SQL over OLD and NEW) holds, as `check_violation`.

    On insert OLD is null, on delete NEW: use COALESCE(OLD.x, NEW.x).
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF {condition} THEN
                RAISE EXCEPTION 'frozen: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
