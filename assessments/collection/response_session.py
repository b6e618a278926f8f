"""One respondent's session: the pages, the answers so far, the next page, and the issues that remain."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone, translation

from assessments.collection import services
from assessments.collection.forms import (
    FieldIssue,
    PageSubmission,
    field_issue,
    incomplete_pairs,
    issue_message,
)
from assessments.collection.models import Invitation, Response
from assessments.collection.queries import answers_of
from assessments.instruments.elements import NOT_ASKED, Key, ResponseEvaluator
from assessments.instruments.pages import QuestionPage, pages_of
from assessments.instruments.queries import LocalisedQuestion, Questionnaire

NEEDS_NO_ANSWER = {*NOT_ASKED, "calculate"}


def draft_of(invitation: Invitation) -> Response | None:
    return getattr(invitation, "response", None)


def language_of(invitation: Invitation) -> str:
    draft = draft_of(invitation)
    return draft.language if draft else invitation.language


@dataclass(frozen=True)
class PageReview:
    """A page in the review before submitting: how many questions are answered, and its issues."""

    page: QuestionPage
    done: int
    of: int
    incomplete: list[FieldIssue]
    issues: list[FieldIssue]


class ResponseSession:
    """Reads the questionnaire and the draft once, in nine queries."""

    def __init__(self, invitation: Invitation) -> None:
        self.invitation = invitation
        self.draft = draft_of(invitation)
        self.language = language_of(invitation)
        self.questionnaire = Questionnaire(
            invitation.collection.version,
            translation.get_language() or self.language,
            only=invitation.collection.question_names,
        )
        self.pages = pages_of(self.questionnaire)
        self.answers = answers_of(self.draft)

    @cached_property
    def evaluator(self) -> ResponseEvaluator:
        return ResponseEvaluator(self.questionnaire.elements, self.answers, today=timezone.localdate())

    @property
    def first(self) -> int:
        return next((page.number for page in self.asked_pages()), 1)

    @property
    def minutes(self) -> int:
        localised = sum(1 for page in self.pages for _question in page.questions)
        return max(3, round(localised / 6))

    @property
    def saved_at(self) -> str:
        """When the draft was last saved. The browser compares it with its own unsent copy."""
        return self.draft.saved_at.isoformat() if self.draft and self.draft.saved_at else ""

    def is_fresh(self, current: QuestionPage) -> bool:
        """Whether nothing of this page was ever saved, so that defaults are shown."""
        return self.draft is None or not any(
            (localised.name, 0) in self.answers for localised in current.questions
        )

    def asked_pages(self) -> list[QuestionPage]:
        """The pages with at least one question that is relevant for this person."""
        return [page for page in self.pages if self._has_visible_question(page)]

    def _has_visible_question(self, page: QuestionPage) -> bool:
        return any(
            self.evaluator.is_relevant(localised.name, 1 if localised.element.repeat else 0)
            for localised in page.questions
            if localised.type not in ("group", "repeat")
        )

    def next_after(self, current: QuestionPage) -> QuestionPage | None:
        return next((page for page in self.pages[current.number :] if self._has_visible_question(page)), None)

    def before(self, current: QuestionPage) -> int:
        """The number of the previous page, 0 on the first."""
        earlier = [
            page.number for page in self.pages[: current.number - 1] if self._has_visible_question(page)
        ]
        return earlier[-1] if earlier else 0

    def relevant_on(self, current: QuestionPage) -> set[Key]:
        return {
            (localised.name, n)
            for localised in current.questions
            for n in self._occurrences(localised)
            if self.evaluator.is_relevant(localised.name, n)
        }

    def save(
        self, current: QuestionPage, submission: PageSubmission, *, language: str, dropped: dict[str, int]
    ) -> None:
        """Save the page and load the answers again."""
        self.draft = services.save_draft(
            invitation=self.invitation,
            page=current.number,
            language=language,
            values=submission.values,
            uploads=submission.files,
            dropped=dropped,
        )
        self.answers = answers_of(self.draft)
        self.__dict__.pop("evaluator", None)

    def issues_on(self, current: QuestionPage, submission: PageSubmission | None = None) -> list[FieldIssue]:
        """The issues that prevent leaving this page, in its order."""
        wrong = submission.wrong if submission else {}
        issues = {problem.key: problem for problem in incomplete_pairs(current, self.answers, self.evaluator)}
        for localised in current.questions:
            for n in self._occurrences(localised):
                key = (localised.name, n)
                issue = self.evaluator.issue(*key)
                if key in wrong:
                    issues[key] = field_issue(localised, n, wrong[key])
                elif issue and key not in issues:
                    issues[key] = field_issue(localised, n, issue_message(self.questionnaire, issue))
        order = [(localised.name, n) for localised in current.questions for n in self._occurrences(localised)]
        return [issues[key] for key in order if key in issues]

    def review_page(self, page: QuestionPage) -> PageReview:
        localised = [
            (question.name, n)
            for question in page.questions
            if question.type not in NEEDS_NO_ANSWER
            for n in self._occurrences(question)
            if self.evaluator.is_relevant(question.name, n)
        ]
        incomplete = incomplete_pairs(page, self.answers, self.evaluator)
        incomplete_keys = {problem.key for problem in incomplete}
        return PageReview(
            page,
            sum(1 for key in localised if self.evaluator.value(*key)),
            len(localised),
            incomplete,
            [problem for problem in self.issues_on(page) if problem.key not in incomplete_keys],
        )

    def _occurrences(self, localised: LocalisedQuestion) -> range | tuple[int]:
        return self.evaluator.occurrences(localised.element.repeat) if localised.element.repeat else (0,)
