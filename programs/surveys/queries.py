"""Queries on surveys: target group, invited people, response counts and results."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone, translation

from assessments.analysis.comments import comment_counts, comments_in
from assessments.analysis.question_results.overall import QuestionResult, counts_of, question_results
from assessments.collection.models import Invitation, Response
from assessments.collection.response_export import submitted_responses
from assessments.instruments.builtin_templates import USED
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.queries import Questionnaire
from assessments.needs.queries import response_rate
from participants.accounts.models import User
from participants.people.models import Person
from portal.access.users import AnyUser
from portal.figures.figure import Figure
from programs.cohorts.models import Cohort, Enrolment
from programs.surveys.models import CohortSurvey
from programs.surveys.transfer import CODES, Transfer, transfer_of

KINDS = (Instrument.Kind.FEEDBACK, Instrument.Kind.TRANSFER, Instrument.Kind.EXCHANGE)
LAPSES_AFTER = timedelta(days=60)
State, Audience = CohortSurvey.State, CohortSurvey.Audience


def target_people(survey: CohortSurvey) -> QuerySet[Person]:
    """The people in the survey's audience at this moment, with or without an account."""
    seated = Enrolment.objects.filter(cohort=survey.cohort_id).seated()
    if survey.audience == Audience.PRESENT:
        seated = seated.filter(attendance__session=survey.session_id, attendance__minutes__gt=0)
    elif survey.audience == Audience.COMPLETED:
        seated = seated.filter(state=Enrolment.State.COMPLETED)
    return Person.objects.filter(pk__in=seated.values("person")).select_related("user").order_by("pk")


def reachable(survey: CohortSurvey) -> QuerySet[Person]:
    """The people of the audience who have an active account and can be invited."""
    return target_people(survey).filter(user__is_active=True)


def not_yet_invited(survey: CohortSurvey) -> int:
    """The number of people who could be invited now but have not been."""
    invited = Invitation.objects.filter(collection=survey.collection_id).for_email(OuterRef("user__email"))
    return reachable(survey).exclude(Exists(invited)).count()


def invitation_of(user: User, survey: CohortSurvey) -> Invitation | None:
    """The user's invitation, found by the email address of the account."""
    if survey.collection_id is None:
        return None
    rows = Invitation.objects.filter(collection=survey.collection_id).select_related("collection")
    return rows.for_email(user.email).first()


def unanswered_surveys(user: User) -> QuerySet[CohortSurvey]:
    """Open surveys to which the user is invited and which they have not completed."""
    unanswered = Invitation.objects.filter(
        collection=OuterRef("collection"), state__in=[Invitation.State.INVITED, Invitation.State.STARTED]
    )
    own = Enrolment.objects.filter(person__user=user).seated().values("cohort")
    rows = CohortSurvey.objects.filter(cohort__in=own, state=State.OPEN)
    return rows.filter(Exists(unanswered.for_email(user.email)), collection__closes_at__gt=timezone.now())


def surveys_of(cohort: Cohort) -> QuerySet[CohortSurvey]:
    """A cohort's surveys in the order of the course."""
    rows = with_counts(CohortSurvey.objects.filter(cohort=cohort))
    return rows.order_by(F("session__starts").asc(nulls_last=True), "days_after", "pk")


def with_counts(rows: QuerySet[CohortSurvey]) -> QuerySet[CohortSurvey]:
    """Add the numbers of invited, eligible and completed invitations, as subqueries."""
    rows = rows.select_related("session", "version__instrument", "collection", "cohort")
    invited = Invitation.objects.filter(collection=OuterRef("collection")).exclude(invited_at=None)
    eligible = invited.exclude(state__in=[Invitation.State.BOUNCED, Invitation.State.SCREENED_OUT])
    return rows.annotate(
        invited=_count(invited),
        eligible=_count(eligible),
        answered=_count(invited.filter(state=Invitation.State.COMPLETE)),
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = Func("pk", function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(n=counted).values("n"))


def is_lapsed(survey: CohortSurvey) -> bool:
    """Whether it is so long overdue that it does not open automatically, since people would no longer remember."""
    return survey.state == State.PLANNED and survey.due_at + LAPSES_AFTER < timezone.now()


@dataclass(frozen=True)
class ResponseCounts:
    """The numbers of invited and responding people and the response rate (completed of eligible)."""

    invited: int
    answered: int
    rate: Figure


def response_counts(survey: CohortSurvey) -> ResponseCounts:
    """One query."""
    states = Invitation.State
    counts = Invitation.objects.filter(collection=survey.collection_id).exclude(invited_at=None).aggregate(
        invited=Count("pk"),
        bounced=Count("pk", filter=Q(state=states.BOUNCED)),
        screened=Count("pk", filter=Q(state=states.SCREENED_OUT)),
        answered=Count("pk", filter=Q(state=states.COMPLETE)),
    )  # fmt: skip
    rate = response_rate(counts["invited"], counts["bounced"], counts["screened"], counts["answered"])
    return ResponseCounts(counts["invited"], counts["answered"], rate)


@dataclass(frozen=True)
class Results:
    """The results of a closed survey that may be shown."""

    lines: list[QuestionResult]
    transfer: Transfer | None


def results_of(survey: CohortSurvey) -> Results:
    """The results of a closed survey; empty before."""
    if survey.state != State.CLOSED or survey.collection is None:
        return Results([], None)
    collection = survey.collection
    questionnaire = Questionnaire(collection.version, translation.get_language() or "en")
    lines = question_results(collection, scales=True, questionnaire=questionnaire)
    use = next((line.question for line in lines if _is_transfer_question(line)), None)
    transfer = transfer_of(counts_of(collection, use)) if use else None
    # The rate is shown with three counts, from which suppressed counts of the five choices could be computed.
    if transfer and transfer.rate.value is not None:
        lines = [line for line in lines if line.question is not use or line.is_complete]
    return Results(lines, transfer)


def survey_comment_counts(survey: CohortSurvey) -> dict[str, int]:
    """The numbers of `all`, `unread` and `shared` comments of a closed survey; empty for reports."""
    if survey.state != State.CLOSED or survey.collection is None or survey.is_report:
        return {}
    return comment_counts(comments_in(survey.collection))


def reports_of(user: User, survey: CohortSurvey, *, all_of_them: bool) -> QuerySet[Response]:
    """Submitted reports: all of them or the user's own; none for surveys with anonymised responses."""
    if not survey.is_report or survey.collection is None:
        return Response.objects.none()
    rows = submitted_responses(survey.collection)
    own = Invitation.objects.filter(collection=survey.collection).for_email(user.email)
    return rows if all_of_them else rows.filter(invitation__in=own)


def _is_transfer_question(line: QuestionResult) -> bool:
    return line.question.name == USED and {code for code, _label in line.question.options} == CODES


def questionnaires_for(user: AnyUser, cohort: Cohort) -> QuerySet[InstrumentVersion]:
    """The latest edition of each questionnaire that a coordinator of the cohort may use."""
    own = Instrument.objects.filter(kind__in=KINDS).filter(
        Q(pk__in=Instrument.objects.visible_to(user)) | Q(owner=cohort.programme.lead_organisation_id)
    )
    newest = InstrumentVersion.objects.filter(instrument=OuterRef("instrument")).order_by("-number")
    return (
        InstrumentVersion.objects.filter(instrument__in=own, instrument__builtin_template="")
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("instrument__owner")
        .order_by("instrument__title")
    )
