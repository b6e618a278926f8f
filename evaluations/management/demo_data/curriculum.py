"""Three modules with units, tests and the competencies that they teach."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from assessments.competencies.models import Competency
from assessments.instruments import choice_lists, phrases, questions
from assessments.instruments import services as instruments
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People
from programs.curriculum.models import CoverageCell, Edition, Module, Section, Variant
from programs.learning import question_banks
from programs.learning.models import Quiz, Unit, UnitCompetency

MODULES: dict[str, dict[str, Any]] = {
    "CFM": {
        "title": "Case-flow management",
        "owner": "pacific-institute",
        "summary": "Managing a docket so that a hearing date is a promise: early conferences, firm dates, few adjournments.",
        "objectives": "Set and keep firm hearing dates\nHold an early conference in every new civil case\nCount cases and read what the counts say\nWrite a practice direction on adjournments",
        "hours": (12, 8, 2),
        "domain": 0,
        "sections": [
            ("Why dockets stall", [
                ("What a stalled docket costs", "A file that waits is not at rest. Witnesses move, memories fade, and the parties pay for each visit that brings nothing. In this unit you look at one month of your own list and count the matters that went ahead, those that a party moved, and those that the court itself could not reach.\n\nThe third group is yours to change. It is the share of hearings for which the court had listed more than it could hear."),
                ("Counting what you can keep", "List the matters that went ahead on the first date set, and divide by all matters listed. This share is your date certainty. A court at forty per cent that lists ten matters a day hears four; the other six lose a day.\n\nList fewer, and you hear more: parties prepare for a date that they believe in."),
            ]),
            ("Early conferences", [
                ("The first sixty days", "An early conference asks four questions: what is disputed, what is needed to decide it, what can be agreed, and by when each side will be ready. Write the answers into a direction that names what follows a default."),
                ("Directions that work", "A direction works when it says who does what by which day, and what happens otherwise. Avoid the words “as soon as possible”: nobody is ever late by them."),
            ]),
            ("Holding the line", [
                ("When a party asks to adjourn", "Ask three things: was it foreseeable, who suffers, and what would make the next date certain? Give the reason in open court, and write it down."),
            ]),
        ],
        "items": [
            ("A court hears four of the ten matters that it lists each day. What should it try first?", ["List fewer matters a day", "Sit on Saturdays", "Fine the parties who come unprepared"], "Parties prepare for dates that are kept; listing what can be heard makes them certain."),
            ("What belongs in every direction?", ["The consequence of a default", "The judge’s view of the merits", "The expected length of the judgment"], "A direction that names its consequence can be enforced."),
            ("What does a clearance rate of 90 per cent say?", ["The stock of pending cases grows", "Nine of ten cases are won by the claimant", "Cases take 90 days"], "Fewer cases are resolved than come in, so the stock grows."),
            ("Disposition time rises while old cases are being closed. What does this show?", ["It can rise although the court does better with old files", "The court is slower for every party", "The figure is wrong"], "It is a forecast from stock and output, no average of real durations."),
        ],
    },
    "DEV": {
        "title": "Digital evidence in criminal and civil cases",
        "owner": "lima-academy",
        "summary": "Admitting, testing and explaining messages, recordings and files, with respect for privacy and fair trial.",
        "objectives": "Ask the right questions about the origin of a file\nExplain in reasons why a recording was admitted\nProtect privacy while evidence is examined",
        "hours": (10, 10, 2),
        "domain": 2,
        "sections": [
            ("Where a file comes from", [
                ("Origin and integrity", "A file can be copied without loss and changed without trace. What a court can test is the chain: who took it, with what, when, who had it since, and whether a fingerprint was taken on the first day."),
                ("Messages and their context", "One message out of a conversation says little. Ask for what stood before and after, for the time zone of the device, and for who else could use it."),
            ]),
            ("Weighing and explaining", [
                ("Reasons that parties understand", "Say what was disputed about the file, what the expert did, what remained uncertain, and why that uncertainty did or did not matter."),
            ]),
        ],
        "items": [
            ("A party offers a photograph of a screen instead of the message itself. What is lacking?", ["The means to test its origin", "A translation", "A notary’s seal"], "A picture of a screen carries none of the data by which origin could be tested."),
            ("What is a hash value good for?", ["To show that a copy equals what was secured", "To find out who wrote a message", "To open an encrypted file"], "Equal fingerprints mean equal content; they tell nothing about authorship."),
            ("Two devices show different times for one call. What comes first?", ["Ask for the time zone and clock of each", "Reject both", "Take the earlier one"], "Most contradictions of this kind are settings."),
            ("A private telephone is to be examined. What limits the search?", ["The question that the court has framed", "The expert’s interest", "Nothing once it is seized"], "Necessity and proportion set the frame before the search, not after."),
        ],
    },
    "JET": {
        "title": "Judicial ethics and integrity in daily practice",
        "owner": "dakar-centre",
        "summary": "Independence, impartiality and integrity where they are tested: in the corridor, online, in the family.",
        "objectives": "Recognise a conflict of interest before others do\nDecide when to disclose and when to withdraw\nKeep a record that protects the judge and the office",
        "hours": (8, 6, 1),
        "domain": 3,
        "sections": [
            ("Impartiality seen from outside", [
                ("The reasonable observer", "The question is never whether you feel free. It is whether a fair and informed person would have doubts. Describe the facts to somebody who has no part in them, and listen."),
                ("Friends, former clients, followers", "Social life goes on after appointment. What changes is that silence about it can cost more than the fact itself. Disclose early, in writing, and let the parties speak."),
            ]),
            ("Pressure", [
                ("When somebody powerful calls", "Keep a note: who, when, which words. Tell the person that you make such notes. Then tell whoever protects independence in your system."),
            ]),
        ],
        "items": [
            ("A judge’s former law partner appears. When must this be disclosed?", ["Before the first hearing", "If a party asks", "Only if they are still friends"], "Disclosure is owed before it is asked for."),
            ("Who decides whether doubts are reasonable?", ["A fair and informed observer", "The judge", "The party who raises them"], "The test is an outside one."),
            ("An official calls about a pending case. What comes first?", ["Write down who, when and what", "Withdraw at once", "Forget it"], "A note made at once protects the office and the judge."),
            ("What does “propriety” ask in private life?", ["To avoid what would make people doubt the office", "To have no private life", "To publish one’s diary"], "Propriety and its appearance are essential to the office."),
        ],
    },
}  # fmt: skip
# Translations of the test questions: language -> title, and (question, choices, reason) in the same order.
TRANSLATED = {
    "JET": {
        "fr": ("L’éthique judiciaire et l’intégrité au quotidien", [
            ("L’ancien associé d’un juge comparaît. Quand faut-il le signaler ?", ["Avant la première audience", "Si une partie le demande", "Seulement s’ils sont restés amis"], "On signale avant que la question soit posée."),
            ("Qui décide si les doutes sont raisonnables ?", ["Un observateur équitable et informé", "Le juge", "La partie qui les soulève"], "Le critère est extérieur."),
            ("Un responsable téléphone au sujet d’une affaire en cours. Que faire d’abord ?", ["Noter qui, quand et quoi", "Se récuser aussitôt", "L’oublier"], "Une note prise aussitôt protège la fonction et le juge."),
            ("Que demandent les « convenances » dans la vie privée ?", ["Éviter ce qui ferait douter de la fonction", "N’avoir aucune vie privée", "Publier son journal"], "Les convenances et leur apparence sont essentielles à la fonction."),
        ]),
    },
}  # fmt: skip


def build(
    institutions: Institutions, people: People, competencies: list[list[Competency]], *, today: date
) -> dict[str, Edition]:
    """Return editions by module code; `competencies` by domain."""
    return {
        code: _module(code, fields, institutions, people, competencies[fields["domain"]], today=today)
        for code, fields in MODULES.items()
    }


def _module(
    code: str,
    fields: dict,
    institutions: Institutions,
    people: People,
    competencies: list[Competency],
    *,
    today: date,
) -> Edition:
    owner = institutions.organisations[fields["owner"]]
    module = Module.objects.create(code=code, title=fields["title"], owner=owner)
    contact, study, assessment = fields["hours"]
    edition = Edition.objects.create(
        module=module, number=1, summary=fields["summary"], objectives=fields["objectives"], contact_hours=contact,
        self_study_hours=study, assessment_hours=assessment,
    )  # fmt: skip
    taught = competencies[:3]
    for index, competency in enumerate(taught):
        depth = [CoverageCell.Depth.ASSESSES, CoverageCell.Depth.ASSESSES, CoverageCell.Depth.DEVELOPS][index]
        CoverageCell.objects.create(edition=edition, competency=competency, depth=depth, level=3)
    _units(edition, fields["sections"], taught)
    _pool(edition, fields["items"], taught[:2], people, TRANSLATED.get(code, {}))
    Variant.objects.create(edition=edition, title=fields["title"], language="en")
    edition.state, edition.published_at = Edition.State.PUBLISHED, timezone.now() - timedelta(days=800)
    edition.published_by, edition.approved_by = people.accounts["coordinator"], owner
    edition.approved_on = today - timedelta(days=820)
    edition.save()
    return edition


def _units(edition: Edition, sections: list, taught: list[Competency]) -> None:
    first = Section.objects.create(edition=edition, position=1, title="Before you begin")
    _test(first, "Where do you stand?", Quiz.Phase.PRE, position=1)
    for position, (title, units) in enumerate(sections, start=2):
        section = Section.objects.create(edition=edition, position=position, title=title)
        for place, (heading, body) in enumerate(units, start=1):
            unit = Unit.objects.create(
                section=section, position=place, kind=Unit.Kind.TEXT, title=heading, body=body, minutes=20
            )
            UnitCompetency.objects.create(unit=unit, competency=taught[(position + place) % 2])
    last = Section.objects.create(edition=edition, position=len(sections) + 2, title="What you take home")
    _test(last, "Final test", Quiz.Phase.POST, position=1)


def _test(section: Section, title: str, phase: str, *, position: int) -> None:
    unit = Unit.objects.create(
        section=section, position=position, kind=Unit.Kind.QUIZ, title=title, minutes=15
    )
    Quiz.objects.create(
        unit=unit, phase=phase, items_per_competency=2, pass_share="0.6" if phase == "post" else "0"
    )


def _pool(
    edition: Edition, items: list, taught: list[Competency], people: People, translated: dict[str, tuple]
) -> None:
    """Ask each question before and after the course, because the question bank is small."""
    version = question_banks.get_or_create_question_bank(edition=edition, by=people.accounts["coordinator"])
    for index, (stem, options, why) in enumerate(items):
        shown = options[index % 3 :] + options[: index % 3]
        questions.add_question(
            version=version, kind="select_one", name=f"q{index + 1}", competency=taught[index % 2],
            texts={"label": stem, "explanation": why}, by=people.accounts["coordinator"],
            rules={"required": "yes", "correct_answer": f"o{shown.index(options[0]) + 1}", "test_form": "anchor"},
            choices=[choice_lists.ChoiceLine(f"o{place}", text, {}) for place, text in enumerate(shown, 1)],
        )  # fmt: skip
    for language, (title, others) in translated.items():
        phrases_by_key = {"title": title}
        for index, (stem, options, why) in enumerate(others):
            name, shown = f"q{index + 1}", options[index % 3 :] + options[: index % 3]
            phrases_by_key |= {f"q.{name}.label": stem, f"q.{name}.explanation": why}
            phrases_by_key |= {f"c.{name}.o{place}": text for place, text in enumerate(shown, 1)}
        phrases.write(version, language, phrases_by_key)
    instruments.freeze(version)
