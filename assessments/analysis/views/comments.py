"""Free-text comments: coordinators read and code them; everyone else who reads results gets the redacted ones."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.analysis import services
from assessments.analysis.forms import ReadingForm
from assessments.analysis.models import CommentTag, ReadComment
from assessments.collection.models import Answer
from assessments.instruments.models import Question
from assessments.needs import policies
from assessments.needs.desk import frame
from assessments.needs.models import NeedsAssessment
from portal.access.decorators import allow
from portal.tables.export import csv_response
from portal.ui.pages import page, posted

A_PAGE = 25
STATES = ("unread", "shared", "kept")


def _said(assessment: NeedsAssessment) -> Any:
    """The comments sent, in an order that tells nothing of people."""
    if assessment.state != NeedsAssessment.State.CLOSED:
        return Answer.objects.none()
    sent = Answer.objects.filter(
        response__collection=assessment.collection_id, response__submitted_at__isnull=False,
        question__type=Question.Type.TEXT,
    )  # fmt: skip
    return sent.exclude(text="").order_by("question__position", Answer.by_chance())


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def coding(request: HttpRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Every comment with its state and tags, filtered by either."""
    said = _said(assessment)
    counts = said.aggregate(
        all=Count("id"),
        unread=Count("id", filter=Q(reading=None)),
        shared=Count("id", filter=Q(reading__is_shared=True)),
    )
    state, tag = request.GET.get("state", ""), request.GET.get("tag", "")
    chosen = {
        "unread": Q(reading=None), "shared": Q(reading__is_shared=True), "kept": Q(reading__is_shared=False),
    }.get(state, Q())  # fmt: skip
    if tag:
        chosen &= Q(reading__tags__name__iexact=tag)
    rows = said.filter(chosen).select_related("reading", "question__competency")
    rows = rows.prefetch_related("reading__tags", "question__texts", "question__competency__texts")
    tags = CommentTag.objects.filter(assessment=assessment).annotate(n=Count("comments"))
    return page(
        request,
        "assessments/analysis/coding.html",
        rows=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        said_counts=counts,
        tags=tags,
        state=state if state in STATES else "",
        tag=tag,
        **frame(request.user, assessment),
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, assessment: NeedsAssessment, code: str) -> HttpResponse:
    """One comment: the original, and what is shared of it."""
    coded = _said(assessment).alias(code=Answer.by_chance()).filter(code=code)
    found = get_object_or_404(coded.select_related("question__competency"))
    reading = ReadComment.objects.filter(answer=found).prefetch_related("tags").first()
    form = ReadingForm(posted(request), reading=reading, text=found.text)
    if form.is_valid():
        with form.refusals():
            services.read_comment(assessment=assessment, answer=found, by=request.user, **form.cleaned_data)
            following = _said(assessment).filter(reading=None).first()
            if following is None or "next" not in request.POST:
                return redirect("assessments:analysis:coding", assessment.public_id)
            return redirect("assessments:analysis:comment", assessment.public_id, following.code)
    return page(
        request,
        "assessments/analysis/comment.html",
        form=form,
        answer=found,
        reading=reading,
        known_tags=list(CommentTag.objects.filter(assessment=assessment).values_list("name", flat=True)),
        **frame(request.user, assessment),
    )


@allow(policies.may_read, NeedsAssessment)
@require_GET
def shared(request: HttpRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The redacted comments that are shared, by tag; also as CSV."""
    rows = ReadComment.objects.filter(assessment=assessment, is_shared=True)
    tag = request.GET.get("tag", "")
    if tag:
        rows = rows.filter(tags__name__iexact=tag)
    rows = rows.order_by("answer__question__position", Answer.by_chance("answer_id")).prefetch_related("tags")
    rows = rows.select_related("answer__question__competency").defer("answer__text")
    if request.GET.get("export") == "csv":
        lines = ([r.redacted, ", ".join(t.name for t in r.tags.all()), _area(r)] for r in rows)
        return csv_response("comments", [_("Comment"), _("Tags"), _("Area")], lines)
    shown = Count("comments", filter=Q(comments__is_shared=True))
    return page(
        request,
        "assessments/analysis/shared.html",
        rows=Paginator(
            rows.prefetch_related("answer__question__texts", "answer__question__competency__texts"), A_PAGE
        ).get_page(request.GET.get("page")),
        tags=CommentTag.objects.filter(assessment=assessment).annotate(n=shown).filter(n__gt=0),
        tag=tag,
        **frame(request.user, assessment),
    )


def _area(reading: ReadComment) -> str:
    competency = reading.answer.question.competency
    return competency.code if competency else ""
