"""A worker is killed while it closes a large assessment or creates findings: each is done once and completely."""

import pytest
from django.db import connection

from assessments.analysis import services as analysis
from assessments.analysis.models import Findings
from assessments.collection import anonymisation
from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.needs import services
from assessments.needs.models import Ranking
from participants.accounts.queries import Role
from portal.audit.models import AuditEntry
from portal.files.models import StoredFile
from portal.jobs import services as jobs
from portal.jobs.models import Job
from tests.factories import assessments as make
from tests.factories.participants import RoleFactory
from tests.harness import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 3000
GROUPS = ("judge", "lawyer")


@pytest.fixture
def answered():
    """An open assessment with everyone's responses, not linked to their invitations."""
    assessment = make.open_assessment(
        version=make.framework(domains=2, each=4), weights=dict.fromkeys(GROUPS, "0.5")
    )
    collection, place = assessment.collection, assessment.jurisdictions.get()
    Invitation.objects.bulk_create(
        Invitation(
            collection=collection, group_code=GROUPS[n % 2], jurisdiction=place, email=f"p{n}@court.example",
            state="complete",
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    sent = Response.objects.bulk_create(
        Response(
            collection=collection, group_code=GROUPS[n % 2], jurisdiction=place, language="en",
            submitted_at=collection.opens_at,
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    rated = list(collection.version.questions.exclude(scale=""))
    Answer.objects.bulk_create(
        (
            Answer(response=invitation, question=question, number=1 + (n + question.pk) % 5)
            for n, invitation in enumerate(sent)
            for question in rated
        ),
        batch_size=5000,
    )
    return assessment


def held():
    return set(Answer.objects.values_list("id", "response", "question", "number"))


def versions(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def resume_until_done():
    def look():
        jobs.resume_stale()  # a scheduled task does this every few seconds
        return set(Job.objects.values_list("state", flat=True)) == {"done"}

    wait_until(look, seconds=120, what="the end of the jobs")


@pytest.mark.parametrize("step", [services.COMPUTING, anonymisation.REMOVING_LINKS])
def test_a_worker_killed_while_closing_leaves_one_ranking_and_all_responses_anonymised(
    celery_worker_process, answered, coordinator, step
):
    before = held()
    of_people = versions("assessments_response") | versions("assessments_answer")
    services.start_closing(assessment=answered, by=coordinator)
    at_work = Job.objects.filter(state="running", step=step, done__gt=0)
    wait_until(at_work.exists, seconds=60, what=f"{step}")
    celery_worker_process.kill()
    assert at_work.exists()
    assert held() == before
    celery_worker_process.start()

    resume_until_done()

    answered.refresh_from_db()
    assert answered.state == "closed"
    assert Ranking.objects.get().ranked_needs.filter(group_code="", n=PEOPLE).count() == 8
    assert AuditEntry.objects.filter(action="assessment.closed").count() == 1
    assert held() == before
    assert Response.objects.count() == PEOPLE
    assert Collection.objects.get().anonymised_at
    assert not (versions("assessments_response") | versions("assessments_answer")) & of_people


def test_a_worker_killed_while_creating_a_findings_pdf_leaves_exactly_one_file(
    celery_worker_process, coordinator
):
    assessment = make.open_assessment()
    for n in range(6):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 1), "D1.2": (3, 2)})
    ranking = services.close_assessment(assessment=assessment, by=coordinator).rankings.get()
    findings = analysis.draft_findings(ranking=ranking, language="en", by=coordinator)
    second = RoleFactory(role=Role.COORDINATOR).user
    analysis.publish_findings(findings=findings, revision=findings.revision, by=second)
    job = Job.objects.get(kind=analysis.PRINT)
    wait_until(lambda: Job.objects.get(pk=job.pk).state == "running", seconds=60, what="the printing")
    celery_worker_process.kill()
    assert Findings.objects.get().pdf is None
    celery_worker_process.start()

    resume_until_done()

    printed = Findings.objects.select_related("pdf").get().pdf
    assert StoredFile.objects.filter(original_name="findings-en.pdf").get() == printed
    assert StoredFile.objects.count() == 1
    assert Job.objects.filter(kind=analysis.PRINT).count() == 1
