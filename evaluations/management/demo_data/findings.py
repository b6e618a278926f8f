"""Results of the closed assessment: coded comments, published findings and the data set."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.analysis import comments, dataset, pdf, services
from assessments.collection.models import Answer
from assessments.needs.models import NeedsAssessment, Ranking
from evaluations.management.demo_data import backdating
from evaluations.management.demo_data.people import People
from portal.jobs import services as jobs
from portal.jobs.models import Job

TAGS = {
    "Dates": ["scheduling"], "Les dates": ["scheduling"], "We need": ["registry", "materials"],
    "Il nous": ["materials"], "Parties": ["unrepresented parties"],
}  # fmt: skip
LEFT_UNREAD, PUBLISHED_DAYS_AGO = 3, 1025


def build(people: People) -> None:
    """Create findings in English and Arabic; the last comments are not read yet."""
    by = people.accounts["coordinator"]
    assessment = NeedsAssessment.objects.filter(state="closed").order_by("pk").first()
    ranking = Ranking.objects.filter(assessment=assessment).first()
    if assessment is None or ranking is None:
        return
    answers = Answer.objects.filter(
        response__collection=assessment.collection_id, question__type="text"
    ).exclude(text="")
    rows = list(answers.order_by("question__position", "text", "pk"))
    for number, answer in enumerate(rows[:-LEFT_UNREAD]):
        tags = next((tags for start, tags in TAGS.items() if answer.text.startswith(start)), [])
        comments.code_comment(
            collection=assessment.collection, about=assessment, answer=answer, hide=["our registry"] if "our registry" in answer.text else [],
            tags=tags, is_shared=number % 5 != 4, revision=0, by=by,
        )  # fmt: skip
    moment = timezone.now() - timedelta(days=PUBLISHED_DAYS_AGO)
    for language in ("en", "ar"):
        findings = services.draft_findings(ranking=ranking, language=language, by=by)
        published = services.publish_findings(
            findings=findings, revision=findings.revision, by=people.accounts["second"]
        )
        backdating.backdate_row(published, days=PUBLISHED_DAYS_AGO, published_at=moment)
        backdating.backdate_history(published, days=PUBLISHED_DAYS_AGO)
    services.draft_findings(ranking=ranking, language="fr", by=by)


def make_files(loaded: dict[str, Any]) -> None:
    """Run the workers' jobs for PDF files and the data set, so that the pages link them."""
    by = loaded["people"].accounts["coordinator"]
    ranking = Ranking.objects.order_by("pk").first()
    if ranking is None:
        return
    dataset.start_making(ranking=ranking, by=by)
    for kind, work in ((services.PRINT, pdf.create_findings_pdf), (dataset.MAKE, dataset.build_dataset)):
        for job in Job.objects.filter(kind=kind, state=Job.State.QUEUED):
            with jobs.claim(job.pk) as claimed:
                if claimed:
                    work(claimed)
