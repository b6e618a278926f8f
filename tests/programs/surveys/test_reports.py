"""Reports on an exchange: somebody's own, read with the name by those who coordinate it, and by nobody else."""

import io

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
SAID = {
    "host": "Supreme Court of Ghana", "days": "12", "saw": "Cases are heard on the day set.",
    "propose": "=cmd|early conferences", "consent": "named", "useful": "5",
}  # fmt: skip


@pytest.fixture
def exchange():
    """An exchange that is over, with two who took part: the first has sent a report."""
    cohort = make.ended_cohort(people=0, title="Judges in Accra", activity_type="exchange")
    for language in ("fr", "en"):
        EnrolmentFactory(cohort=cohort, person__user__language=language)
    survey = make.opened(cohort, builtin_template="exchange")
    make.answer(Invitation.objects.order_by("pk").first(), SAID, language="fr")
    return survey


def of(name: str, survey, *args) -> str:
    return reverse(f"programs:surveys:{name}", args=[survey.public_id, *args])


def text(response) -> str:
    return response.content.decode()


def users(survey):
    return [one.person.user for one in survey.cohort.enrolments.order_by("pk").select_related("person__user")]


def test_a_coordinator_reads_each_report_with_its_name_as_it_comes(exchange, coordinator, client_of):
    client = client_of(coordinator)
    writer = Invitation.objects.get(state="complete").name

    listed = text(client.get(of("survey", exchange)))
    report = Response.objects.get(submitted_at__isnull=False)
    read = text(client.get(of("report", exchange, report.pk)))

    assert writer in listed
    for words in (writer, "Supreme Court of Ghana", "Yes, with my name", "Fully"):
        assert words in read


def test_whoever_wrote_one_reads_it_again_and_no_other(exchange, client_of):
    writer, other = users(exchange)
    report = Response.objects.get(submitted_at__isnull=False)

    mine = client_of(writer).get(of("report", exchange, report.pk))
    assert "Supreme Court of Ghana" in text(mine)
    assert str(report.pk) in text(client_of(writer).get(of("answer", exchange)))
    assert client_of(other).get(of("report", exchange, report.pk)).status_code == 404
    assert client_of(other).get(of("reports", exchange)).status_code == 403


def test_faculty_see_figures_and_no_report(exchange, judge, client_of):
    CohortStaff.objects.create(cohort=exchange.cohort, person=judge.person, role="faculty")
    report = Response.objects.get(submitted_at__isnull=False)
    client = client_of(judge)

    assert "Supreme Court" not in text(client.get(of("survey", exchange)))
    assert client.get(of("report", exchange, report.pk)).status_code == 403
    assert client.get(of("reports", exchange)).status_code == 403


def test_reports_come_as_a_workbook_in_which_nothing_runs(exchange, coordinator, client_of):
    book = load_workbook(io.BytesIO(client_of(coordinator).get(of("reports", exchange)).content))

    head, row = book["answers"].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert told["days"] == "12"
    assert told["propose"] == "'=cmd|early conferences"


def test_few_reports_are_read_all_the_same_and_asking_says_nothing_else(coordinator, client_of):
    survey = make.planned(make.ended_cohort(people=2), builtin_template="exchange")

    assert "no answer will ever show" not in text(client_of(coordinator).get(of("open", survey)))


def test_a_report_lacks_nothing_that_it_must_have(exchange):
    left = Invitation.objects.get(state="invited")

    with pytest.raises(UnfinishedError):
        make.answer(
            left, {"host": "Supreme Court of Ghana", "days": "400", "saw": "Much.", "propose": "One thing."}
        )


def test_a_file_in_a_report_is_opened_by_who_sent_it_and_who_coordinates(coordinator, client_of):
    cohort = make.ended_cohort(people=2)
    asks = questionnaires.version([("type", "name", "label"), ("file", "paper", "Paper")], kind="exchange")
    survey = make.opened(cohort, builtin_template=asks)
    writer, other = users(survey)
    User.objects.filter(pk=writer.pk).update(email=writer.email.title())
    sheet = Invitation.objects.get(email=writer.email)
    paper = SimpleUploadedFile("minutes.csv", b"a,b")
    save_draft(
        invitation=sheet, page=1, language="en", values={("paper", 0): "minutes.csv"}, uploads={("paper", 0): paper}
    )  # fmt: skip
    submit(invitation=sheet)

    file = reverse("files:download", args=[StoredFile.objects.get().public_id])
    report = of("report", survey, Response.objects.get().pk)

    assert file in text(client_of(writer).get(report))
    for reader in (writer, coordinator):
        assert b"".join(client_of(reader).get(file).streaming_content) == b"a,b"
    assert client_of(other).get(file).status_code == 403


def test_what_is_cut_is_never_read_as_a_report(coordinator, client_of):
    survey = make.closed(make.ended_cohort(), [{"useful": "5"}] * 6)
    one = Response.objects.filter(collection=survey.collection).first()
    client = client_of(coordinator)

    assert client.get(of("report", survey, one.pk)).status_code == 404
    assert client.get(of("reports", survey)).status_code == 404


def test_the_letter_says_who_reads_it(exchange):
    letter = OutgoingMail.objects.get(template="assessments/invitation", language="en")

    subject, text, _html = compose(letter)

    assert subject == "Your report: Judges in Accra"
    assert "read your report with your name" in text
    assert "five people" not in text
