"""Reports on an exchange: read by their author and, with the author's name, by the coordinators only."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments.collection.errors import UnfinishedError
from assessments.collection.models import Invitation, Response
from assessments.collection.services import save_draft, submit
from participants.accounts.models import User
from portal.files.models import StoredFile
from portal.mail.delivery import compose
from portal.mail.models import OutgoingMail
from programs.cohorts.models import CohortStaff
from tests.factories import questionnaires
from tests.factories import surveys as make
from tests.factories.programs import EnrolmentFactory

pytestmark = pytest.mark.django_db
ANSWERS = {
    "host": "Supreme Court of Ghana", "days": "12", "saw": "Cases are heard on the day set.",
    "propose": "=cmd|early conferences", "consent": "named", "useful": "5",
}  # fmt: skip


@pytest.fixture
def exchange():
    """A past exchange with two participants, the first of whom has submitted a report."""
    cohort = make.ended_cohort(people=0, title="Judges in Accra", activity_type="exchange")
    for language in ("fr", "en"):
        EnrolmentFactory(cohort=cohort, person__user__language=language)
    survey = make.opened(cohort, builtin_template="exchange")
    make.answer(Invitation.objects.order_by("pk").first(), ANSWERS, language="fr")
    return survey


def of(name: str, survey, *args) -> str:
    return reverse(f"programs:surveys:{name}", args=[survey.public_id, *args])


def text(response) -> str:
    return response.content.decode()


def users(survey):
    return [
        enrolment.person.user
        for enrolment in survey.cohort.enrolments.order_by("pk").select_related("person__user")
    ]


def test_a_coordinator_reads_each_report_with_its_author(exchange, coordinator, client_of):
    client = client_of(coordinator)
    author = Invitation.objects.get(state="complete").name

    listed = text(client.get(of("survey", exchange)))
    report = Response.objects.get(submitted_at__isnull=False)
    read = text(client.get(of("report", exchange, report.pk)))

    assert author in listed
    for expected in (author, "Supreme Court of Ghana", "Yes, with my name", "Fully"):
        assert expected in read


def test_an_author_reads_only_their_own_report(exchange, client_of):
    author, other = users(exchange)
    report = Response.objects.get(submitted_at__isnull=False)

    mine = client_of(author).get(of("report", exchange, report.pk))
    assert "Supreme Court of Ghana" in text(mine)
    assert str(report.pk) in text(client_of(author).get(of("answer", exchange)))
    assert client_of(other).get(of("report", exchange, report.pk)).status_code == 404
    assert client_of(other).get(of("reports", exchange)).status_code == 403


def test_faculty_see_figures_but_no_reports(exchange, judge, client_of):
    CohortStaff.objects.create(cohort=exchange.cohort, person=judge.person, role="faculty")
    report = Response.objects.get(submitted_at__isnull=False)
    client = client_of(judge)

    assert "Supreme Court" not in text(client.get(of("survey", exchange)))
    assert client.get(of("report", exchange, report.pk)).status_code == 403
    assert client.get(of("reports", exchange)).status_code == 403


def test_reports_are_exported_without_formulas(exchange, coordinator, client_of):
    book = load_workbook(io.BytesIO(client_of(coordinator).get(of("reports", exchange)).content))

    head, row = book["answers"].iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert cells["days"] == "12"
    assert cells["propose"] == "'=cmd|early conferences"


def test_reports_have_no_minimum_number_of_responses(coordinator, client_of):
    survey = make.planned(make.ended_cohort(people=2), builtin_template="exchange")

    effect = client_of(coordinator).get(of("open", survey)).context["effect"]

    assert re.findall(r"\d+", effect) == ["2"]  # the invited people, and no minimum number of responses


def test_an_incomplete_report_cannot_be_submitted(exchange):
    invitation = Invitation.objects.get(state="invited")

    with pytest.raises(UnfinishedError):
        make.answer(
            invitation,
            {"host": "Supreme Court of Ghana", "days": "400", "saw": "Much.", "propose": "One thing."},
        )


def test_a_file_in_a_report_is_open_to_its_author_and_coordinators(coordinator, client_of):
    cohort = make.ended_cohort(people=2)
    with_upload = questionnaires.version(
        [("type", "name", "label"), ("file", "paper", "Paper")], kind="exchange"
    )
    survey = make.opened(cohort, builtin_template=with_upload)
    author, other = users(survey)
    User.objects.filter(pk=author.pk).update(email=author.email.title())
    invitation = Invitation.objects.get(email=author.email)
    answer = {("paper", 0): "minutes.csv"}
    uploads = {("paper", 0): SimpleUploadedFile("minutes.csv", b"a,b")}
    save_draft(invitation=invitation, page=1, language="en", values=answer, uploads=uploads)
    submit(invitation=invitation)

    file = reverse("files:download", args=[StoredFile.objects.get().public_id])
    report = of("report", survey, Response.objects.get().pk)

    assert file in text(client_of(author).get(report))
    for reader in (author, coordinator):
        assert b"".join(client_of(reader).get(file).streaming_content) == b"a,b"
    assert client_of(other).get(file).status_code == 403


def test_anonymous_responses_cannot_be_read_as_reports(coordinator, client_of):
    survey = make.closed(make.ended_cohort(), [{"useful": "5"}] * 6)
    response = Response.objects.filter(collection=survey.collection).first()
    client = client_of(coordinator)

    assert client.get(of("report", survey, response.pk)).status_code == 404
    assert client.get(of("reports", survey)).status_code == 404


def test_the_invitation_says_who_reads_the_report(exchange):
    email = OutgoingMail.objects.get(template="assessments/invitation", language="en")

    subject, text, _html = compose(email)

    assert "Judges in Accra" in subject
    assert (email.context["kind"], email.context["confidential"]) == ("exchange", False)
    assert " 5 " not in text  # no minimum number of responses
