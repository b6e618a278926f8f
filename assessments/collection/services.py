"""Responding: automatic drafts, one submission, and in a confidential collection no link back to the person.

Respondents have a link, not an account, so functions here take no user. The invitation's row is locked first.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from assessments.collection.errors import (
    CollectionClosedError,
    NothingAnsweredError,
    NotOfferedError,
    UnfinishedError,
)
from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.collection.queries import answers_of, links_of
from assessments.collection.signals import answers_sent
from assessments.instruments.elements import NOT_ASKED, Key, ResponseEvaluator
from assessments.instruments.models import Instrument, InstrumentVersion, Question
from assessments.instruments.queries import Questionnaire
from portal.files import services as files
from portal.files.models import StoredFile
from portal.links.services import LinkClosedError

State = Invitation.State


def require_open(collection: Collection) -> None:
    """Raises `CollectionClosedError`."""
    if collection.version.opened_at is None or not collection.is_open:
        raise CollectionClosedError


@transaction.atomic
def save_draft(
    *,
    invitation: Invitation,
    page: int,
    language: str,
    values: Mapping[Key, str],
    uploads: Mapping[Key, File] = {},
    dropped: Mapping[str, int] = {},
) -> Response:
    """Save one page: (question's name, occurrence) -> canonical value, "" for no answer.

    Questions that are not in `values` keep their answers. `uploads` are the validated files of file questions.
    `dropped` removes one occurrence of a repeat; those after it move up. Raises `LinkClosedError`,
    `CollectionClosedError`.
    """
    invitation = _lock(invitation)
    require_open(invitation.collection)
    response, _created = Response.objects.get_or_create(
        invitation=invitation,
        defaults={
            "collection": invitation.collection,
            "group_code": invitation.group_code,
            "jurisdiction_id": invitation.jurisdiction_id,
            "court_level": invitation.court_level,
            "language": language,
        },
    )
    response.page, response.language, response.saved_at = page, language, timezone.now()
    response.save(update_fields=["page", "language", "saved_at"])
    stored = {key: files.store(file, name=file.name or "", owner=invitation) for key, file in uploads.items()}
    _write(response, invitation.collection.version, values, stored)
    for repeat, occurrence in dropped.items():
        _drop(response, invitation.collection.version, repeat, occurrence)
    if invitation.state != State.STARTED:
        invitation.state = State.STARTED
        invitation.save(update_fields=["state", "updated_at"])
    return response


@transaction.atomic
def submit(*, invitation: Invitation) -> Response:
    """Submit the draft and expire all links of the invitation: a concurrent second submission is refused.

    Raises `LinkClosedError("used")`, `CollectionClosedError`, `NothingAnsweredError`, `UnfinishedError`.
    """
    # The collection's lock excludes closing: every response accepted here is in the ranking.
    collection = (
        Collection.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version")
        .get(pk=invitation.collection_id)
    )
    invitation = _lock(invitation)
    require_open(collection)
    draft = Response.objects.filter(invitation=invitation).first()
    values = _sendable(draft, collection)
    links_of(invitation).filter(used_up_at=None).update(used_up_at=timezone.now())
    invitation.state = State.COMPLETE
    invitation.save(update_fields=["state", "updated_at"])
    assert draft is not None  # noqa: S101  # `_sendable` refused
    if collection.anonymity != Collection.Anonymity.NAMED:
        return _anonymise_response(draft, collection, values)
    stored = {
        (a.question_id, a.occurrence): a.file for a in draft.answers.exclude(file=None).select_related("file")
    }
    draft.answers.all().delete()
    Answer.objects.bulk_create(_answers(draft, collection.version, values, stored))
    draft.submitted_at = timezone.now()
    draft.save(update_fields=["submitted_at"])
    invitation.collection = collection
    answers_sent.send(sender=Collection, invitation=invitation, response=draft)
    return draft


@transaction.atomic
def decline(*, invitation: Invitation) -> None:
    """Decline: delete the draft and expire the links; no reminders follow.

    Tests cannot be declined: `NotOfferedError`.
    """
    invitation = _lock(invitation)
    if invitation.collection.version.instrument.kind == Instrument.Kind.TEST:
        raise NotOfferedError
    Response.objects.filter(invitation=invitation, submitted_at=None).delete()
    links_of(invitation).filter(used_up_at=None).update(used_up_at=timezone.now())
    invitation.state = State.SCREENED_OUT
    invitation.save(update_fields=["state", "updated_at"])


@transaction.atomic
def end(collection: Collection) -> None:
    """Stop accepting responses and delete drafts. Call with the collection's row locked.

    Afterwards confidential responses must be anonymised (`anonymisation.finalise_anonymisation`).
    """
    now = timezone.now()
    if collection.closes_at > now:
        collection.closes_at = max(now, collection.opens_at + timedelta(microseconds=1))
        collection.save(update_fields=["closes_at", "updated_at"])
    Response.objects.filter(collection=collection, submitted_at=None).delete()


def _lock(invitation: Invitation) -> Invitation:
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("collection__version__instrument")
        .get(pk=invitation.pk)
    )
    if locked.state in (State.COMPLETE, State.SCREENED_OUT, State.DELEGATED):
        raise LinkClosedError("used")
    return locked


def _sendable(draft: Response | None, collection: Collection) -> dict[Key, str]:
    """The values to store on submission: answers to relevant questions, and what is calculated from them."""
    if draft is None:
        raise NothingAnsweredError
    questionnaire = Questionnaire(collection.version, draft.language, only=collection.question_names)
    evaluator = ResponseEvaluator(questionnaire.elements, answers_of(draft), today=timezone.localdate())
    values = evaluator.values_to_store()
    if not any(questionnaire.elements[name].type != Question.Type.CALCULATE for name, _n in values):
        raise NothingAnsweredError
    if next(evaluator.issues(), None):
        raise UnfinishedError
    return values


def _write(
    response: Response,
    version: InstrumentVersion,
    values: Mapping[Key, str],
    stored: Mapping[Key, StoredFile],
) -> None:
    ids = dict(version.questions.filter(name__in={name for name, _n in values}).values_list("name", "pk"))
    filled = {key: value for key, value in values.items() if value}
    saved = response.answers.filter(question__in=ids.values()).values_list(
        "question__name", "occurrence", "pk"
    )
    removed = [pk for name, n, pk in saved if (name, n) in values and (name, n) not in filled]
    Answer.objects.filter(pk__in=removed).delete()
    Answer.objects.bulk_create(
        _answers(response, version, filled, {(ids[n], o): file for (n, o), file in stored.items()}),
        update_conflicts=True,
        unique_fields=["response", "question", "occurrence"],
        update_fields=["number", "text", "not_applicable", "file"],
    )


def _answers(
    response: Response,
    version: InstrumentVersion,
    values: Mapping[Key, str],
    stored: Mapping[tuple[int, int], StoredFile | None],
) -> list[Answer]:
    """Rows in the order of their random ids, so that the order does not depend on the person."""
    questions = {question.name: question for question in version.questions.all()}
    rows = []
    for (name, occurrence), value in values.items():
        question = questions[name]
        if question.type in NOT_ASKED:
            continue
        row = Answer(
            pk=Answer.id_within(response.pk), response=response, question=question, occurrence=occurrence
        )
        if question.type != Question.Type.RATING:
            row.text, row.file = value, stored.get((question.pk, occurrence))
        elif value == "na":
            row.not_applicable = True
        else:
            row.number = int(value)
        rows.append(row)
    return sorted(rows, key=lambda row: row.pk)


def _drop(response: Response, version: InstrumentVersion, repeat: str, occurrence: int) -> None:
    """Remove an occurrence. Later ones move up one by one, lowest first, because the unique constraint needs a
    free number.
    """
    inside = [
        name
        for name, element in Questionnaire(version, response.language).elements.items()
        if element.repeat == repeat
    ]
    rows = response.answers.filter(question__name__in=inside)
    rows.filter(occurrence=occurrence).delete()
    for row in rows.filter(occurrence__gt=occurrence).order_by("occurrence"):
        row.occurrence -= 1
        row.save(update_fields=["occurrence"])


def _anonymise_response(draft: Response, collection: Collection, values: Mapping[Key, str]) -> Response:
    """Copy the draft without the person: new random ids, no invitation, and the collection's opening time as
    its time.
    """
    anonymised = Response.objects.create(
        collection=collection,
        group_code=draft.group_code,
        jurisdiction_id=draft.jurisdiction_id,
        court_level=draft.court_level,
        # Collections without jurisdictions are small: a language or level could identify the only person
        # who has it.
        language=draft.language if draft.jurisdiction_id else "",
        submitted_at=collection.opens_at,
    )
    draft.delete()
    Answer.objects.bulk_create(_answers(anonymised, collection.version, values, {}))
    return anonymised
