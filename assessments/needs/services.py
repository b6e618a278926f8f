"""Services of needs assessments: set up, open, close, and accept needs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _noop

from assessments.collection import anonymisation, invitations
from assessments.collection import services as collecting
from assessments.collection.models import Collection, Invitation
from assessments.competencies.models import Competency, FrameworkVersion
from assessments.instruments import services as instruments
from assessments.instruments.validation import opening_issues
from assessments.needs import ranking_snapshot
from assessments.needs.errors import (
    NotDraftError,
    NotOpenError,
    NotRankedError,
    NotReadyError,
    WeightsError,
)
from assessments.needs.models import (
    AssessmentItem,
    NeedsAssessment,
    RankedNeed,
    StakeholderGroup,
    TrainingNeed,
)
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.errors import StaleRevisionError
from portal.access.users import Actor
from portal.audit import services as audit
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob, out_of_band_progress
from portal.jobs.models import Job
from portal.search import services as search

State = NeedsAssessment.State
CLOSE = "needs.close"
CLOSED_AT_ONCE = 1000  # responses; ranking them takes about a second and a half
COMPUTING = _noop("Calculating the ranking")
COLLECTED = ("opens_at", "closes_at", "anonymity", "languages")


def lock(assessment: NeedsAssessment) -> NeedsAssessment:
    """The assessment's row, locked, with its collection."""
    return (
        NeedsAssessment.objects.select_for_update(of=("self",))
        .select_related("collection__version__instrument", "owner")
        .get(pk=assessment.pk)
    )


@transaction.atomic
def create_assessment(
    *,
    title: str,
    owner: Organisation,
    framework_version: FrameworkVersion,
    jurisdictions: Sequence[Jurisdiction],
    opens_at: datetime,
    closes_at: datetime,
    languages: Sequence[str],
    anonymity: str = Collection.Anonymity.CONFIDENTIAL,
    introduction: str = "",
    by: User,
) -> NeedsAssessment:
    """Create a draft with an empty questionnaire and an empty respondent list."""
    version = instruments.create_needs_instrument(
        owner=owner, title=title, framework_version=framework_version, source_language=languages[0]
    )
    instruments.set_texts(version=version, texts={languages[0]: (title, introduction)})
    assessment = NeedsAssessment.objects.create(
        title=title,
        owner=owner,
        framework_version=framework_version,
        introduction=introduction,
        collection=Collection.objects.create(
            version=version,
            opens_at=opens_at,
            closes_at=closes_at,
            languages=list(languages),
            anonymity=anonymity,
        ),
    )
    assessment.jurisdictions.set(jurisdictions)
    audit.record(by, "assessment.created", assessment)
    search.index(assessment, title=title, body=introduction)
    return assessment


@transaction.atomic
def save_assessment(
    *, assessment: NeedsAssessment, revision: int, by: User, **fields: Any
) -> NeedsAssessment:
    """Save a draft's settings. Raises `NotDraftError`, and `StaleRevisionError` when someone else saved first."""
    assessment = _draft(assessment)
    if assessment.revision != revision:
        raise StaleRevisionError
    collection = assessment.collection
    for name in COLLECTED:
        setattr(collection, name, fields.pop(name, getattr(collection, name)))
    collection.save()
    assessment.jurisdictions.set(fields.pop("jurisdictions", assessment.jurisdictions.all()))
    for name, value in fields.items():
        setattr(assessment, name, value)
    assessment.revision += 1
    assessment.save(update_fields=[*fields, "revision", "updated_at"])
    audit.record(by, "assessment.saved", assessment)
    search.index(assessment, title=assessment.title, body=assessment.introduction)
    return assessment


@transaction.atomic
def set_items(*, assessment: NeedsAssessment, competencies: Sequence[Competency], by: User) -> None:
    """Set the competencies to rate, in the framework's order. Raises `NotDraftError`."""
    assessment = _draft(assessment)
    ordered = sorted(competencies, key=lambda competency: (competency.position, competency.code))
    instruments.write_needs_questions(version=assessment.collection.version, competencies=ordered)
    _write_items(assessment)
    audit.record(by, "assessment.items_set", assessment, items=len(ordered))


