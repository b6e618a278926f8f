"""Tests of courses, their question banks and submitted attempts, created through the services."""

from collections.abc import Mapping

from assessments.collection import services as collecting
from assessments.collection.models import Invitation
from assessments.competencies.models import Competency
from assessments.instruments import choice_lists, questions
from assessments.instruments.models import InstrumentVersion
from programs.curriculum.models import CoverageCell, Edition
from programs.learning import question_banks
from programs.learning.models import Quiz, QuizAttempt, Unit
from tests.factories import assessments as needs
from tests.factories.programs import EditionFactory, SectionFactory

YES_NO = [choice_lists.ChoiceLine("yes", "Yes", {}), choice_lists.ChoiceLine("no", "No", {})]


def quiz(*, phase: str = "post", edition: Edition | None = None, each: int = 2) -> Quiz:
    """A test in an edition that covers one competency."""
    edition = edition or EditionFactory()
    if not edition.coverage.exists():
        competency = Competency.objects.filter(version=needs.framework(), kind="competency").first()
        CoverageCell.objects.create(edition=edition, competency=competency, depth="assesses", level=3)
    section = SectionFactory(edition=edition)
    unit = Unit.objects.create(section=section, position=1, kind="quiz", title="Final test")
    return Quiz.objects.create(unit=unit, phase=phase, items_per_competency=each)


def question(version: InstrumentVersion, edition: Edition, name: str, **fields):
    """A question with the correct answer "yes", used in the post-test."""
    kind = fields.pop("kind", "select_one")
    return questions.add_question(
        version=version, kind=kind, name=name, competency=edition.coverage.get().competency,
        texts={"label": f"Is {name} so?", "explanation": f"Because of {name}.", **fields.pop("texts", {})},
        rules={"required": "yes", "correct_answer": "yes", "test_form": "b", **fields.pop("rules", {})},
        choices=fields.pop("choices", YES_NO if kind.startswith("select") else None), by=None, **fields,
    )  # fmt: skip


def question_bank(of: Quiz, *, questions: int = 2, form: str = "b") -> InstrumentVersion:
    edition = of.unit.section.edition
    version = question_banks.get_or_create_question_bank(edition=edition, by=None)
    for number in range(1, questions + 1):
        question(version, edition, f"{form}{number}", rules={"test_form": form})
    return version


def submit(invitation: Invitation, values: Mapping[str, str], *, language: str = "en") -> QuizAttempt:
    """Answer the test and submit it."""
    collecting.save_draft(
        invitation=invitation, page=1, language=language, values={(n, 0): v for n, v in values.items()}
    )
    collecting.submit(invitation=invitation)
    return QuizAttempt.objects.get(
        enrolment=invitation.started_attempt.enrolment,
        quiz=invitation.started_attempt.quiz,
        number=invitation.started_attempt.number,
    )
