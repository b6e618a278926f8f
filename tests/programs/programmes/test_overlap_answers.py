"""Overlap warnings: an answered overlap shows the answer instead of the warning."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from assessments.landscape.models import ExternalProgramme
from programs.curriculum.models import CoverageCell
from programs.programmes import overlap_answers
from programs.programmes.models import ProgrammeEdition, ProgrammePartner
from programs.programmes.overlap_models import OverlapAnswer
from tests.factories.assessments import framework
from tests.factories.participants import JurisdictionFactory, OrganisationFactory
from tests.factories.programs import CohortFactory, EditionFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def competency(db):
    return framework().competencies.get(code="D1.1")


@pytest.fixture
def jurisdiction(db):
    return JurisdictionFactory()


@pytest.fixture
def programme(competency, jurisdiction):
    return planned(competency, jurisdiction, title="Ours")


def planned(competency, jurisdiction, **fields):
    row = ProgrammeFactory(starts=date(2026, 1, 1), ends=date(2026, 6, 30), **fields)
    row.jurisdictions.set([jurisdiction])
    edition = EditionFactory()
    CoverageCell.objects.create(edition=edition, competency=competency, depth="assesses", level=3)
    ProgrammeEdition.objects.create(programme=row, edition=edition)
    return row


@pytest.fixture
def offer(competency, jurisdiction):
    return offered(competency, jurisdiction, "Theirs")


def offered(competency, jurisdiction, title):
    row = ExternalProgramme.objects.create(
        organisation=OrganisationFactory(), title=title, starts=date(2026, 2, 1), ends=date(2026, 3, 1)
    )
    row.competencies.set([competency])
    row.jurisdictions.set([jurisdiction])
    return row


def page(programme):
    return reverse("programs:programmes:programme", args=[programme.public_id])


def answer_to(programme, other):
    return (
        reverse("programs:programmes:answer_overlap", args=[programme.public_id])
        + f"?other={other.public_id}"
    )


def test_an_answered_warning_shows_the_answer_on_page_and_map(programme, offer, coordinator, client_of):
    client = client_of(coordinator)
    before = client.get(page(programme))
    warned = client.get(reverse("programs:programmes:map")).context["duplicates"]

    client.post(answer_to(programme, offer), {"answer": "keep", "reason": "Theirs has <b>no</b> seats"})

    after = client.get(page(programme))
    on_map = client.get(reverse("programs:programmes:map")).content.decode()
    note = OverlapAnswer.objects.get()
    assert (before.context["duplicate_count"], after.context["duplicate_count"]) == (1, 0)
    assert [(warning.programme, warning.overlap.other, warning.answer) for warning in warned] == [
        (programme, offer, None)
    ]
    for shown in (after.content.decode(), on_map):
        assert str(OverlapAnswer.Answer.KEEP.label) in shown
        assert "Theirs has &lt;b&gt;no&lt;/b&gt; seats" in shown
        assert str(coordinator) in shown
    assert (note.noted_by, note.offer, note.other) == (coordinator, offer, None)


@pytest.mark.parametrize("answer", ["keep", "no_match"])
def test_a_reason_is_required_unless_the_offer_is_joined(programme, offer, coordinator, client_of, answer):
    client = client_of(coordinator)

    rejected = client.post(answer_to(programme, offer), {"answer": answer, "reason": "  "})
    unknown = client.post(answer_to(programme, offer), {"answer": "maybe", "reason": "x"})

    assert (rejected.status_code, unknown.status_code) == (422, 422)
    assert str(overlap_answers.ReasonMissingError.message) in rejected.content.decode()
    assert not OverlapAnswer.objects.exists()
    client.post(answer_to(programme, offer), {"answer": "join"})
    assert OverlapAnswer.objects.get().answer == "join"


def test_a_new_answer_replaces_the_earlier_one_which_cannot_be_changed(programme, offer, coordinator):
    overlap_answers.answer_overlap(programme=programme, other=offer, answer="join", by=coordinator)
    overlap_answers.answer_overlap(
        programme=programme, other=offer, answer="keep", reason="They closed it", by=coordinator
    )

    answers = overlap_answers.answers_for([programme])

    assert [row.answer for row in answers.values()] == ["keep"]
    assert OverlapAnswer.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        OverlapAnswer.objects.update(reason="x")


def test_a_new_overlap_warns_although_another_was_answered(
    programme, offer, competency, jurisdiction, coordinator, client_of
):
    overlap_answers.answer_overlap(programme=programme, other=offer, answer="join", by=coordinator)
    offered(competency, jurisdiction, "Another of theirs")

    shown = client_of(coordinator).get(page(programme))

    assert shown.context["duplicate_count"] == 1
    assert [str(warning.overlap.other) for warning in shown.context["overlaps"]] == [
        "Another of theirs",
        "Theirs",
    ]


def test_own_programmes_warn_about_each_other_and_are_answered_separately(
    programme, competency, jurisdiction, coordinator, client_of
):
    twin = planned(competency, jurisdiction, title="Twin")
    client = client_of(coordinator)

    client.post(answer_to(programme, twin), {"answer": "no_match", "reason": "Other judges"})

    assert client.get(page(programme)).context["duplicate_count"] == 0
    assert client.get(page(twin)).context["duplicate_count"] == 1


def test_only_overlaps_can_be_answered_and_only_by_the_coordinator(
    programme, offer, judge, other_coordinator, coordinator, client, client_of
):
    elsewhere = ExternalProgramme.objects.create(
        organisation=OrganisationFactory(), title="Far", starts=date(2026, 2, 1), ends=date(2026, 3, 1)
    )
    typed = {"answer": "join"}

    assert client_of(coordinator).post(answer_to(programme, elsewhere), typed).status_code == 404
    assert client_of(coordinator).post(answer_to(programme, offer) + "x", typed).status_code == 404
    assert client_of(judge).post(answer_to(programme, offer), typed).status_code in (403, 404)
    assert client_of(other_coordinator).post(answer_to(programme, offer), typed).status_code in (403, 404)
    assert client.post(answer_to(programme, offer), typed).status_code == 302
    assert not OverlapAnswer.objects.exists()
    assert not OverlapAnswer.objects.visible_to(judge).exists()


def test_a_closed_programme_cannot_answer_overlaps(programme, offer, coordinator):
    type(programme).objects.filter(pk=programme.pk).update(state="closed")

    with pytest.raises(overlap_answers.ProgrammeClosedError):
        overlap_answers.answer_overlap(programme=programme, other=offer, answer="join", by=coordinator)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_map_has_a_constant_number_of_queries(
    programme, competency, jurisdiction, coordinator, client_of, rows, django_assert_num_queries
):
    for n in range(rows):
        other = offered(competency, jurisdiction, f"Theirs {n}")
        overlap_answers.answer_overlap(programme=programme, other=other, answer="join", by=coordinator)
    client = client_of(coordinator)
    client.get(reverse("programs:programmes:map"))

    with django_assert_num_queries(11):
        client.get(reverse("programs:programmes:map"))


@pytest.mark.parametrize("rows", [1, 20])
def test_the_programme_page_has_a_constant_number_of_queries(
    programme, competency, jurisdiction, coordinator, client_of, rows, django_assert_num_queries
):
    for n in range(rows):
        overlap_answers.answer_overlap(
            programme=programme,
            other=offered(competency, jurisdiction, f"Theirs {n}"),
            answer="join",
            by=coordinator,
        )
        planned(competency, jurisdiction, title=f"Ours too {n}")
        CohortFactory(programme=programme, languages=["en", "fr"])
        ProgrammePartner.objects.create(
            programme=programme, organisation=OrganisationFactory(), role_code="4"
        )
        programme.jurisdictions.add(JurisdictionFactory())
    client, address = client_of(coordinator), page(programme)
    client.get(address)

    with django_assert_num_queries(13):
        response = client.get(address)

    assert len(response.context["overlaps"]) == 2 * rows
    assert response.context["listing"].total == rows


def test_a_warning_names_the_jurisdictions(
    competency, programme, jurisdiction, offer, coordinator, client_of
):
    shown = client_of(coordinator).get(page(programme))

    assert [warning.jurisdictions for warning in shown.context["overlaps"]] == [[str(jurisdiction)]]
    assert f"in <bdi>{jurisdiction}</bdi>." in shown.content.decode()
