"""The pages of an assessment as tabs in two levels: groups of pages, and the pages of the current group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection
from assessments.needs.models import NeedsAssessment


@dataclass(frozen=True)
class Tab:
    """One page; `key` is the value of `tab` in its template."""

    key: str
    label: Any
    address: str


@dataclass(frozen=True)
class TabGroup:
    """Related pages. A group of one page links to that page."""

    label: Any
    tabs: tuple[Tab, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(tab.key for tab in self.tabs)

    @property
    def address(self) -> str:
        return self.tabs[0].address


def tab_groups(assessment: NeedsAssessment, *, may_manage: bool, counts: Mapping[str, Any]) -> list[TabGroup]:
    """The pages that the person can open in the assessment's state; `counts` are those of
    `dashboard.base_context`.
    """
    groups = [
        (_("Questionnaire"), _questionnaire_tabs(assessment, may_manage=may_manage, counts=counts)),
        (_("Respondents"), _respondent_tabs(assessment, may_manage=may_manage, counts=counts)),
        (_("Consultation"), _consultation_tabs(assessment)),
        (_("Results"), _result_tabs(assessment, may_manage=may_manage, counts=counts)),
        (_("Findings"), _findings_tabs(assessment)),
    ]
    tab_groups_shown = [TabGroup(label, tuple(tabs)) for label, tabs in groups]
    overview = _tab(assessment, "overview", _("Overview"), "needs:assessment")
    return [TabGroup(overview.label, (overview,)), *(group for group in tab_groups_shown if group.tabs)]


def _tab(assessment: NeedsAssessment, key: str, label: Any, page: str, count: int | None = None) -> Tab:
    full_label = label if count is None else format_lazy("{label} ({count})", label=label, count=count)
    return Tab(key, full_label, reverse(f"assessments:{page}", args=[assessment.public_id]))


def _questionnaire_tabs(
    assessment: NeedsAssessment, *, may_manage: bool, counts: Mapping[str, Any]
) -> Iterator[Tab]:
    if not may_manage:
        return
    if assessment.state == NeedsAssessment.State.DRAFT:
        yield _tab(assessment, "items", _("Questions"), "needs:items", counts["n_items"])
        yield _tab(assessment, "groups", _("Groups and weights"), "needs:groups", counts["n_groups"])
        yield _tab(assessment, "texts", _("Title and introduction"), "needs:texts")
    yield Tab(
        "questionnaire",
        _("Questionnaire"),
        reverse("assessments:instruments:version", args=[counts["questionnaire"]]),
    )


def _respondent_tabs(
    assessment: NeedsAssessment, *, may_manage: bool, counts: Mapping[str, Any]
) -> Iterator[Tab]:
    if not may_manage:
        return
    if assessment.collection.anonymity == Collection.Anonymity.OPEN:
        yield _tab(assessment, "open_links", _("Open links"), "needs:open_links", counts["n_links"])
        return
    yield _tab(assessment, "respondents", _("Respondents"), "needs:respondents", counts.get("n_people"))
    if assessment.state != NeedsAssessment.State.CLOSED:
        yield _tab(assessment, "reminders", _("Reminders"), "needs:reminders")


def _consultation_tabs(assessment: NeedsAssessment) -> Iterator[Tab]:
    yield _tab(assessment, "consultations", _("Consultations"), "consultations:consultations")
    yield _tab(assessment, "evidence", _("Evidence"), "consultations:evidence")
    if assessment.state != NeedsAssessment.State.DRAFT:
        yield _tab(assessment, "consensus", _("Consensus"), "consensus:panels")


def _result_tabs(
    assessment: NeedsAssessment, *, may_manage: bool, counts: Mapping[str, Any]
) -> Iterator[Tab]:
    if assessment.state != NeedsAssessment.State.CLOSED:
        return
    yield _tab(assessment, "results", _("Ranked needs"), "needs:results")
    yield _tab(assessment, "disagreement", _("Where groups disagree"), "analysis:disagreement")
    yield _tab(assessment, "weights", _("Weights"), "analysis:weights")
    if counts["n_others"]:
        yield _tab(
            assessment,
            "other_questions",
            _("Other questions"),
            "analysis:other_questions",
            counts["n_others"],
        )
    comments = "analysis:coding" if may_manage else "analysis:shared"
    yield _tab(assessment, "comments", _("Comments"), comments)
    if may_manage and assessment.collection.anonymity == Collection.Anonymity.NAMED:
        yield _tab(assessment, "responses", _("Responses"), "needs:responses")
    yield _tab(assessment, "data", _("Data"), "analysis:data")


def _findings_tabs(assessment: NeedsAssessment) -> Iterator[Tab]:
    if assessment.state == NeedsAssessment.State.CLOSED:
        yield _tab(assessment, "findings", _("Findings"), "analysis:all_findings")