def _write_items(assessment: NeedsAssessment) -> None:
    """Set the ranked items to what the questionnaire rates, wherever it was edited: here, in its editor, in a
    workbook.
    """
    assessment.items.all().delete()
    rated = instruments.rated_competencies(assessment.collection.version)
    ours = set(
        Competency.objects.filter(pk__in=rated, version=assessment.framework_version_id).values_list(
            "pk", flat=True
        )
    )
    AssessmentItem.objects.bulk_create(
        AssessmentItem(assessment=assessment, competency_id=pk, position=n)
        for n, pk in enumerate(pk for pk in rated if pk in ours)
    )


@transaction.atomic
def set_groups(*, assessment: NeedsAssessment, weights: Mapping[str, Decimal], by: User) -> None:
    """Set the groups and their weights, which add up to 1. Raises `WeightsError`, `NotDraftError`."""
    assessment = _draft(assessment)
    total = sum(weights.values(), Decimal(0))
    if total != 1:
        raise WeightsError(Decimal(f"{(total * 100).normalize():f}"))
    assessment.groups.all().delete()
    StakeholderGroup.objects.bulk_create(
        StakeholderGroup(assessment=assessment, code=code, weight=weight) for code, weight in weights.items()
    )
    detail = {code: str(weight) for code, weight in weights.items()}
    audit.record(by, "assessment.weights_set", assessment, weights=detail)


@transaction.atomic
def set_texts(*, assessment: NeedsAssessment, texts: Mapping[str, tuple[str, str]], by: User) -> None:
    """Set title and introduction for respondents, by language. Raises `NotDraftError`."""
    assessment = _draft(assessment)
    instruments.set_texts(version=assessment.collection.version, texts=texts)
    audit.record(by, "assessment.texts_set", assessment, languages=sorted(texts))


RESPONDENTS_MISSING = _("Add the respondents’ email addresses.")


class Missing(NamedTuple):
    """What to do, as a sentence, and the page (by its tab) on which to do it."""

    text: str
    tab: str


def missing_for_opening(assessment: NeedsAssessment) -> list[Missing]:
    """What is missing before a draft can open; empty when nothing is."""
    version = assessment.collection.version
    checks = [
        ("items", bool(instruments.rated_competencies(version)), _("Select the competencies to ask about.")),
        ("groups", assessment.groups.exists(), _("Set the groups and their weights.")),
        _respondents_check(assessment.collection),
        ("edit", assessment.collection.closes_at > timezone.now(), _("Enter a closing time in the future.")),
        ("texts", version.texts.exists(), _("Enter the title that respondents see.")),
    ]
    issues = opening_issues(
        version, languages=assessment.collection.languages, anonymity=assessment.collection.anonymity
    )
    return [
        *(Missing(str(text), tab) for tab, is_met, text in checks if not is_met),
        *(Missing(issue, "questionnaire") for issue in issues),
    ]


def _respondents_check(collection: Collection) -> tuple[str, bool, Any]:
    if collection.anonymity == Collection.Anonymity.OPEN:
        return "open_links", collection.open_links.exists(), _("Create an open link for respondents.")
    return "respondents", collection.invitations.exists(), RESPONDENTS_MISSING


@transaction.atomic
def open_assessment(*, assessment: NeedsAssessment, by: User) -> NeedsAssessment:
    """Freeze the questionnaire and accept responses. Raises `NotDraftError`, `NotReadyError`."""
    assessment = _draft(assessment)
    missing = missing_for_opening(assessment)
    if missing:
        raise NotReadyError(" ".join(issue.text for issue in missing))
    collection, now = assessment.collection, timezone.now()
    _write_items(assessment)
    instruments.freeze(collection.version)
    if collection.opens_at > now:
        collection.opens_at = now
        collection.save(update_fields=["opens_at", "updated_at"])
    assessment.state = State.OPEN
    assessment.save(update_fields=["state", "updated_at"])
    audit.record(by, "assessment.opened", assessment)
    return assessment


@transaction.atomic
def close_assessment(
    *,
    assessment: NeedsAssessment,
    by: Actor,
    on_progress: Callable[[int], None] = ranking_snapshot.no_progress,
    only_if_over: bool = False,
) -> NeedsAssessment:
    """Stop accepting responses and freeze the ranking; `on_progress` is called with its progress. Raises
    `NotOpenError`.

    With `only_if_over` nothing happens if someone has extended the closing time in the meantime.
    """
    assessment = _rank_and_close(
        assessment=assessment, by=by, on_progress=on_progress, only_if_over=only_if_over
    )
    collecting.end(assessment.collection)
    anonymisation.finalise_anonymisation(assessment.collection)
    return assessment


