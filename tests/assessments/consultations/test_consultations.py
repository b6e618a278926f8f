"""Consultations: permissions, team-only names, findings beside the ranking, protected documents."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.consultations import registry, services
from assessments.consultations.errors import NotInAssessmentError
from assessments.consultations.models import (
    Attendee,
    Consultation,
    ConsultationDocument,
    ConsultationFinding,
    ConsultedGroup,
)
from assessments.consultations.queries import evidence_of
from assessments.needs import services as needs
from portal.access.errors import StaleRevisionError
from portal.figures.figure import Figure
from portal.files.models import StoredFile
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, RoleFactory
from tests.responses import error_codes

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def workshop(assessment=None, **fields):
    return services.create(
        assessment=assessment or make.open_assessment(),
        by=None,
        **{
            "kind": "workshop", "title": "Workshop in Suva", "held_on": datetime.date(2026, 11, 2), "place": "Suva",
            "minutes": "We spoke of time.", "confidentiality": "readers", **fields,
        },
    )  # fmt: skip


def url(name, row):
    return reverse(f"assessments:consultations:{name}", args=[row.public_id])


def competency_of(assessment, number=0):
    return assessment.items.all()[number].competency


def test_team_only_consultations_are_hidden_from_readers(coordinator, evaluator, judge, client_of):
    assessment = make.open_assessment()
    open_one, closed_one = workshop(assessment), workshop(assessment, title="Talk", confidentiality="team")

    def seen(user):
        return set(Consultation.objects.visible_to(user))

    assert seen(coordinator) == {open_one, closed_one}
    assert seen(evaluator) == {open_one}
    assert seen(judge) == set()
    assert client_of(evaluator).get(url("consultation", closed_one)).status_code == 404
    page = client_of(evaluator).get(url("consultations", assessment)).content.decode()
    assert "Workshop in Suva" in page
    assert "Talk" not in page


def test_team_only_consultations_are_visible_to_the_owners_coordinator(other_coordinator):
    owner = OrganisationFactory()
    own = RoleFactory(role="coordinator", organisation=owner).user
    row = workshop(make.open_assessment(owner=owner), confidentiality="team")

    assert set(Consultation.objects.visible_to(own)) == {row}
    assert not Consultation.objects.visible_to(other_coordinator).exists()


def test_names_are_shown_to_the_team_only_and_not_copied(coordinator, evaluator, client_of):
    row = workshop()
    services.set_participants(
        consultation=row,
        revision=1,
        groups={"judge": 6, "lawyer": 2},
        people=[("Litia Vaka", "Judge")],
        by=None,
    )

    team = client_of(coordinator).get(url("consultation", row)).content.decode()
    reader = client_of(evaluator).get(url("consultation", row)).content.decode()

    assert "Litia Vaka" in team
    assert "Litia Vaka" not in reader
    assert "Judges" in reader
    assert not hasattr(Attendee, "pgh_event_models")
    assert sum(ConsultedGroup.objects.values_list("people", flat=True)) == 8


def test_coordinator_records_a_consultation_from_minutes_to_documents(coordinator, client_of):
    assessment = make.open_assessment()
    client = client_of(coordinator)
    jurisdiction = assessment.jurisdictions.get()
    fields = {
        "kind": "interview", "title": "<b>Talk</b>", "held_on": "2026-11-02", "place": "Apia",
        "jurisdiction": jurisdiction.pk, "language": "fr", "minutes": "x" * 49_000, "confidentiality": "readers",
    }  # fmt: skip

    answer = client.post(url("new", assessment), fields)
    row = Consultation.objects.get()
    people = {"judge": "4", "people": "Ana Ratu, Registrar\nBo Lal", "revision": "1"}
    client.post(url("participants", row), people)
    client.post(
        url("add_finding", row),
        {
            "competency": competency_of(assessment).pk,
            "direction": "supports",
            "text": "<script>alert(1)</script>",
        },
    )
    client.post(url("add_document", row), {"title": "Minutes", "file": SimpleUploadedFile("m.pdf", PDF)})
    page = client.get(url("consultation", row)).content.decode()

    assert answer.url == url("consultation", row)
    assert list(row.attendees.values_list("name", "function")) == [("Ana Ratu", "Registrar"), ("Bo Lal", "")]
    assert "<script>alert" not in page
    assert "&lt;b&gt;Talk" in page
    assert "Minutes" in page
    assert StoredFile.objects.get().owner_id == ConsultationDocument.objects.get().pk


def test_concurrent_save_is_reported_and_overwrites_nothing(coordinator, client_of):
    row = workshop()
    services.save(consultation=row, revision=1, title="Another hand", by=None)

    answer = client_of(coordinator).post(
        url("edit", row),
        {"kind": "workshop", "title": "Mine", "held_on": "2026-11-02", "language": "en",
         "confidentiality": "team", "revision": "1"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Another hand" in answer.content.decode()
    with pytest.raises(StaleRevisionError):
        services.set_participants(consultation=row, revision=1, groups={}, people=[], by=None)
    assert Consultation.objects.get().title == "Another hand"


def test_documents_have_the_consultations_permissions(coordinator, evaluator, judge, client, client_of):
    row = workshop(confidentiality="team")
    document = services.add_document(
        consultation=row, title="List", file=SimpleUploadedFile("list.pdf", PDF), by=coordinator
    )
    address = reverse("files:download", args=[document.file.public_id])

    def status(user):
        response = user.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
        return response.status_code

    assert status(client_of(coordinator)) == 200
    assert [status(client_of(evaluator)), status(client_of(judge)), status(client)] == [403, 403, 302]
    services.save(consultation=row, revision=1, confidentiality="readers", by=None)
    assert status(client_of(evaluator)) == 200
    services.remove_document(document=document, by=coordinator)
    assert status(client_of(coordinator)) == 403


@pytest.mark.parametrize("content", [b"MZ\x90\x00program", b"<html><script>x</script></html>", b""])
def test_invalid_documents_are_rejected(coordinator, client_of, content):
    row = workshop()

    answer = client_of(coordinator).post(
        url("add_document", row), {"title": "X", "file": SimpleUploadedFile("x.pdf", content)}
    )

    assert answer.status_code == 422
    assert not StoredFile.objects.exists()


def test_findings_require_a_competency_of_the_assessment(coordinator, client_of):
    row = workshop()
    other = make.framework().competencies.filter(kind="competency").first()
    client = client_of(coordinator)

    without = client.post(url("add_finding", row), {"direction": "supports", "text": "So it is."})
    new = client.post(url("add_finding", row), {"direction": "adds", "text": "Something else."})

    assert without.status_code == 422
    assert error_codes(without) == {"competency": ["required"]}
    assert new.status_code == 302
    with pytest.raises(NotInAssessmentError):
        services.add_finding(consultation=row, competency=other, direction="supports", text="X", by=None)


def test_findings_are_shown_beside_the_frozen_ranking(evaluator, client_of):
    assessment = make.open_assessment()
    for n in range(8):
        make.answer(assessment, ratings={"D1.1": (1 + n % 3, 3 + n % 3), "D1.2": (3 + n % 3, 1 + n % 3)})
    row, hidden = workshop(assessment), workshop(assessment, confidentiality="team")
    for consultation, direction in ((row, "supports"), (row, "contradicts"), (hidden, "supports")):
        services.add_finding(
            consultation=consultation,
            competency=competency_of(assessment, 1),
            direction=direction,
            text="Said",
            by=None,
        )
    services.add_finding(consultation=row, competency=None, direction="adds", text="Forms", by=None)
    needs.close_assessment(assessment=assessment, by=None)

    rows = evidence_of(assessment, evaluator)
    shown = client_of(evaluator).get(url("evidence", assessment))

    first = rows[0]
    assert (first.competency.code, len(first.supports), len(first.contradicts)) == ("D1.2", 1, 1)
    assert rows[0].cell.rank == 1
    assert [evidence.text for evidence in rows[-1].adds] == ["Forms"]
    page = shown.content.decode()
    assert "Workshop in Suva" in page
    assert [str(row.competency) for row in shown.context["rows"] if row.competency] == ["Task 1.2"]
    assert [str(row.competency) for row in shown.context["silent"]] == ["Task 1.1", "Task 2.1", "Task 2.2"]
    assert all(task in page for task in ("Task 1.1", "Task 1.2", "Task 2.1", "Task 2.2"))


def test_evidence_page_explains_when_there_are_no_findings(evaluator, client_of):
    page = client_of(evaluator).get(url("evidence", make.open_assessment())).content.decode()

    assert 'class="empty"' in page
    assert '<th scope="row">Task 1.1' not in page


def test_readers_cannot_edit(evaluator, client_of):
    row = workshop()
    finding = services.add_finding(consultation=row, competency=None, direction="adds", text="X", by=None)
    client = client_of(evaluator)

    for name in ("edit", "participants", "add_finding", "add_document"):
        assert client.get(url(name, row)).status_code == 403
    assert client.post(url("remove_finding", finding)).status_code == 403
    assert ConsultationFinding.objects.exists()


def test_future_date_is_rejected(coordinator, client_of):
    assessment = make.open_assessment()
    day = timezone.localdate() + datetime.timedelta(days=2)

    answer = client_of(coordinator).post(
        url("new", assessment),
        {
            "kind": "workshop",
            "title": "X",
            "held_on": day.isoformat(),
            "language": "en",
            "confidentiality": "team",
        },
    )

    assert answer.status_code == 422
    assert not Consultation.objects.exists()


def test_oversized_minutes_are_rejected_and_stay_in_the_form(coordinator, client_of):
    assessment = make.open_assessment()
    text = "<script>x</script>" + "x" * 1_000_000

    answer = client_of(coordinator).post(
        url("new", assessment),
        {"kind": "workshop", "title": "X", "held_on": "2026-11-02", "language": "en", "confidentiality": "team",
         "minutes": text},
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "x" * 1_000_000 in page
    assert "<script>x" not in page
    assert not Consultation.objects.exists()


def test_export_escapes_formulas(coordinator, client_of):
    row = workshop(title="=HYPERLINK(1)")

    file = (
        client_of(coordinator).get(url("consultations", row.assessment), {"export": "csv"}).content.decode()
    )

    assert "'=HYPERLINK(1)" in file


def test_secondary_data_come_from_registered_providers(coordinator, client_of, monkeypatch):
    assessment = make.open_assessment(jurisdiction=JurisdictionFactory(name="Fiji"))
    jurisdiction = assessment.jurisdictions.get()

    def provider(jurisdictions, _user):
        assert list(jurisdictions) == [jurisdiction]
        return [registry.KnownFigure(jurisdiction, "Clearance rate", Figure(97, unit="%"), "2025", "Returns")]

    monkeypatch.setitem(registry._providers, "test", provider)
    page = client_of(coordinator).get(url("evidence", assessment)).content.decode()

    assert "Clearance rate" in page
    assert "97.0%" in page


def test_indicators_provide_verified_public_figures_of_the_jurisdiction(coordinator):
    from evaluations.indicators.models import Indicator, Observation
    from evaluations.indicators.secondary import latest_public
    from tests.factories.participants import UserFactory

    jurisdiction = JurisdictionFactory()
    author, other = UserFactory(), UserFactory()

    def observe(code, value, year, **fields):
        is_public = fields.pop("is_public", True)
        indicator, _made = Indicator.objects.get_or_create(
            code=code, defaults={"title": code, "unit": "%", "direction": "increase", "is_public": is_public}
        )
        return Observation.objects.create(
            **{
                "indicator": indicator, "jurisdiction": jurisdiction, "value": value, "entered_by": author,
                "starts": datetime.date(year, 1, 1), "ends": datetime.date(year, 12, 31),
                "verified_by": other, "verified_at": timezone.now(), **fields,
            }
        )  # fmt: skip

    observe("OLD", 10, 2023)
    observe("OLD", 20, 2024)
    observe("SECRET", 30, 2024, is_public=False)
    observe("RAW", 40, 2024, verified_by=None, verified_at=None)
    observe("ELSEWHERE", 50, 2024, jurisdiction=JurisdictionFactory())

    figures = latest_public([jurisdiction], coordinator)

    assert [(known.title, known.figure.value) for known in figures] == [("OLD", 20)]


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_have_constant_queries(coordinator, client_of, rows, django_assert_num_queries):
    assessment = make.open_assessment()
    for _n in range(rows):
        row = workshop(assessment)
        services.add_finding(
            consultation=row, competency=competency_of(assessment), direction="supports", text="So", by=None
        )
    client = client_of(coordinator)
    for name in ("consultations", "evidence"):
        client.get(url(name, assessment))

    with django_assert_num_queries(QUERIES["consultations"]):
        client.get(url("consultations", assessment))
    with django_assert_num_queries(QUERIES["evidence"]):
        client.get(url("evidence", assessment))


QUERIES = {"consultations": 9, "evidence": 14}
