"""Free-text comments of one collection: coded by those who manage it, and shared with names redacted.

Callers check the permissions and that the collection is closed, because assessments and surveys differ in both.
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
    """The comments submitted, in an order that does not depend on who wrote them.

    Empty when fewer than `k` people gave anonymised responses, because the respondent list shows who has
    responded.
    """
    sent = _sent_in(collection)
    rows = Answer.objects.filter(response__in=sent, question__type=Question.Type.TEXT).exclude(text="")
    if collection.anonymises_responses:
        people = sent.order_by().values("collection").annotate(n=Count("pk")).values("n")
        rows = rows.alias(people=models.Subquery(people)).filter(people__gte=k)
    return rows.order_by("question__position", Answer.short_id_expression())


def is_withheld(collection: Collection, *, k: int = K) -> bool:
    """Whether too few people responded for any comment to be shown."""
    return collection.anonymises_responses and _sent_in(collection).count() < k


def _sent_in(collection: Collection) -> QuerySet[Response]:
    return Response.objects.filter(collection=collection, submitted_at__isnull=False)


def comment_counts(answers: QuerySet[Answer]) -> dict[str, int]:
    """Count `all`, `unread` and `shared` in one query."""
    return answers.aggregate(
        all=Count("id"),
        unread=Count("id", filter=Q(coded_comment=None)),
        shared=Count("id", filter=Q(coded_comment__is_shared=True)),
    )


def shared_in(collection: Collection) -> QuerySet[CodedComment]:
    """The redacted comments that are shared, in the same order. The original is not loaded."""
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
    """Save how a comment is coded: passages redacted, tags by name (new ones are created), shared or not.

    `revision` is 0 for a comment that is not coded yet. `about` is the object that owns the collection; the
    change is recorded in its history. Raises NotClosedError, PassageMissingError, StaleRevisionError.
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
    audit.record(by, "comment.coded", about, is_shared=is_shared, spans=len(spans))
    return coded_comment


def _tag(collection: Collection, name: str) -> CommentTag:
    # Folded as the unique constraint folds it: the constraint treats both cases of ß as equal, `iexact`
    # does not.
    tags = CommentTag.objects.filter(collection=collection).alias(folded=Lower("name"))
    tag = tags.filter(folded=Lower(models.Value(name))).first()
    return tag or CommentTag.objects.create(collection=collection, name=name)
