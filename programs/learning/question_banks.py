"""Question banks: the questions of an edition's tests, which are frozen with the edition."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.instruments import editions
from assessments.instruments import services as instruments
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.phrases import count_missing
from assessments.instruments.queries import VersionRows, choice_lists_of, questions_of
from assessments.instruments.validation import SCORED, opening_issues
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.languages.numbers import interpolate
from programs.curriculum.models import Edition
from programs.curriculum.services import EditionFrozenError
from programs.learning.blueprint import BankQuestion, select_questions
from programs.learning.models import QuestionBank, Quiz
from programs.learning.scoring import MIN_QUESTIONS


class QuizNotReadyError(DomainError):
    """The tests of an edition are incomplete, so that it cannot be published."""

    code = "test_not_ready"
    message = gettext_lazy(
        "A test has no questions. Write questions for each competency and set when they are asked."
    )


class TestTooShortError(DomainError):
    """A final test with a pass mark needs enough questions, since a certificate says that it was passed."""

    code = "test_too_short"

    def __init__(self, n: int) -> None:
        text = ngettext(
            "The final test draws %(n)s question. A test with a pass mark needs at least %(least)s: with fewer it "
            "attests nothing. Write more questions, or ask more for each competency.",
            "The final test draws %(n)s questions. A test with a pass mark needs at least %(least)s: with fewer "
            "it attests nothing. Write more questions, or ask more for each competency.",
            n,
        )
        super().__init__(interpolate(text, n=n, least=MIN_QUESTIONS))


class RepeatedQuestionError(DomainError):
    """The same question in two forms: what was asked before the course would be asked again after it."""

    code = "repeated_question"

    def __init__(self, first: str, second: str) -> None:
        text = _(
            "The questions %(first)s and %(second)s have the same text. Parallel forms need different questions: "
            "rewrite one of them, or keep one and use it both times as an anchor question."
        )
        super().__init__(interpolate(text, first=first, second=second))


@transaction.atomic
def get_or_create_question_bank(*, edition: Edition, by: User) -> InstrumentVersion:
    """The question bank of the edition; a new one starts as a copy of the last edition's, or empty.

    Raises `EditionFrozenError` if a published edition has none.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("module").get(pk=edition.pk)
    bank = QuestionBank.objects.filter(edition=edition).select_related("version").first()
    if bank is not None:
        return bank.version
    if edition.state != Edition.State.DRAFT:
        raise EditionFrozenError
    previous = (
        QuestionBank.objects.filter(edition__module=edition.module_id).order_by("-edition__number").first()
    )
    if previous is not None:
        version = editions.new_edition(version=previous.version, by=by)
    else:
        version = instruments.create_instrument(
            owner=edition.module.owner, title=edition.module.title, kind=Instrument.Kind.TEST, by=by
        )
    covered = edition.coverage.select_related("competency").first()
    version.framework_version_id = covered.competency.version_id if covered else version.framework_version_id
    version.save(update_fields=["framework_version", "updated_at"])
    QuestionBank.objects.create(edition=edition, version=version)
    return version


def freeze(edition: Edition) -> None:
    """Freeze the question bank with its edition. Raises `QuizNotReadyError` if a test or correct answer is missing."""
    quizzes = Quiz.objects.filter(unit__section__edition=edition).select_related("unit__section")
    bank = QuestionBank.objects.filter(edition=edition).select_related("version__instrument").first()
    for quiz in quizzes:
        names = select_question_names(quiz, bank.version) if bank else []
        if not names:
            raise QuizNotReadyError
        if quiz.phase == Quiz.Phase.POST and quiz.pass_share and len(names) < MIN_QUESTIONS:
            raise TestTooShortError(len(names))
    if bank is None or bank.version.is_open:
        return
    repeated = repeated_questions(bank.version)
    if repeated is not None:
        raise RepeatedQuestionError(*repeated)
    issues = opening_issues(bank.version, languages=[bank.version.source_language], anonymity="named")
    if issues:
        raise QuizNotReadyError(" ".join(issues))
    instruments.freeze(bank.version)


def repeated_questions(version: InstrumentVersion) -> tuple[str, str] | None:
    """The names of two questions of the tests with the same text and the same choices, in any language."""
    lists = {
        row.pk: frozenset(_plain(text.label) for choice in row.choices.all() for text in choice.texts.all())
        for row in choice_lists_of(version)
    }
    seen: dict[Any, str] = {}
    for question in questions_of(version):
        if question.type not in SCORED or not question.test_form:
            continue
        for text in question.texts.all():
            key = (text.language, _plain(text.label), lists.get(question.choice_list_id or 0))
            if text.label and seen.setdefault(key, question.name) != question.name:
                return seen[key], question.name
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def question_bank_of(quiz: Quiz) -> InstrumentVersion | None:
    """The question bank of the test's edition, or None."""
    banks = QuestionBank.objects.filter(edition=quiz.unit.section.edition_id)
    bank = banks.select_related("version").first()
    return bank.version if bank else None


def select_question_names(quiz: Quiz, version: InstrumentVersion) -> list[str]:
    """The names of the questions of this test, in order; one query. Questions that cannot be scored are skipped."""
    rows = version.questions.filter(type__in=SCORED).exclude(test_form="").exclude(competency=None)
    bank = [
        BankQuestion(name, competency, form, position)
        for name, competency, form, position in rows.values_list(
            "name", "competency", "test_form", "position"
        )
    ]
    return select_questions(bank, phase=quiz.phase, items_per_competency=quiz.items_per_competency)


def languages_of(version: InstrumentVersion) -> list[str]:
    """The languages in which the question bank is complete, the source language first."""
    rows = VersionRows(version)
    others = [code for code, _name in settings.LANGUAGES if code != version.source_language]
    return [version.source_language, *(code for code in others if not count_missing(version, code, rows))]
