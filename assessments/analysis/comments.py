"""Free-text comments of one collection: read and coded by those who keep it, shared with names blacked out.

Who may do what, and that answers have stopped coming in, is the caller's to say: assessments and surveys differ in it.
"""

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from assessments.analysis.distributions import K
from assessments.analysis.errors import NotClosedError, PassageMissingError
from assessments.analysis.models import CodedComment, CommentTag
from assessments.analysis.redaction import redacted, spans_of
from assessments.collection.models import Answer, Collection, Response
from assessments.instruments.models import Question
from participants.accounts.models import User
from portal.access.errors import StaleRevisionError
from portal.audit import services as audit


def comments_in(collection: Collection, *, k: int = K) -> QuerySet[Answer]:
    """The comments sent, in an order that tells nothing of people.

    None where fewer than `k` people answered what is cut from them: the list of those asked says who has answered.
    """
    sent = _sent_in(collection)
    rows = Answer.objects.filter(response__in=sent, question__type=Question.Type.TEXT).exclude(text="")
    if collection.anonymises_responses:
        people = sent.order_by().values("collection").annotate(n=Count("pk")).values("n")
        rows = rows.alias(people=models.Subquery(people)).filter(people__gte=k)
    return rows.order_by("question__position", Answer.short_id_expression())


def is_withheld(collection: Collection, *, k: int = K) -> bool:
    """Whether too few answered for any comment to be read."""
    return collection.anonymises_responses and _sent_in(collection).count() < k


def _sent_in(collection: Collection) -> QuerySet[Response]:
    return Response.objects.filter(collection=collection, submitted_at__isnull=False)


def comment_counts(said: QuerySet[Answer]) -> dict[str, int]:
    """`all`, `unread`, `shared`: one query."""
    return said.aggregate(
        all=Count("id"),
        unread=Count("id", filter=Q(coded_comment=None)),
        shared=Count("id", filter=Q(coded_comment__is_shared=True)),
    )


def shared_in(collection: Collection) -> QuerySet[CodedComment]:
    """What is shared of them, in the same order; the original is not read."""
    rows = CodedComment.objects.filter(collection=collection, is_shared=True).prefetch_related("tags")
    rows = rows.select_related("answer__question__competency").defer("answer__text")
    return rows.order_by("answer__question__position", Answer.short_id_expression("answer_id"))


@transaction.atomic
def code_comment(
    *,
    collection: Collection,
    about: models.Model,
    answer: Answer,
    hide: Sequence[str],
    tags: Sequence[str],
    is_shared: bool,
    revision: int,
    by: User,
) -> CodedComment:
    """Keep a coded_comment: passages blacked out, tags by name (new ones are made), shared or not. `revision`
    is 0 first.

    `about` is what the collection belongs to: its history tells of it. Raises NotClosedError, PassageMissingError,
    StaleRevisionError.
    """
    if Collection.objects.select_for_update(no_key=True).get(pk=collection.pk).closes_at > timezone.now():
        raise NotClosedError
    spans, missing = spans_of(answer.text, hide)
    if missing:
        raise PassageMissingError(missing[0])
    coded_comment = CodedComment.objects.filter(answer=answer).first()
    if (coded_comment.revision if coded_comment else 0) != revision:
        raise StaleRevisionError
    coded_comment = coded_comment or CodedComment(collection=collection, answer=answer, revision=0)
    coded_comment.spans, coded_comment.redacted = [list(span) for span in spans], redacted(answer.text, spans)
    coded_comment.is_shared, coded_comment.revision = is_shared, coded_comment.revision + 1
    coded_comment.save()
    coded_comment.tags.set([_tag(collection, name) for name in dict.fromkeys(tags)])
    audit.record(by, "comment.read", about, is_shared=is_shared, spans=len(spans))
    return coded_comment


def _tag(collection: Collection, name: str) -> CommentTag:
    # Folded as the constraint does it: the two cases of ß are one name to it, and not to `iexact`.
    known = CommentTag.objects.filter(collection=collection).alias(folded=Lower("name"))
    found = known.filter(folded=Lower(models.Value(name))).first()
    return found or CommentTag.objects.create(collection=collection, name=name)
