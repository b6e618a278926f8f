"""Editing and removing results, targets and milestones, also at the same time."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.indicators.models import Indicator
from evaluations.indicators.services import USES_OF_INDICATOR
from evaluations.reports import services as reports
from evaluations.reports.models import FigureSource
from evaluations.results import framework_editing
from evaluations.results.models import Milestone, Result, ResultsFramework, Target
from portal.access.delete_guards import InUseError
from portal.audit.models import AuditEntry
from portal.search.models import SearchEntry
from tests.factories.evaluations import (
    EvidenceFactory,
    FrameworkFactory,
    IndicatorFactory,
    MilestoneFactory,
    ObservationFactory,
    ResultFactory,
    TargetFactory,
)
from tests.factories.participants import UserFactory
from tests.factories.reforms import ReformStepFactory
from tests.responses import error_codes, saved_by_others

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"evaluations:{name}", args=[row.public_id])


def target_in_programme():
    """A target whose court is in the programme's jurisdictions, so that the form offers it."""
    target = TargetFactory()
    target.result.framework.programme.jurisdictions.add(target.court.organisation.jurisdiction)
    return target


def typed(target, **changed):
    fields = {
        "indicator": target.indicator_id, "court": target.court_id, "value": target.value,
        "baseline": target.baseline, "starts": target.starts, "ends": target.ends, "revision": target.revision,
    }  # fmt: skip
    return fields | changed


def test_an_edited_target_has_both_values_in_its_history(coordinator, client_of):
    target = target_in_programme()

    answer = client_of(coordinator).post(
        url("results:target_edit", target), typed(target, value="280", baseline="400")
    )

    assert answer.status_code == 302
    target.refresh_from_db()
    assert (target.value, target.baseline, target.revision) == (280, 400, 2)
    assert 'value="280"' in client_of(coordinator).get(url("results:target_edit", target)).content.decode()
    page = client_of(coordinator).get(reverse("history", args=["evaluations.target", target.public_id]))
    assert "300" in page.content.decode()
    assert "280" in page.content.decode()


def test_the_second_of_two_editors_sees_what_the_first_saved_and_can_then_save(coordinator, client_of):
    target = target_in_programme()
    framework_editing.save_target(
        target=target, revision=1, by=coordinator, court=target.court, jurisdiction=None, value=250
    )

    refused = client_of(coordinator).post(url("results:target_edit", target), typed(target, value="270"))

    text = refused.content.decode()
    target.refresh_from_db()
    assert refused.status_code == 422
    assert target.value == 250
    assert 'value="270"' in text
    assert saved_by_others(refused) == {"value": "250"}
    again = client_of(coordinator).post(
        url("results:target_edit", target), typed(target, value="270", revision=2)
    )
    target.refresh_from_db()
    assert again.status_code == 302
    assert 'name="revision" value="2"' in text
    assert target.value == 270


def test_a_target_needs_a_court_or_jurisdiction_and_rejected_input_stays_in_the_form(coordinator, client_of):
    target = target_in_programme()

    answer = client_of(coordinator).post(
        url("results:target_edit", target), typed(target, court="", value="280")
    )

    assert answer.status_code == 422
    assert 'value="280"' in answer.content.decode()
    assert error_codes(answer) == {"court": ["court_or_jurisdiction"]}


def test_a_milestone_moves_and_is_found_under_its_new_title(coordinator, client_of):
    milestone = framework_editing.add_milestone(
        result=ResultFactory(), title="Old title", owner=coordinator, due_on=date(2027, 1, 1), by=coordinator
    )

    answer = client_of(coordinator).post(
        url("results:milestone_edit", milestone),
        {"title": "New title", "owner": coordinator.pk, "due_on": "2027-03-01", "revision": 1},
    )

    milestone.refresh_from_db()
    assert answer.status_code == 302
    assert (milestone.title, milestone.due_on) == ("New title", date(2027, 3, 1))
    assert [entry.title for entry in SearchEntry.objects.filter(target_id=milestone.pk)] == ["New title"]


def test_who_confirmed_evidence_of_a_milestone_cannot_become_its_owner(coordinator, administrator):
    milestone = EvidenceFactory(
        added_by=UserFactory(), confirmed_by=coordinator, confirmed_at=timezone.now()
    ).milestone

    with pytest.raises(framework_editing.OwnerConfirmedError):
        framework_editing.save_milestone(milestone=milestone, revision=1, owner=coordinator, by=administrator)


def test_a_result_cannot_contribute_to_itself(coordinator, client_of):
    top = ResultFactory()
    below = ResultFactory(framework=top.framework, parent=top)

    answer = client_of(coordinator).post(
        url("results:result_edit", top),
        {"title": "Renamed", "level": "impact", "parent": below.pk, "revision": 1},
    )

    top.refresh_from_db()
    assert answer.status_code == 422
    assert error_codes(answer) == {"parent": ["other_framework"]}
    assert "Renamed" in answer.content.decode()
    assert top.parent is None


def test_simultaneous_edits_of_the_theory_of_change_are_detected(coordinator, client_of):
    framework = FrameworkFactory(theory_of_change="First")
    address = url("results:edit", framework.programme)
    client_of(coordinator).post(address, {"theory_of_change": "Second", "revision": 1})

    answer = client_of(coordinator).post(address, {"theory_of_change": "Third", "revision": 1})

    framework.refresh_from_db()
    assert answer.status_code == 422
    assert framework.theory_of_change == "Second"
    assert saved_by_others(answer) == {"theory_of_change": "Second"}


