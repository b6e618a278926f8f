"""The agenda PDF: what each reader may see, in their language, of the current state."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from evaluations.agenda import pdf, services
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.pdf_models import AgendaPdf
from evaluations.agenda.tasks import create_agenda_pdf
from portal.jobs.models import Job
from tests.factories import agendas as make
from tests.factories.evaluations import MilestoneFactory
from tests.factories.programs import ProgrammeFactory
from tests.portal.documents.reading import accessibility_errors, opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def board(coordinator):
    agenda = make.agenda(by=coordinator, summary="What changes for people")
    seat, user = make.partner(agenda, by=coordinator, name="Bar of the Islands")
    soon = timezone.localdate() + timedelta(days=30)
    milestone = MilestoneFactory(title="First registry open")
    step = make.item(
        agenda, title="Open step", owner=seat, due_on=soon, milestones=[milestone],
        programmes=[ProgrammeFactory(title="Registry course", state="design")], by=coordinator,
    )  # fmt: skip
    make.item(agenda, title="Inner step", is_internal=True, by=coordinator)
    make.carry(agenda, effect="agree", item=step, title="It begins", by=coordinator)
    make.carry(agenda, effect="publish", title="We go public", by=coordinator)
    return agenda, user


def url(name, agenda):
    return reverse(f"evaluations:agenda:{name}", args=[agenda.public_id])


def printed(client, agenda, **headers):
    """Request the PDF, run the job, and return the row and file that the page links."""
    client.post(url("request_pdf", agenda), headers=headers)
    for job in Job.objects.open():
        create_agenda_pdf(job.pk)
    row = client.get(url("agenda", agenda), headers=headers).context["agenda_pdf"]
    answer = client.get(reverse("files:download", args=[row.file.public_id]))
    return row, b"".join(answer.streaming_content)


def test_each_reader_gets_a_pdf_of_what_they_may_see_linked_with_its_size(
    board, coordinator, client, client_of
):
    agenda, user = board

    public_row, public = printed(client, agenda)
    own_row, own = printed(client_of(coordinator), agenda)
    other_row, other = printed(client_of(user), agenda)

    texts = [" ".join(text_of(made).split()) for made in (public, own, other)]
    for text in texts:
        for part in ("Civil justice in Fiji", "Open step", "Bar of the Islands", "It begins", "Priority 1"):
            assert part in text
    assert ["Inner step" in text for text in texts] == [False, True, True]
    assert ["Bar of the Islands: For" in text for text in texts] == [False, True, True]
    assert ["Registry course" in text for text in texts] == [False, True, False]
    assert ["1 not shown here" in text for text in texts] == [True, False, True]
    page = client.get(url("agenda", agenda)).content.decode()
    assert f"{max(1, round(public_row.file.size / 1000))} kB" in page
    for reader, files in ((client, [own_row, other_row]), (client_of(user), [own_row])):
        for row in files:
            assert reader.get(reverse("files:download", args=[row.file.public_id])).status_code in (
                302,
                403,
                404,
            )


def test_an_outdated_pdf_cannot_be_downloaded_and_is_created_again(board, coordinator, client):
    agenda, _user = board
    row, _made = printed(client, agenda)
    item = agenda.items.get(title="Open step")

    services.save_item(
        item=item, revision=item.revision, title="Another step", owner=item.owner, is_internal=True,
        by=coordinator,
    )  # fmt: skip
    former = client.get(reverse("files:download", args=[row.file.public_id])).status_code
    linked = client.get(url("agenda", agenda)).context["agenda_pdf"]
    _row, made = printed(client, agenda)

    assert (former == 200, linked) == (False, None)
    assert "Another step" not in text_of(made)
    assert AgendaPdf.objects.count() == 1


def test_two_requests_and_two_runs_create_one_pdf(board, client):
    agenda, _user = board
    for _click in range(2):
        client.post(url("request_pdf", agenda))
    job = Job.objects.get()
    create_agenda_pdf(job.pk)
    first = AgendaPdf.objects.get()
    Job.objects.update(state="queued", ended_at=None)  # as if the worker had died before the job was closed
    create_agenda_pdf(job.pk)

    assert AgendaPdf.objects.get() == first


def test_an_arabic_pdf_is_right_to_left_and_accessible(board, tmp_path):
    agenda = ReformAgenda.objects.public().get(pk=board[0].pk)
    seen = pdf.visible_agenda(agenda, is_board=False, today=timezone.localdate())

    made = pdf.render_pdf(seen, reader=None, language="ar", made_at=timezone.now())

    assert str(opened(made).Root.Lang) == "ar"
    assert accessibility_errors(made, tmp_path) == []


def test_no_pdf_of_a_private_agenda_is_created_for_the_public(coordinator, client):
    agenda = make.agenda(by=coordinator)

    assert client.post(url("request_pdf", agenda)).status_code == 302
    assert Job.objects.count() == 0
    assert pdf.reader_of(AnonymousUser(), agenda) is None
