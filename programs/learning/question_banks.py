"""Question banks: the questions of an edition's tests, which are frozen with the edition."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.instruments import editions
from assessments.instruments import services as instruments
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.phrases import count_missing
from assessments.instruments.queries import VersionRows
from assessments.instruments.validation import SCORED, opening_issues
from participants.accounts.models import User
from portal.access.errors import DomainError
from programs.curriculum.models import Edition
from programs.curriculum.services import EditionFrozenError
from programs.learning.blueprint import BankQuestion, select_questions
from programs.learning.models import QuestionBank, Quiz


class QuizNotReadyError(DomainError):
    """The tests of an edition are incomplete, so that it cannot be published."""

    code = "test_not_ready"
    message = _("A test has no questions. Write questions for each competency and set when they are asked.")


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
        if bank is None or not select_question_names(quiz, bank.version):
            raise QuizNotReadyError
    if bank is None or bank.version.is_open:
        return
    issues = opening_issues(bank.version, languages=[bank.version.source_language], anonymity="named")
    if issues:
        raise QuizNotReadyError(" ".join(issues))
    instruments.freeze(bank.version)


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
