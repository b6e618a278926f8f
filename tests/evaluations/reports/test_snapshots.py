"""Freezing: correct values, reasons for missing values, and nothing that identifies a person."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from evaluations.indicators.models import CaseloadReturn
from evaluations.reports import services
from evaluations.reports.errors import (
    ReportExistsError,
    SelfApprovalError,
    UnknownFigureError,
    WrongStateError,
)
from evaluations.reports.models import FigureSource, ReportFigure, ReportSnapshot
from evaluations.reports.snapshot import freezing
from portal.access.errors import StaleRevisionError
from tests.evaluations.reports.conftest import ENDS, STARTS

pytestmark = pytest.mark.django_db


def figure(report, key: str) -> ReportFigure:
    return report.snapshot.figures.get(key=key)


def test_amounts_are_exact_to_the_cent_and_end_with_the_period(frozen):
    values = {key: figure(frozen, f"lines.all.{key}").value for key in ("budget", "period", "spent", "left")}

    assert values == {
        "budget": Decimal("1000"), "period": Decimal("200.20"), "spent": Decimal("300.30"), "left": Decimal("699.70")
    }  # fmt: skip


def test_court_figures_are_computed_from_sums_and_have_their_rows_as_sources(frozen):
    wait = figure(frozen, "groups.dt_inside.2025")
    rows = FigureSource.objects.filter(figure=wait)

    assert wait.value == (Decimal(640) / 1260 * 365).quantize(Decimal("0.00000001"))  # T5.1: 185.4 days
    assert {row.label for row in rows} == {"evaluations.caseloadreturn"}
    assert set(rows.values_list("row_id", flat=True)) == set(
        CaseloadReturn.objects.filter(
            court__organisation__name="High Court, Suva", starts__year=2025
        ).values_list("pk", flat=True)
    )


def test_the_framework_table_includes_indicators_without_a_value(frozen):
    actual = frozen.snapshot.figures.filter(key__startswith="framework.", key__endswith=".actual")

    assert sorted((f.value is None, f.reason) for f in actual) == [(False, ""), (True, "no_data")]
    assert figure(frozen, "states.not_reported.targets").value == 1
    assert figure(frozen, "states.close.targets").value == 1  # (185.4 - 234) / (180 - 234) is 90 % of the way


def test_milestones_count_only_what_a_second_person_confirmed(frozen):
    milestones = figure(frozen, "headline.milestones.value")

    assert (milestones.value, milestones.n) == (1, 2)


def test_small_groups_are_suppressed_and_cannot_be_calculated(frozen):
    cells = {f.key: f for f in frozen.snapshot.figures.filter(key__startswith="jurisdictions.")}

    shown = [f.value for f in cells.values() if f.value is not None]
    assert [value for value in shown if 0 < value < 5] == []
    for column in ("applied", "enrolled", "completed", "women"):
        column_cells = [
            f
            for key, f in cells.items()
            if key.endswith(f".{column}") and not key.startswith("jurisdictions.all")
        ]
        hidden = [f for f in column_cells if f.reason == "suppressed"]
        assert len(hidden) != 1


def test_no_person_is_named_anywhere_in_the_set(frozen):
    stored = str(frozen.snapshot.facts) + str(list(frozen.snapshot.figures.values_list("label", "detail")))

    assert "Secret Name" not in stored


def test_private_plans_are_counted_but_not_described(frozen):
    assert figure(frozen, "stages.plans.plans").value == 2
    assert "A private matter" not in str(frozen.snapshot.facts)
    assert "Early conferences" in str(frozen.snapshot.facts)


def test_frozen_figures_do_not_change_with_the_rows(frozen):
    before = figure(frozen, "groups.dt_inside.2025").value
    CaseloadReturn.objects.update(resolved=10, quality_note="recounted")

    assert figure(frozen, "groups.dt_inside.2025").value == before


def test_the_digest_is_that_of_the_same_rows_read_again(frozen):
    tables = freezing.read_tables(frozen.programme, STARTS, ENDS)
    facts = freezing.facts_of(frozen, tables, frozen.snapshot.frozen_by)

    assert freezing.digest_of(facts, tables, frozen.snapshot.cut_off_at) == frozen.snapshot.sha256


def test_freezing_twice_freezes_once(frozen, maker, carry_out):
    from portal.jobs import services as jobs

    again = jobs.start(services.FREEZE, key="again", by=maker, target=frozen)
    carry_out(again, services.freeze)

    assert ReportSnapshot.objects.count() == 1
    with pytest.raises(WrongStateError):
        services.start_freezing(report=frozen, by=maker)


@pytest.mark.parametrize("change", [{"value": 1, "reason": ""}, {"n": 3}])
def test_the_database_rejects_changes_to_frozen_figures(frozen, change):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        frozen.snapshot.figures.update(**change)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        frozen.snapshot.figures.all().delete()


def test_who_froze_cannot_approve_and_a_constraint_enforces_it(frozen, maker):
    with pytest.raises(SelfApprovalError):
        services.approve(report=frozen, by=maker)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportSnapshot.objects.filter(pk=frozen.snapshot.pk).update(approved_by=maker)


def test_a_second_report_for_the_same_period_is_rejected_while_the_first_exists(draft, maker):
    same = {
        "programme": draft.programme,
        "title": "Again",
        "starts": STARTS,
        "ends": ENDS,
        "languages": ["en"],
    }

    with pytest.raises(ReportExistsError):
        services.make_report(**same, by=maker)


def test_a_correction_is_a_new_edition_that_names_the_old_one(printed, maker):
    services.publish(report=printed, by=maker)

    new = services.make_report(
        programme=printed.programme, title="Corrected", starts=STARTS, ends=ENDS, languages=["en"], by=maker
    )

    assert (new.number, new.replaces) == (2, printed)


def test_unknown_figure_keys_in_the_narrative_are_rejected(frozen, maker):
    with pytest.raises(UnknownFigureError) as refused:
        services.write_narrative(
            report=frozen,
            narrative={"changed": "{funnel.nobody.people} people"},
            revision=frozen.revision,
            by=maker,
        )

    assert refused.value.field == "changed"
    assert "funnel.nobody.people" in str(refused.value)


def test_two_people_who_write_at_once_do_not_overwrite_each_other(frozen, maker):
    seen = frozen.revision
    services.write_narrative(report=frozen, narrative={"changed": "First."}, revision=seen, by=maker)

    with pytest.raises(StaleRevisionError):
        services.write_narrative(report=frozen, narrative={"changed": "Second."}, revision=seen, by=maker)