def test_unused_rows_are_removed_and_the_audit_log_records_by_whom(coordinator, client_of):
    milestone = framework_editing.add_milestone(
        result=ResultFactory(), title="By mistake", owner=coordinator, due_on=date(2027, 1, 1), by=coordinator
    )
    target, result, indicator = TargetFactory(), ResultFactory(), IndicatorFactory()
    client = client_of(coordinator)

    for name, row in (
        ("results:milestone_remove", milestone), ("results:target_remove", target),
        ("results:result_remove", result), ("indicators:indicator_remove", indicator),
    ):  # fmt: skip
        assert "?" in client.get(url(name, row)).content.decode()
        assert client.post(url(name, row)).status_code == 302

    assert not Milestone.objects.filter(pk=milestone.pk).exists()
    assert not Target.objects.filter(pk=target.pk).exists()
    assert not Result.objects.filter(pk=result.pk).exists()
    assert not Indicator.objects.filter(pk=indicator.pk).exists()
    assert not SearchEntry.objects.filter(title="By mistake").exists()
    done = AuditEntry.objects.filter(action__endswith=".removed", actor=coordinator)
    assert {entry.action for entry in done} == {
        "milestone.removed", "target.removed", "result.removed", "indicator.removed"
    }  # fmt: skip


def result_above():
    return "results:result_remove", ResultFactory(
        parent=(top := ResultFactory()), framework=top.framework
    ).parent


def result_with_target():
    return "results:result_remove", TargetFactory().result


def result_with_milestone():
    return "results:result_remove", MilestoneFactory().result


def target_of_milestone():
    return "results:target_remove", MilestoneFactory(target=TargetFactory()).target


def milestone_with_evidence():
    return "results:milestone_remove", EvidenceFactory().milestone


def milestone_of_a_reform():
    return "results:milestone_remove", ReformStepFactory(milestone=MilestoneFactory()).milestone


def indicator_with_target():
    return "indicators:indicator_remove", TargetFactory().indicator


def indicator_with_value():
    return "indicators:indicator_remove", ObservationFactory().indicator


@pytest.mark.parametrize(
    ("used", "reason"),
    [
        (result_above, framework_editing.USES_OF_RESULT["children"]),
        (result_with_target, framework_editing.USES_OF_RESULT["targets"]),
        (result_with_milestone, framework_editing.USES_OF_RESULT["milestones"]),
        (target_of_milestone, framework_editing.USES_OF_TARGET["milestones"]),
        (milestone_with_evidence, framework_editing.USES_OF_MILESTONE["evidence"]),
        (milestone_of_a_reform, framework_editing.USES_OF_MILESTONE["reform_steps"]),
        (indicator_with_target, USES_OF_INDICATOR["targets"]),
        (indicator_with_value, USES_OF_INDICATOR["observations"]),
    ],
)
def test_used_rows_cannot_be_removed_and_the_page_says_why(coordinator, client_of, used, reason):
    name, row = used()

    answer = client_of(coordinator).post(url(name, row))

    assert answer.status_code == 422
    assert str(reason) in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_only_coordinators_of_the_programme_can_edit_its_framework(judge, other_coordinator, client_of):
    milestone = MilestoneFactory(target=TargetFactory())

    for person in (judge, other_coordinator):
        for name, row in (
            ("results:target_edit", milestone.target), ("results:target_remove", milestone.target),
            ("results:result_edit", milestone.result), ("results:result_remove", milestone.result),
            ("results:milestone_edit", milestone), ("results:milestone_remove", milestone),
        ):  # fmt: skip
            assert client_of(person).post(url(name, row)).status_code in (403, 404)
    assert Milestone.objects.filter(pk=milestone.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_edits_that_make_two_results_parents_of_each_other_one_is_rejected(coordinator):
    first = ResultFactory()
    second = ResultFactory(framework=first.framework)
    refused, start = [], threading.Barrier(2)

    def set_parent(result, parent):
        try:
            start.wait(10)
            framework_editing.save_result(result=result, parent=parent, revision=1, by=coordinator)
        except framework_editing.OtherFrameworkError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=set_parent, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(refused) == 1
    assert Result.objects.filter(parent=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_target_is_not_removed_while_a_report_reads_it(coordinator):
    target = target_in_programme()
    programme = target.result.framework.programme
    report = reports.make_report(
        programme=programme, title="2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31),
        languages=["en"], by=coordinator,
    )  # fmt: skip
    outcome = []

    def remove():
        try:
            framework_editing.remove_target(target=target, by=coordinator)
            outcome.append("removed")
        except InUseError as error:
            outcome.append(str(error))
        finally:
            connection.close()

    with transaction.atomic():
        reports._freeze(report, by=coordinator)
        remover = threading.Thread(target=remove)
        remover.start()
        remover.join(0.5)
        assert outcome == []
    remover.join(20)

    assert "Frozen figures in the report “2025” come from this record" in outcome[0]
    assert FigureSource.objects.filter(label="evaluations.target", row_id=target.pk).exists()
    assert ResultsFramework.objects.filter(programme=programme).exists()
