"""Addresses pasted or uploaded: invalid lines with reasons, nothing lost; emails exactly once."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from assessments.collection import invitations
from assessments.collection import services as collecting
from assessments.collection.errors import CollectionClosedError, PastCloseError
from assessments.collection.models import Invitation, Response
from assessments.needs import services
from portal.jobs.models import Job
from portal.links.models import SignedLink
from portal.links.services import LinkClosedError
from portal.mail import services as mail
from portal.mail.models import OutgoingMail
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory
from tests.harness import wait_until
from tests.responses import error_codes


def add(client, assessment, **data):
    return client.post(reverse("assessments:needs:add_respondents", args=[assessment.public_id]), data)


@pytest.mark.django_db
def test_valid_lines_are_added_and_invalid_ones_reported(coordinator, client_of):
    assessment = make.draft_assessment(
        weights={"judge": "0.5", "court_staff": "0.5"}, jurisdiction=JurisdictionFactory(code="FJ")
    )
    pasted = (
        "anna@court.example;Anna;judge;FJ;ar\nnot an address;Bo;judge;FJ\n\n"
        "carl@court.example\tCarl\tCourt staff\t\t\ndora@court.example,Dora,police,FJ\nANNA@court.example,Anna,judge"
    )

    answer = add(client_of(coordinator), assessment, text=pasted)

    assert answer.status_code == 422
    assert set(assessment.collection.invitations.values_list("email", "group_code", "language")) == {
        ("anna@court.example", "judge", "ar"),
        ("carl@court.example", "court_staff", "en"),
    }
    lines = [bad for _place, bad in answer.context["wrong"]]
    for part in ("police", "court_staff", "judge"):
        assert part in lines[1].error
    wrong = [(bad.line, bad.code) for bad in lines]
    assert wrong == [
        (2, "invalid"),
        (5, "unknown"),
        (6, "repeated"),
    ]
    remaining = answer.context["form"]["text"].value()
    assert remaining.splitlines() == [
        "not an address;Bo;judge;FJ",
        "dora@court.example,Dora,police,FJ",
        "ANNA@court.example,Anna,judge",
    ]


@pytest.mark.django_db
def test_address_already_on_the_list_is_reported(coordinator, client_of):
    assessment = make.draft_assessment()
    make.invitation(assessment, email="anna@court.example")

    answer = add(client_of(coordinator), assessment, text="Anna@Court.example,Anna")

    assert [(bad.line, bad.code) for _place, bad in answer.context["wrong"]] == [(1, "on_list")]
    assert assessment.collection.invitations.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_uploaded_file_is_read_in_the_encodings_that_spreadsheets_write(coordinator, client_of, encoding):
    assessment = make.draft_assessment()
    content = "email;name\nrene@court.example;René Müller\n".encode(encoding)

    add(client_of(coordinator), assessment, text="", file=SimpleUploadedFile("list.csv", content))

    assert assessment.collection.invitations.get().name == "René Müller"


@pytest.mark.django_db
def test_null_characters_are_removed(coordinator, client_of):
    assessment = make.draft_assessment()
    file = SimpleUploadedFile("list.csv", "email;name\nrene@court.example;Re\x00ne\n".encode("utf-16"))

    add(client_of(coordinator), assessment, text="", file=file)

    assert assessment.collection.invitations.get().name == "Rene"


@pytest.mark.django_db
def test_invalid_ids_remove_nobody(coordinator, client_of):
    assessment = make.draft_assessment()
    invitation = make.invitation(assessment, invited_at=None)
    path = reverse("assessments:needs:remove_respondents", args=[assessment.public_id])

    client_of(coordinator).post(path, {"id": ["nonsense", ""]})
    assert assessment.collection.invitations.get() == invitation
    client_of(coordinator).post(path, {"id": ["nonsense", str(invitation.public_id)]})

    assert not assessment.collection.invitations.exists()


@pytest.mark.django_db
def test_invalid_file_is_rejected(coordinator, client_of):
    answer = add(
        client_of(coordinator),
        make.draft_assessment(),
        text="",
        file=SimpleUploadedFile("list.csv", b"\x89PNG\r\n\x1a\n123"),
    )

    assert answer.status_code == 422


@pytest.mark.django_db
def test_emails_are_sent_once_in_each_persons_language(django_capture_on_commit_callbacks):
    assessment = make.open_assessment()
    Invitation.objects.all().delete()
    make.invitation(assessment, email="anna@court.example", language="ar", invited_at=None)
    make.invitation(assessment, email="bo@court.example", invited_at=None)

    assert invitations.invite(collection=assessment.collection, by=None) == (2, None)
    assert invitations.invite(collection=assessment.collection, by=None) == (0, None)

    assert set(OutgoingMail.objects.values_list("to", "language", "template")) == {
        ("anna@court.example", "ar", "assessments/invitation"),
        ("bo@court.example", "en", "assessments/invitation"),
    }


@pytest.mark.django_db
def test_changing_the_closing_time_updates_links_and_rejects_the_past(coordinator, client_of):
    assessment = make.open_assessment()
    make.token_for(assessment.collection.invitations.get())
    address = reverse("assessments:needs:closing_time", args=[assessment.public_id])
    closes_at = (timezone.now() + timedelta(days=90)).replace(second=0, microsecond=0)
    client = client_of(coordinator)

    refused = client.post(address, {"closes_at": f"{timezone.now() - timedelta(hours=1):%Y-%m-%dT%H:%M}"})
    moved = client.post(address, {"closes_at": f"{closes_at:%Y-%m-%dT%H:%M}"})

    assert refused.status_code == 422
    assert error_codes(refused) == {"closes_at": [PastCloseError.code]}
    assert moved.status_code == 302
    assessment.collection.refresh_from_db()
    assert assessment.collection.closes_at == closes_at
    assert set(SignedLink.objects.values_list("expires_at", flat=True)) == {closes_at}


@pytest.mark.django_db
def test_reminders_go_only_to_people_who_have_not_responded():
    assessment = make.open_assessment()
    silent = assessment.collection.invitations.get()
    make.answer(assessment, ratings={"D1.1": (5, 2)})
    make.invitation(assessment, state="bounced")
    make.invitation(assessment, state="screened_out")
    make.invitation(assessment, invited_at=None)

    invitations.remind(collection=assessment.collection, by=None)

    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [silent.email]


@pytest.mark.django_db
def test_bounced_emails_are_counted_at_closing():
    assessment = make.open_assessment()
    Invitation.objects.update(invited_at=None)
    invitations.invite(collection=assessment.collection, by=None)
    OutgoingMail.objects.update(state="failed")

    services.close_assessment(assessment=assessment, by=None)

    assert assessment.collection.invitations.get().state == "bounced"
    assert assessment.rankings.get().responses[""]["bounced"] == 1


@pytest.mark.django_db
def test_nobody_is_emailed_after_closing(coordinator):
    assessment = services.close_assessment(assessment=make.open_assessment(), by=None)

    with pytest.raises(CollectionClosedError):
        invitations.invite(collection=assessment.collection, by=coordinator)


@pytest.mark.django_db(transaction=True)
def test_interrupted_sending_resumes():
    assessment = make.open_assessment()
    for _n in range(70):
        make.invitation(assessment, invited_at=None)

    def die(done: int, total: int) -> None:
        if done > mail.BATCH:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        invitations.send_invitations(assessment.collection, die)
    assert OutgoingMail.objects.count() == mail.BATCH  # the interrupted batch left no partial state
    invitations.send_invitations(assessment.collection)

    assert OutgoingMail.objects.count() == 70
    assert OutgoingMail.objects.values("to").distinct().count() == 70
    assert not assessment.collection.invitations.to_send().exists()


def test_many_invitations_are_sent_once_each_by_a_job(celery_worker_process, smtp_server):
    assessment = make.open_assessment()
    for _n in range(60):
        make.invitation(assessment, invited_at=None)

    people, job = invitations.invite(collection=assessment.collection, by=None)
    wait_until(lambda: Job.objects.get(pk=job.pk).state == "done", what="the job")
    wait_until(lambda: len(smtp_server.recipients) == 60, what="sixty letters")

    assert people == 60
    assert sorted(smtp_server.recipients) == sorted(
        assessment.collection.invitations.filter(email__in=smtp_server.recipients).values_list(
            "email", flat=True
        )
    )
    text = smtp_server.emails[0].get_body(("plain",)).get_content()
    assert "http://testserver/answer/" in text


@pytest.mark.django_db(transaction=True)
def test_concurrent_submissions_store_one_response():
    assessment = make.open_assessment()
    invitation = make.invitation(assessment)
    make.token_for(invitation)
    collecting.save_draft(
        invitation=invitation,
        page=1,
        language="en",
        values={("importance-d1.1", 0): "5", ("ability-d1.1", 0): "2"},
    )
    barrier, outcomes = threading.Barrier(2), []

    def send():
        try:
            barrier.wait()
            collecting.submit(invitation=Invitation.objects.get(pk=invitation.pk))
            outcomes.append("sent")
        except LinkClosedError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["sent", "used"]
    assert Response.objects.filter(submitted_at__isnull=False).count() == 1
    assert connection.vendor == "postgresql"