@transaction.atomic
def _rank_and_close(
    *, assessment: NeedsAssessment, by: Actor, on_progress: Callable[[int], None], only_if_over: bool = False
) -> NeedsAssessment:
    assessment = lock(assessment)
    if assessment.state != State.OPEN:
        raise NotOpenError
    # Waits for submissions in progress: see `collection.services.submit`.
    collection = Collection.objects.select_for_update(no_key=True).get(pk=assessment.collection_id)
    if only_if_over and collection.is_open:
        raise NotOpenError
    invitations.mark_bounced(collection)
    collection.closes_at = min(
        collection.closes_at, max(timezone.now(), collection.opens_at + timedelta(microseconds=1))
    )
    collection.save(update_fields=["closes_at", "updated_at"])
    assessment.collection = collection
    assessment.state = State.CLOSED
    assessment.save(update_fields=["state", "updated_at"])
    ranking = ranking_snapshot.freeze_ranking(assessment, on_progress)
    audit.record(by, "assessment.closed", assessment, ranking=str(ranking.public_id))
    return assessment


def is_long_to_close(assessment: NeedsAssessment) -> bool:
    """Whether there are too many responses to rank them within a request."""
    return assessment.collection.invitations.filter(state=Invitation.State.COMPLETE).count() > CLOSED_AT_ONCE


def start_closing(*, assessment: NeedsAssessment, by: Actor) -> Job:
    """Close it in a job; starting twice gives the same job. Raises `NotOpenError`."""
    if assessment.state != State.OPEN:
        raise NotOpenError
    return jobs.start(CLOSE, key=f"assessment:{assessment.pk}", by=by, target=assessment)


def close_as_job(job: ClaimedJob) -> None:
    """The job of `start_closing`: freeze the ranking first, because people wait for it; anonymise in another
    job.

    It can be interrupted anywhere and run again.
    """
    assessment = job.target
    with out_of_band_progress(job, total=ranking_snapshot.STEPS, step=COMPUTING) as on_progress:
        try:
            _rank_and_close(
                assessment=assessment,
                by=job.requested_by,
                on_progress=on_progress,
                only_if_over=job.requested_by is None,  # started by the scheduled task
            )
        except NotOpenError:
            if NeedsAssessment.objects.get(pk=assessment.pk).state != State.CLOSED:
                raise
    with transaction.atomic():
        collection = Collection.objects.select_for_update(no_key=True).get(pk=assessment.collection_id)
        collecting.end(collection)
        anonymisation.start(collection, by=job.requested_by)
    job.finish(url=reverse("assessments:needs:results", args=[assessment.public_id]))


def close_due() -> int:
    """Close every open assessment whose time is over, large ones in jobs; concurrent runs close each once.

    Returns how many.
    """
    due = NeedsAssessment.objects.filter(state=State.OPEN, collection__closes_at__lte=timezone.now())
    closed = 0
    for assessment in due:
        try:
            if is_long_to_close(assessment):
                start_closing(assessment=assessment, by=None)
            else:
                close_assessment(assessment=assessment, by=None, only_if_over=True)
        except NotOpenError:  # a concurrent run was first, or the closing time was extended
            continue
        closed += 1
    return closed


@transaction.atomic
def accept(
    *,
    ranked_need: RankedNeed,
    statement: str,
    priority: int,
    by: User,
    cause: str = TrainingNeed.Cause.TRAINING,
    jurisdiction: Jurisdiction | None = None,
) -> TrainingNeed:
    """Accept a row of the ranking as a need; a second time returns the existing one.

    Raises `NotRankedError` for a row of one group, or without a score.
    """
    if ranked_need.group_code or ranked_need.score is None:
        raise NotRankedError
    assessment = lock(ranked_need.ranking.assessment)
    need, created = TrainingNeed.objects.get_or_create(
        assessment=assessment,
        competency_id=ranked_need.competency_id,
        jurisdiction=jurisdiction,
        defaults={"ranked_need": ranked_need, "statement": statement, "priority": priority, "cause": cause},
    )
    if created:
        audit.record(by, "need.accepted", need)
        search.index(
            need, title=need.statement, body=f"{assessment.title} {ranked_need.competency.statement}"
        )
    return need


def _draft(assessment: NeedsAssessment) -> NeedsAssessment:
    assessment = lock(assessment)
    if assessment.state != State.DRAFT:
        raise NotDraftError
    return assessment
