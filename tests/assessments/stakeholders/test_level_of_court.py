"""The level of court is copied from a file to the register, the respondent list and the response."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.collection.models import Response
from assessments.needs.stakeholder_invitations import add_from_register
from assessments.stakeholders.models import Stakeholder
from participants.organisations.models import Court
from portal.tables.models import ImportBatch
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory

pytestmark = pytest.mark.django_db

LIST = reverse("assessments:stakeholders:stakeholders")


def imported(client, jurisdiction, *lines):
    text = "Name,Group,Level of court,E-mail\n" + "\n".join(lines)
    file = SimpleUploadedFile("people.csv", text.encode(), "text/csv")
    client.post(
        reverse("imports:new", args=["stakeholders"]), {"jurisdiction": jurisdiction.pk, "file": file}
    )
    batch = ImportBatch.objects.latest("pk")
    columns = {"col-0": "name", "col-1": "group_code", "col-2": "court_level", "col-3": "email"}
    client.post(reverse("imports:columns", args=[batch.public_id]), columns)
    client.post(reverse("imports:save", args=[batch.public_id]), {"part": "ready"})
    return batch


def test_level_is_copied_from_a_file_to_the_response(coordinator, client_of):
    client, jurisdiction = client_of(coordinator), JurisdictionFactory(code="FJ")
    imported(
        client,
        jurisdiction,
        "Ana Ratu,judge,First instance,ana@court.example",
        "Bo Lal,judge,supreme,bo@court.example",
        "Cora Dean,lawyer,,cora@bar.example",
        "Dan Elia,judge,Moon,dan@court.example",
    )
    levels = dict(Stakeholder.objects.values_list("name", "court_level"))
    assert levels == {"Ana Ratu": "first", "Bo Lal": "supreme", "Cora Dean": ""}

    assessment = make.open_assessment(jurisdiction=jurisdiction)
    add_from_register(assessment=assessment, jurisdictions=[jurisdiction], groups=["judge"], by=coordinator)
    invited = assessment.collection.invitations.get(email="bo@court.example")
    make.answer(assessment, invited=invited, ratings={"D1.1": (5, 1)})

    assert invited.court_level == "supreme"
    assert list(Response.objects.values_list("court_level", flat=True)) == ["supreme"]


def test_only_courts_of_a_level_are_invited(coordinator, client_of):
    assessment = make.draft_assessment(weights={"judge": "0.5", "lawyer": "0.5"})
    jurisdiction = assessment.jurisdictions.get()
    for name, group, level in (("ana", "judge", "first"), ("bo", "judge", "supreme"), ("cora", "lawyer", "")):
        Stakeholder.objects.create(
            jurisdiction=jurisdiction,
            group_code=group,
            name=name,
            court_level=level,
            email=f"{name}@court.example",
        )

    client_of(coordinator).post(
        reverse("assessments:needs:add_from_register", args=[assessment.public_id]),
        {"jurisdictions": [jurisdiction.pk], "groups": ["judge", "lawyer"], "levels": ["supreme"]},
    )

    invited = set(assessment.collection.invitations.values_list("email", flat=True))
    assert invited == {"bo@court.example", "cora@court.example"}


def test_level_is_in_the_list_its_filter_and_its_export(coordinator, client_of):
    jurisdiction = JurisdictionFactory()
    for name, level in (("Ana", "first"), ("Bo", "supreme")):
        Stakeholder.objects.create(
            jurisdiction=jurisdiction, group_code="judge", name=name, court_level=level
        )
    client = client_of(coordinator)

    answer = client.get(LIST, {"court_level": "supreme"})
    file = client.get(LIST, {"export": "csv"}).content.decode()

    assert [row.name for row in answer.context["listing"].rows] == ["Bo"]
    assert f",{Court.Level.FIRST.label}," in file


def test_level_in_a_pasted_line_is_read_and_an_unknown_one_reported(coordinator, client_of):
    assessment = make.draft_assessment(jurisdiction=JurisdictionFactory(code="FJ"))
    pasted = "ana@court.example,Ana,judge,FJ,en,Appeal\nbo@court.example,Bo,judge,FJ,en,Moon"

    answer = client_of(coordinator).post(
        reverse("assessments:needs:add_respondents", args=[assessment.public_id]), {"text": pasted}
    )

    assert dict(assessment.collection.invitations.values_list("email", "court_level")) == {
        "ana@court.example": "appeal"
    }
    [(_n, bad)] = answer.context["wrong"]
    assert bad.code == "unknown"
    for part in ("“Moon”", "first, appeal, supreme, specialised"):
        assert part in bad.error


def test_import_of_people_does_not_mention_court_figures(coordinator, client_of):
    client, jurisdiction = client_of(coordinator), JurisdictionFactory(code="FJ")
    batch = imported(client, jurisdiction, "Ana Ratu,judge,first,ana@court.example")

    saved = client.get(reverse("imports:batch", args=[batch.public_id]), follow=True)

    counts = saved.context["counts"]
    assert (counts["saved_new"], counts["saved_changed"]) == (1, 0)
    assert not saved.context[
        "kind"
    ].note_label  # the pages mention figures of courts only for kinds with notes


def test_entry_links_to_its_history(coordinator, client_of):
    row = Stakeholder.objects.create(jurisdiction=JurisdictionFactory(), group_code="judge", name="Ana")
    client = client_of(coordinator)

    page = client.get(reverse("assessments:stakeholders:edit", args=[row.public_id])).content.decode()
    history = reverse("history", args=["assessments.stakeholder", row.public_id])

    assert history in page
    assert client.get(history).status_code == 200
