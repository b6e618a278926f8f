"""A needs assessment of 20,000 respondents, 60 items, 12 groups and 40 jurisdictions: closed, read, reweighted."""

import statistics
from typing import Any

from tests.benchmarks.serving import Browser, served

PEOPLE, ITEMS, PLACES = 20_000, 60, 40
WEIGHTS = {
    "judge": ".24", "court_president": ".08", "prosecutor": ".10", "investigator": ".06", "court_staff": ".14",
    "lawyer": ".12", "legal_aid": ".06", "police": ".04", "ministry": ".04", "oversight": ".02",
    "academia": ".02", "civil_society": ".08",
}  # fmt: skip
TITLE = "Measured needs"
ROUNDS = 15

# Created in SQL, because there are millions of rows, the same each time. Triggers are disabled as for a restore.
LOAD = """
    SET LOCAL session_replication_role = replica;
    SELECT setseed(0.42);
    INSERT INTO assessments_invitation (public_id, created_at, updated_at, collection_id, group_code, jurisdiction_id,
        court_level, email, name, language, state, invited_at, reminders)
    SELECT gen_random_uuid(), now(), now(), %(collection)s, (%(groups)s::text[])[1 + n %% 12],
        (%(places)s::bigint[])[1 + (n / 12) %% 40], '', 'measured' || n || '@respondent.example', '',
        (ARRAY['en', 'fr', 'es', 'ar', 'ru', 'zh-hans'])[1 + ((n / 12) %% 40 + (random() < .3)::int) %% 6],
        CASE WHEN n < %(people)s THEN 'complete' ELSE 'invited' END, now(), 0
    FROM generate_series(0, %(people)s * 5 / 4 - 1) n;
    INSERT INTO assessments_response (id, collection_id, group_code, jurisdiction_id, court_level, language, page,
        submitted_at)
    SELECT gen_random_uuid(), %(collection)s, group_code, jurisdiction_id,
        CASE WHEN group_code IN ('judge', 'court_president', 'court_staff')
            THEN (ARRAY['first', 'first', 'first', 'appeal', 'specialised', 'supreme'])[1 + floor(random() * 6)::int]
            ELSE '' END, language, 1, now()
    FROM assessments_invitation WHERE collection_id = %(collection)s AND state = 'complete';
    INSERT INTO assessments_answer (id, response_id, question_id, number, text, not_applicable, occurrence)
    SELECT overlay(gen_random_uuid()::text placing left(r::text, 8) from 1 for 8)::uuid, r, q, CASE WHEN missing THEN NULL ELSE least(5, greatest(1, round(middle
        + (random() + random() + random() - 1.5) * 2)))::smallint END, '', missing, 0
    FROM (
        SELECT r.id r, q.id q, random() < .03 missing,
            CASE WHEN q.scale = 'importance' THEN 3.4 + (q.position * 7 %% 13) / 10.0
                ELSE 2.2 + (q.position * 5 %% 11) / 8.0 END
            + CASE WHEN r.group_code = 'civil_society' AND q.scale = 'ability' AND q.position %% 3 = 0
                THEN -0.8 ELSE 0 END middle
        FROM assessments_response r
        JOIN assessments_question q ON q.version_id = %(version)s AND q.scale <> ''
        WHERE r.collection_id = %(collection)s
    ) drawn;
    SET LOCAL session_replication_role = origin"""


def measured() -> dict[str, Any]:
    """Seconds of loading and of the first computation; milliseconds, queries and bytes of the pages."""
    from tests.benchmarks.pages import cookie_of

    assessment, seconds = _loaded()
    seconds |= _computed(assessment)
    base = f"/needs/{assessment.public_id}"
    with served() as port:
        browser, reference = Browser(port, cookie_of("coordinator")), Browser(port)
        for _ in range(20):
            reference.get("/bench/reference")
        for name, path in (
            ("results", f"{base}/results"),
            ("all_results", f"{base}/results?all=1"),
            ("disagreement", f"{base}/disagreement"),
            ("weights", f"{base}/weights"),
            ("weights_moved", f"{base}/weights?w-judge=10&w-civil_society=40"),
        ):
            seconds[name] = _page(browser, reference, path)
    return seconds


