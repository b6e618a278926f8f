"""Triggers that enforce who may vote and until when, and that count the votes.

Both lock the motion's row first, so that a vote at the moment of the count is either counted or rejected.
"""

import pgtrigger

ENTITLED = pgtrigger.Trigger(
    name="entitled",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        PERFORM 1 FROM evaluations_agendamotion d WHERE d.id = NEW.motion_id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM evaluations_agendaoutcome o WHERE o.motion_id = NEW.motion_id) THEN
            RAISE EXCEPTION 'the vote is closed' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM evaluations_agendapartner p
            JOIN evaluations_agendamotion d ON d.agenda_id = p.agenda_id
            WHERE p.id = NEW.partner_id AND d.id = NEW.motion_id AND p.role <> 'observer' AND p.left_on IS NULL
        ) THEN
            RAISE EXCEPTION 'this partner has no vote' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

COUNTED = pgtrigger.Trigger(
    name="counted",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        PERFORM 1 FROM evaluations_agendamotion d WHERE d.id = NEW.motion_id FOR UPDATE;
        SELECT count(*) FILTER (WHERE v.choice = 'for'), count(*) FILTER (WHERE v.choice = 'against'),
               count(*) FILTER (WHERE v.choice = 'abstained')
        INTO NEW.in_favour, NEW.against, NEW.abstained
        FROM evaluations_agendavote v WHERE v.motion_id = NEW.motion_id;
        RETURN NEW;
    """,
)
