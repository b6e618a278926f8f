"""The three pages of a collection's comments, shared by needs assessments and course surveys."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.analysis import comments
from assessments.analysis.distributions import K
from assessments.analysis.forms import CodingForm
from assessments.analysis.models import CodedComment, CommentTag
from assessments.collection.models import Answer, Collection
from portal.access.users import SignedInRequest
from portal.tables.export import csv_response
from portal.ui.pages import post_data, render_page

A_PAGE = 25
CHOSEN = {
    "unread": Q(coded_comment=None), "shared": Q(coded_comment__is_shared=True),
    "kept": Q(coded_comment__is_shared=False),
}  # fmt: skip


@dataclass(frozen=True)
class CommentPages:
    """Whose comments are shown, and under which URLs: `about` owns the collection."""

    about: Any
    collection: Collection | None  # none while the collection is open
    url_namespace: str  # URL namespace of `coding`, `comment` and `shared`
    templates: str
    frame: dict[str, Any]
    k: int = K  # comments are withheld while fewer people have responded

    def url(self, name: str, *rest: str) -> str:
        return reverse(f"{self.url_namespace}:{name}", args=[self.about.public_id, *rest])

    def comments(self) -> QuerySet[Answer]:
        return comments.comments_in(self.collection, k=self.k) if self.collection else Answer.objects.none()

    def is_withheld(self) -> bool:
        return self.collection is not None and comments.is_withheld(self.collection, k=self.k)

    def tags(self) -> QuerySet[CommentTag]:
        return CommentTag.objects.filter(collection=self.collection)

    def render(self, request: SignedInRequest, name: str, **context: Any) -> HttpResponse:
        context = {
            "coding_url": self.url("coding"),
            "shared_url": self.url("shared"),
            **context,
            **self.frame,
        }
        return render_page(request, f"{self.templates}/{name}.html", **context)


def coding_page(request: SignedInRequest, pages: CommentPages) -> HttpResponse:
    """Every comment with its state and tags, filtered by either."""
    comments_of_page = pages.comments()
    state, tag = request.GET.get("state", ""), request.GET.get("tag", "")
    chosen = CHOSEN.get(state, Q())
    if tag:
        chosen &= Q(coded_comment__tags__name__iexact=tag)
    rows = comments_of_page.filter(chosen).select_related("coded_comment", "question__competency")
    rows = rows.prefetch_related("coded_comment__tags", "question__texts", "question__competency__texts")
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = comments.comment_counts(comments_of_page)
    return pages.render(
        request,
        "coding",
        k=pages.k,
        is_over=pages.collection is not None,
        is_withheld=pages.collection is not None
        and not counts["all"]
        and comments.is_withheld(pages.collection, k=pages.k),
        rows=shown,
        addressed=[(answer, pages.url("comment", answer.short_id)) for answer in shown],
        comment_counts=counts,
        tags=pages.tags().annotate(n=Count("comments")),
        state=state if state in CHOSEN else "",
        tag=tag,
    )


def comment_page(request: SignedInRequest, pages: CommentPages, code: str) -> HttpResponse:
    """One comment: the original text and the redacted text that is shared."""
    if pages.collection is None:
        raise Http404
    coded = pages.comments().alias(chance=Answer.short_id_expression()).filter(chance=code)
    comment = get_object_or_404(coded.select_related("question__competency"))
    coded_comment = CodedComment.objects.filter(answer=comment).prefetch_related("tags").first()
    form = CodingForm(post_data(request), coded_comment=coded_comment, text=comment.text)
    if form.is_valid():
        with form.map_domain_errors():
            comments.code_comment(
                collection=pages.collection,
                about=pages.about,
                answer=comment,
                by=request.user,
                **form.cleaned_data,
            )
            following = pages.comments().filter(coded_comment=None).first()
            if following is None or "next" not in request.POST:
                return redirect(pages.url("coding"))
            return redirect(pages.url("comment", following.short_id))
    known_tags = list(pages.tags().values_list("name", flat=True))
    return pages.render(
        request, "comment", form=form, answer=comment, coded_comment=coded_comment, known_tags=known_tags
    )


def shared_page(request: SignedInRequest, pages: CommentPages) -> HttpResponse:
    """The redacted comments that are shared, by tag; also as CSV."""
    rows = comments.shared_in(pages.collection) if pages.collection else CodedComment.objects.none()
    tag = request.GET.get("tag", "")
    if tag:
        rows = rows.filter(tags__name__iexact=tag)
    rows = rows.prefetch_related("answer__question__texts", "answer__question__competency__texts")
    if request.GET.get("export") == "csv":
        lines = ([row.redacted, ", ".join(t.name for t in row.tags.all()), _area(row)] for row in rows)
        return csv_response("comments", [_("Comment"), _("Tags"), _("Area")], lines)
    shown = Count("comments", filter=Q(comments__is_shared=True))
    return pages.render(
        request,
        "shared",
        rows=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        tags=pages.tags().annotate(n=shown).filter(n__gt=0),
        tag=tag,
    )


def _area(coded_comment: CodedComment) -> str:
    """The competency's code, or the question's text when it is about none."""
    question = coded_comment.answer.question
    return question.competency.code if question.competency else question.display_label