def _page(browser: Browser, reference: Browser, path: str) -> dict[str, Any]:
    """Measure the reference between the requests, as `pages.measure` does, so that both run under the same load."""
    for _ in range(6):  # both workers are warm
        browser.get(path)
    answers, base = [], []
    for _ in range(ROUNDS):
        base.append(reference.get("/bench/reference").seconds)
        answers.append(browser.get(path))
    median, bare = statistics.median(answer.seconds for answer in answers), statistics.median(base)
    return {
        "status": answers[0].status,
        "median_ms": round(median * 1000, 1),
        "reference_ms": round(bare * 1000, 2),
        "queries": answers[0].queries,
        "ratio": round(median / bare, 1),
        "bytes_gzipped": answers[0].bytes_gzipped,
    }


def _loaded() -> tuple[Any, dict[str, Any]]:
    """The open assessment with everyone's responses, created once per database."""
    from django.db import connection, transaction

    from assessments.needs.models import NeedsAssessment
    from tests.benchmarks.works import timed

    assessment = NeedsAssessment.objects.filter(title=TITLE).first()
    if assessment is not None:
        return assessment, {"people": PEOPLE, "items": ITEMS}
    assessment, places = _prepare_assessment()
    values = {
        "collection": assessment.collection_id, "version": assessment.collection.version_id,
        "groups": list(WEIGHTS), "places": places, "people": PEOPLE,
    }  # fmt: skip

    def load() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOAD, values)
            # In the same transaction: a failed load must not be measured as an empty assessment.
            NeedsAssessment.objects.filter(pk=assessment.pk).update(title=TITLE)

    _none, measured = timed(load)
    with connection.cursor() as cursor:
        # Writes left over from loading must not count as time of closing, since real responses arrive over weeks.
        cursor.execute("VACUUM (ANALYZE) assessments_answer, assessments_response, assessments_invitation")
        cursor.execute("CHECKPOINT")
    return assessment, {"people": PEOPLE, "items": ITEMS, "loaded_in_seconds": measured["wall_seconds"]}


def _prepare_assessment() -> tuple[Any, list[int]]:
    from assessments.needs import services
    from participants.organisations.models import Jurisdiction
    from tests.factories import assessments as make
    from tests.factories.participants import JurisdictionFactory

    places = list(Jurisdiction.objects.filter(code__startswith="MN").order_by("pk"))
    places = places or [JurisdictionFactory(code=f"MN{n}", name=f"Measured place {n}") for n in range(PLACES)]
    assessment = make.draft_assessment(
        version=make.framework(domains=6, each=10), weights=WEIGHTS, jurisdiction=places[0]
    )
    assessment.jurisdictions.set(places)
    make.invitation(assessment)
    services.open_assessment(assessment=assessment, by=None)
    return assessment, [place.pk for place in places]


def _computed(assessment: Any) -> dict[str, Any]:
    """Close through the job; a second run of the benchmark computes again and rolls back."""
    import pgtrigger
    from django.contrib.auth import get_user_model
    from django.db import transaction

    from assessments.collection import anonymisation
    from assessments.collection import tasks as collecting
    from assessments.needs import ranking_snapshot, services, tasks
    from assessments.needs.models import NeedsAssessment, Ranking
    from portal.audit.models import AuditEntry
    from portal.jobs.models import Job
    from tests.benchmarks.works import timed

    by = get_user_model().objects.get(email="coordinator@demo.example")
    assessment = NeedsAssessment.objects.get(pk=assessment.pk)
    if assessment.state == NeedsAssessment.State.OPEN:
        job = services.start_closing(assessment=assessment, by=by)
        whole = timed(lambda: tasks.close(job.pk))[1]
        assert Job.objects.get(pk=job.pk).state == "done", Job.objects.get(pk=job.pk).error_for_operators
        closed = AuditEntry.objects.get(action="assessment.closed", target_id=assessment.pk)
        took = closed.happened_at - Job.objects.get(pk=job.pk).started_at
        anonymised = timed(
            lambda: collecting.finalise_anonymisation(Job.objects.get(kind=anonymisation.ANONYMISE).pk)
        )[1]
        return {
            "first_computation_seconds": round(took.total_seconds(), 2),
            "closing": whole,
            "anonymising_afterwards": anonymised,
        }
    with transaction.atomic():
        with pgtrigger.ignore():
            Ranking.objects.filter(assessment=assessment).delete()
        _ranking, measured = timed(lambda: ranking_snapshot.freeze_ranking(assessment))
        transaction.set_rollback(True)
    return {"first_computation": measured}
