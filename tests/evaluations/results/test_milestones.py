"""Evidence for milestones: who may confirm it, and the status that follows."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from evaluations.results import framework_editing, milestone_evidence
from evaluations.results.models import Milestone, MilestoneEvidence
from evaluations.results.queries import states_of
from portal.files.models import StoredFile
from tests.factories.evaluations import (
    CaseloadReturnFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    TargetFactory,
    VerifiedReturnFactory,
)
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


def png():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def url(name, row):
    return reverse(f"evaluations:results:{name}", args=[row.public_id])


def state_of(milestone):
    return states_of(Milestone.objects.with_facts().filter(pk=milestone.pk))[milestone.pk]


def test_evidence_counts_only_when_a_second_person_confirmed_it(coordinator, administrator, client_of):
    milestone = MilestoneFactory(owner=coordinator)
    client_of(coordinator).post(
        url("milestone", milestone),
        {"title": "Signed direction", "file": SimpleUploadedFile("direction.png", png(), "image/png")},
    )
    evidence = MilestoneEvidence.objects.get()
    assert state_of(milestone) == "on_track"

    refused = client_of(coordinator).post(url("confirm", evidence))
    assert refused.status_code == 403
    client_of(administrator).post(url("confirm", evidence))

    evidence.refresh_from_db()
    assert evidence.confirmed_by == administrator
    assert state_of(milestone) == "achieved"
    assert "Achieved" in client_of(coordinator).get(url("milestone", milestone)).content.decode()


def test_neither_who_added_evidence_nor_the_owner_can_confirm_it(coordinator, administrator):
    own = EvidenceFactory(milestone__owner=administrator, added_by=coordinator)

    for person in (coordinator, administrator):
        with pytest.raises(milestone_evidence.OwnEvidenceError):
            milestone_evidence.confirm_evidence(evidence=own, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneEvidence.objects.filter(pk=own.pk).update(
            confirmed_by=coordinator, confirmed_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<html><script>alert(1)</script>", "wrong_kind"),
        ("photo.png", b"<svg onload=alert(1)>", "wrong_kind"),
        ("tool.exe", b"MZ\x90\x00\x03", "wrong_kind"),
        ("photo.jpg", b"\xff\xd8\xff\xe0broken", "damaged"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_malicious_files_are_rejected_and_the_input_stays_in_the_form(
    coordinator, client_of, name, content, code
):
    milestone = MilestoneFactory(owner=coordinator)

    answer = client_of(coordinator).post(
        url("milestone", milestone), {"title": "The board", "file": SimpleUploadedFile(name, content)}
    )

    assert answer.status_code == 422
    assert error_codes(answer) == {"file": [code]}
    assert "The board" in answer.content.decode()
    assert not MilestoneEvidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_document_can_be_opened_by_the_team_but_not_by_other_judges(
    coordinator, judge, funder, client_of
):
    milestone, content = MilestoneFactory(owner=coordinator), png()
    client_of(coordinator).post(
        url("milestone", milestone), {"title": "List", "file": SimpleUploadedFile("list.png", content)}
    )
    file = StoredFile.objects.get()
    address = reverse("files:download", args=[file.public_id])

    assert b"".join(client_of(coordinator).get(address)) == content
    assert client_of(judge).get(address).status_code in (403, 404)
    assert client_of(funder).get(address).status_code in (403, 404)
    assert address not in client_of(judge).get(url("milestone", milestone)).content.decode()


def test_evidence_needs_a_document_or_an_address(coordinator, client_of):
    milestone = MilestoneFactory(owner=coordinator)

    answer = client_of(coordinator).post(url("milestone", milestone), {"title": "Only words"})

    assert answer.status_code == 422
    assert error_codes(answer) == {"file": [milestone_evidence.EvidenceNeededError.code]}


def test_a_judge_neither_adds_evidence_nor_cancels(judge, client_of):
    milestone = MilestoneFactory()

    client_of(judge).post(url("milestone", milestone), {"title": "x", "url": "https://court.example/"})

    assert not MilestoneEvidence.objects.exists()
    assert client_of(judge).post(url("cancel", milestone), {"reason": "no"}).status_code == 403


def test_cancelling_needs_a_reason_that_everyone_can_see(coordinator, judge, client_of):
    milestone = MilestoneFactory()
    client = client_of(coordinator)

    assert client.post(url("cancel", milestone), {"reason": ""}).status_code == 422
    client.post(url("cancel", milestone), {"reason": "The board moved the money to Samoa."})

    assert state_of(milestone) == "cancelled"
    assert "moved the money to Samoa" in client_of(judge).get(url("milestone", milestone)).content.decode()
    with pytest.raises(framework_editing.MilestoneCancelledError):
        milestone_evidence.add_evidence(
            milestone=milestone, title="late", url="https://court.example/", by=coordinator
        )


def clearance_target(court_return, value=100):
    indicator = IndicatorFactory(formula="clearance_rate", unit="%")
    return TargetFactory(indicator=indicator, court=court_return.court, baseline=90, value=value)


def test_a_milestone_with_a_target_is_achieved_only_when_a_verified_figure_meets_it(administrator):
    unverified = CaseloadReturnFactory()  # clearance rate 105.0
    milestone = MilestoneFactory(
        target=clearance_target(unverified), due_on=timezone.localdate() + timedelta(days=90)
    )
    milestone_evidence.confirm_evidence(evidence=EvidenceFactory(milestone=milestone), by=administrator)
    assert state_of(milestone) == "on_track"

    unverified.verified_by, unverified.verified_at = administrator, timezone.now()
    unverified.save()

    assert state_of(milestone) == "achieved"


def test_the_framework_shows_latest_value_progress_and_data_quality_notes(coordinator, client_of):
    kept = VerifiedReturnFactory(pending_end=650, quality_note="Ten files moved.")
    target = clearance_target(kept, value=110)
    programme = target.result.framework.programme

    page = client_of(coordinator).get(url("framework", programme)).content.decode()

    assert "105" in page
    assert "75%" in page  # (105 - 90) / (110 - 90)
    assert "Ten files moved." in page


@pytest.mark.parametrize("rows", [1, 20])
def test_the_framework_takes_the_same_queries_at_any_length(
    coordinator, client_of, rows, django_assert_max_num_queries
):
    target = clearance_target(VerifiedReturnFactory())
    for _number in range(rows):
        row = VerifiedReturnFactory()
        other = TargetFactory(result=target.result, indicator=target.indicator, court=row.court)
        EvidenceFactory(milestone=MilestoneFactory(result=target.result, target=other))
    client = client_of(coordinator)

    with django_assert_max_num_queries(12) as captured:
        assert client.get(url("framework", target.result.framework.programme)).status_code == 200

    assert len(captured) == 9


def test_results_of_a_programme_in_design_are_hidden_from_others(judge, coordinator, client_of):
    milestone = MilestoneFactory(result__framework__programme__state="design")

    assert client_of(judge).get(url("milestone", milestone)).status_code == 404
    assert client_of(coordinator).get(url("milestone", milestone)).status_code == 200


def test_a_coordinator_builds_a_framework_from_nothing(coordinator, client_of):
    target = clearance_target(VerifiedReturnFactory())
    programme = target.result.framework.programme
    programme.jurisdictions.add(target.court.organisation.jurisdiction)
    client = client_of(coordinator)

    client.post(
        url("result_new", programme),
        {"level": "output", "title": "Judges hold conferences", "parent": target.result.pk},
    )
    result = programme.results_framework.results.get(title="Judges hold conferences")
    form = {"indicator": target.indicator.pk, "court": target.court.pk, "value": "110", "starts": "2026-01-01",
            "ends": "2026-12-31"}  # fmt: skip
    client.post(url("target_new", result), form)
    client.post(
        url("milestone_new", result),
        {"title": "Direction signed", "due_on": "2026-12-01", "owner": coordinator.pk},
    )

    assert [t.value for t in result.targets.all()] == [110]
    assert [str(m) for m in result.milestones.all()] == ["Direction signed"]
    again = client.post(url("target_new", result), form)
    assert again.status_code == 422
    assert error_codes(again) == {"__all__": ["target_unique_period"]}
