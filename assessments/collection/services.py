"""Answering: drafts that save themselves, one submission, and in confidence no way back to who it was.

Whoever answers holds a link, not an account, so nothing here takes a person. The invitation's row is locked first.
"""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assessments.collection.errors import CollectionClosedError, NothingAnsweredError
from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.collection.queries import links_of
from assessments.collection.shuffling import shuffle
from assessments.instruments.models import Question
from portal.links.services import LinkClosedError

State = Invitation.State
COMMENT_SIGNS = 500


def require_open(collection: Collection) -> None:
    """Raises `CollectionClosedError`."""
    if collection.version.opened_at is None or not collection.is_open:
        raise CollectionClosedError


@transaction.atomic
def save_draft(
    *, invitation: Invitation, page: int, language: str, values: Mapping[Question, str]
) -> Response:
    """Keep what stands on one page: question -> "" (nothing), "1" to "5", "na", or the words of a comment.

    Questions that are not among `values` keep their answers. Raises `LinkClosedError`, `CollectionClosedError`.
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
    _write(response, values)
    if invitation.state != State.STARTED:
        invitation.state = State.STARTED
        invitation.save(update_fields=["state", "updated_at"])
    return response


@transaction.atomic
def submit(*, invitation: Invitation) -> Response:
    """Send the draft for good and use up every link of the invitation: the second of two hands is refused.

    Raises `LinkClosedError("used")`, `CollectionClosedError`, `NothingAnsweredError`.
    """
    # The collection's lock keeps answers and the close apart: what is accepted here is in the ranking.
    collection = (
        Collection.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version")
        .get(pk=invitation.collection_id)
    )
    invitation = _lock(invitation)
    require_open(collection)
    draft = Response.objects.filter(invitation=invitation).first()
    if draft is None or not draft.answers.filter(question__type=Question.Type.RATING).exists():
        raise NothingAnsweredError
    links_of(invitation).filter(used_up_at=None).update(used_up_at=timezone.now())
    invitation.state = State.COMPLETE
    invitation.save(update_fields=["state", "updated_at"])
    if collection.cuts_answers:
        return _cut(draft, collection)
    draft.submitted_at = timezone.now()
    draft.save(update_fields=["submitted_at"])
    return draft


@transaction.atomic
def decline(*, invitation: Invitation) -> None:
    """They say that it does not concern them: the draft goes, the link is used up, no reminder follows."""
    invitation = _lock(invitation)
    Response.objects.filter(invitation=invitation, submitted_at=None).delete()
    links_of(invitation).filter(used_up_at=None).update(used_up_at=timezone.now())
    invitation.state = State.SCREENED_OUT
    invitation.save(update_fields=["state", "updated_at"])


@transaction.atomic
def end(collection: Collection) -> None:
    """Take no more answers, and forget what was never sent. Call with the collection's row locked.

    Where answers are cut they are laid down anew in a random order: neither the database's own row versions, which
    would pair an answer with the link used up in the same transaction, nor the place of a row then tell anything.
    """
    now = timezone.now()
    if collection.closes_at > now:
        collection.closes_at = max(now, collection.opens_at + timedelta(microseconds=1))
        collection.save(update_fields=["closes_at", "updated_at"])
    Response.objects.filter(collection=collection, submitted_at=None).delete()
    if collection.cuts_answers:
        shuffle(collection)


def _lock(invitation: Invitation) -> Invitation:
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("collection__version")
        .get(pk=invitation.pk)
    )
    if locked.state in (State.COMPLETE, State.SCREENED_OUT, State.DELEGATED):
        raise LinkClosedError("used")
    return locked


def _write(response: Response, values: Mapping[Question, str]) -> None:
    empty = [question.pk for question, value in values.items() if not value.strip()]
    Answer.objects.filter(response=response, question__in=empty).delete()
    rows = [_answer(response, question, value.strip()) for question, value in values.items() if value.strip()]
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["response", "question"],
        update_fields=["number", "text", "not_applicable"],
    )


def _answer(response: Response, question: Question, value: str) -> Answer:
    if question.type == Question.Type.TEXT:
        return Answer(response=response, question=question, text=value[:COMMENT_SIGNS])
    if value == "na":
        return Answer(response=response, question=question, not_applicable=True)
    return Answer(response=response, question=question, number=int(value))


def _cut(draft: Response, collection: Collection) -> Response:
    """The draft again, as nobody's: new random ids, no invitation, the collection's opening for its time."""
    sealed = Response.objects.create(
        collection=collection,
        group_code=draft.group_code,
        jurisdiction_id=draft.jurisdiction_id,
        court_level=draft.court_level,
        language=draft.language,
        submitted_at=collection.opens_at,
    )
    answers = list(draft.answers.all())
    draft.delete()
    for answer in answers:
        answer.pk, answer.response = uuid.uuid4(), sealed
        answer._state.adding = True
    Answer.objects.bulk_create(sorted(answers, key=lambda answer: answer.pk))
    return sealed
