"""The three pages of a collection's comments, the same for an assessment and for a survey of a course."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.analysis import comments
from assessments.analysis.distributions import K
from assessments.analysis.forms import CodingForm
from assessments.analysis.models import CodedComment, CommentTag
from assessments.collection.models import Answer, Collection
from portal.tables.export import csv_response
from portal.ui.pages import post_data, render_page

A_PAGE = 25
CHOSEN = {
    "unread": Q(reading=None), "shared": Q(reading__is_shared=True), "kept": Q(reading__is_shared=False),
}  # fmt: skip


@dataclass(frozen=True)
class CommentPages:
    """Whose comments are read where: `about` owns the collection, and its room the addresses and the frame."""

    about: Any
    collection: Collection | None  # none while answers come in
    room: str  # name space of `coding`, `comment` and `shared`
    templates: str
    frame: dict[str, Any]
    k: int = K  # of fewer people who answered nothing is read

    def at(self, name: str, *rest: str) -> str:
        return reverse(f"{self.room}:{name}", args=[self.about.public_id, *rest])

    def said(self) -> QuerySet[Answer]:
        return comments.comments_in(self.collection, k=self.k) if self.collection else Answer.objects.none()

    def is_withheld(self) -> bool:
        return self.collection is not None and comments.is_withheld(self.collection, k=self.k)

    def tags(self) -> QuerySet[CommentTag]:
        return CommentTag.objects.filter(collection=self.collection)

    def page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        context = {"coding_url": self.at("coding"), "shared_url": self.at("shared"), **context, **self.frame}
        return render_page(request, f"{self.templates}/{name}.html", **context)


def coding_page(request: HttpRequest, desk: CommentPages) -> HttpResponse:
    """Every comment with its state and tags, filtered by either."""
    said = desk.said()
    state, tag = request.GET.get("state", ""), request.GET.get("tag", "")
    chosen = CHOSEN.get(state, Q())
    if tag:
        chosen &= Q(reading__tags__name__iexact=tag)
    rows = said.filter(chosen).select_related("reading", "question__competency")
    rows = rows.prefetch_related("reading__tags", "question__texts", "question__competency__texts")
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = comments.comment_counts(said)
    return desk.page(
        request,
        "coding",
        is_over=desk.collection is not None,
        is_withheld=desk.collection is not None
        and not counts["all"]
        and comments.is_withheld(desk.collection),
        rows=shown,
        addressed=[(answer, desk.at("comment", answer.code)) for answer in shown],
        said_counts=counts,
        tags=desk.tags().annotate(n=Count("comments")),
        state=state if state in CHOSEN else "",
        tag=tag,
    )


def comment_page(request: HttpRequest, desk: CommentPages, code: str) -> HttpResponse:
    """One comment: the original, and what is shared of it."""
    if desk.collection is None:
        raise Http404
    coded = desk.said().alias(chance=Answer.by_chance()).filter(chance=code)
    found = get_object_or_404(coded.select_related("question__competency"))
    reading = CodedComment.objects.filter(answer=found).prefetch_related("tags").first()
    form = CodingForm(post_data(request), reading=reading, text=found.text)
    if form.is_valid():
        with form.refusals():
            comments.code_comment(
                collection=desk.collection,
                about=desk.about,
                answer=found,
                by=request.user,
                **form.cleaned_data,
            )
            following = desk.said().filter(reading=None).first()
            if following is None or "next" not in request.POST:
                return redirect(desk.at("coding"))
            return redirect(desk.at("comment", following.code))
    known_tags = list(desk.tags().values_list("name", flat=True))
    return desk.page(request, "comment", form=form, answer=found, reading=reading, known_tags=known_tags)


def shared_page(request: HttpRequest, desk: CommentPages) -> HttpResponse:
    """The redacted comments that are shared, by tag; also as CSV."""
    rows = comments.shared_in(desk.collection) if desk.collection else CodedComment.objects.none()
    tag = request.GET.get("tag", "")
    if tag:
        rows = rows.filter(tags__name__iexact=tag)
    rows = rows.prefetch_related("answer__question__texts", "answer__question__competency__texts")
    if request.GET.get("export") == "csv":
        lines = ([one.redacted, ", ".join(t.name for t in one.tags.all()), _area(one)] for one in rows)
        return csv_response("comments", [_("Comment"), _("Tags"), _("Area")], lines)
    shown = Count("comments", filter=Q(comments__is_shared=True))
    return desk.page(
        request,
        "shared",
        rows=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        tags=desk.tags().annotate(n=shown).filter(n__gt=0),
        tag=tag,
    )


def _area(reading: CodedComment) -> str:
    """The competency's code, or what was asked where it is about none."""
    question = reading.answer.question
    return question.competency.code if question.competency else question.asked
