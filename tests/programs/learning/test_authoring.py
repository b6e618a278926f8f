"""Units of a draft edition, including tests, can be edited, ordered and removed until it is published."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertTemplateUsed

from participants.accounts.models import RoleAssignment
from portal.access.errors import StaleRevisionError
from portal.access.locking import DeletedError
from portal.audit.models import AuditEntry
from programs.completion.models import CompletionCriteria
from programs.completion.queries import criteria_for
from programs.curriculum import sections
from programs.curriculum import services as curriculum
from programs.curriculum.models import Edition
from programs.curriculum.services import EditionFrozenError
from programs.learning import authoring
from programs.learning.models import Quiz, Unit
from tests.factories import quizzes as make
from tests.factories.participants import OrganisationFactory, RoleFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory, SectionFactory
from tests.racing import two_at_once
from tests.responses import message_levels, saved_by_others

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "text", "title": "Read it", "body": "Other text", "url": "", "transcript": "", "minutes": "20",
    "phase": "practice", "items_per_competency": "2", "revision": "1",
}  # fmt: skip


@pytest.fixture
def section(db):
    return SectionFactory()


@pytest.fixture
def three(section, coordinator):
    return [text_unit(section, title, coordinator) for title in ("One", "Two", "Three")]


def text_unit(section, title, by) -> Unit:
    return authoring.add_unit(section=section, by=by, kind="text", title=title, body=f"Text of {title}")


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF", "application/pdf")


def url(name, unit) -> str:
    return reverse(f"programs:learning:{name}_unit", args=[unit.public_id])


def order_of(section) -> list[tuple[int, str]]:
    return list(section.units.values_list("position", "title"))


def text(response) -> str:
    return response.content.decode()


def publish(edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(
        state="published", approved_by=OrganisationFactory(), approved_on="2026-01-01"
    )


def test_a_unit_can_be_edited(three, section, coordinator, client_of):
    client = client_of(coordinator)

    shown = text(client.get(url("edit", three[1])))
    answer = client.post(url("edit", three[1]), TYPED)

    assert "Text of Two" in shown
    assert 'value="Two"' in shown
    unit = Unit.objects.get(pk=three[1].pk)
    assert (unit.title, unit.body, unit.minutes, unit.position) == ("Read it", "Other text", 20, 2)
    assert answer["Location"].endswith(f"#unit-{unit.public_id}")
    entry = AuditEntry.objects.get(action="unit.saved")
    assert (entry.actor, entry.target_id) == (coordinator, section.edition_id)
    assert entry.detail == {"unit": str(unit.public_id)}


def test_an_invalid_form_keeps_everything_typed(three, coordinator, client_of):
    typed = {**TYPED, "kind": "video", "url": "no address", "minutes": "soon", "body": "Text to keep"}

    answer = client_of(coordinator).post(url("edit", three[0]), typed)

    shown = text(answer)
    assert answer.status_code == 422
    for kept in ("Text to keep", 'value="no address"', 'value="soon"', 'value="Read it"'):
        assert kept in shown
    assert shown.count('aria-invalid="true"') == 2
    assert Unit.objects.get(pk=three[0].pk).title == "One"


def test_a_file_is_kept_until_another_is_chosen(section, coordinator, client_of):
    client, typed = client_of(coordinator), {**TYPED, "kind": "file"}
    client.post(url("new", section), {**typed, "title": "Sheet", "upload": pdf("list.pdf")})
    unit = Unit.objects.get(title="Sheet")

    shown = text(client.get(url("edit", unit)))
    client.post(url("edit", unit), typed)
    kept = Unit.objects.get(pk=unit.pk)
    client.post(url("edit", unit), {**typed, "revision": "2", "upload": pdf("newer.pdf")})

    assert "list.pdf" in shown
    assert (kept.title, kept.file.original_name) == ("Read it", "list.pdf")
    assert Unit.objects.get(pk=unit.pk).file.original_name == "newer.pdf"


def test_an_uploaded_file_survives_errors_in_other_fields(section, coordinator, client_of):
    client, typed = client_of(coordinator), {**TYPED, "kind": "file"}

    refused = client.post(url("new", section), {**typed, "title": "", "upload": pdf("list.pdf")})
    kept = re.search(r'name="kept" value="([^"]+)"', text(refused))
    elsewhere = client.post(url("new", SectionFactory()), {**typed, "kept": kept.group(1)})
    client.post(url("new", section), {**typed, "kept": kept.group(1)})

    assert refused.status_code == 422
    assert "“list.pdf”" in text(refused)
    assert elsewhere.status_code == 422  # the file belongs to another section
    assert Unit.objects.get().file.original_name == "list.pdf"


def test_the_settings_of_a_test_can_be_edited(coordinator, client_of):
    quiz = make.quiz(each=3)
    client, typed = client_of(coordinator), {**TYPED, "kind": "quiz", "phase": "pre"}

    shown = text(client.get(url("edit", quiz.unit)))
    refused = client.post(url("edit", quiz.unit), {**typed, "items_per_competency": "11"})
    client.post(url("edit", quiz.unit), {**typed, "items_per_competency": "4"})

    assert '<option value="post" selected' in shown
    assert 'name="items_per_competency" value="3"' in shown
    assert refused.status_code == 422
    assert 'name="items_per_competency" value="11"' in text(refused)
    assert '<option value="pre" selected' in text(refused)
    quiz.refresh_from_db()
    assert (quiz.phase, quiz.items_per_competency) == ("pre", 4)


def test_the_pass_mark_of_the_final_test_is_the_default_of_its_cohorts(coordinator, client_of):
    quiz = make.quiz()
    cohort = CohortFactory(edition=quiz.unit.section.edition)
    client, typed = client_of(coordinator), {**TYPED, "kind": "quiz", "phase": "post"}
    before = criteria_for(cohort).quiz_share

    refused = client.post(url("edit", quiz.unit), {**typed, "pass_percent": "101"})
    client.post(url("edit", quiz.unit), {**typed, "pass_percent": "75"})
    shown = text(client.get(url("edit", quiz.unit)))
    by_default = criteria_for(cohort).quiz_share
    CompletionCriteria.objects.create(cohort=cohort, quiz_share="0.5")

    assert refused.status_code == 422
    assert 'name="pass_percent" value="101"' in text(refused)
    assert 'name="pass_percent" value="75"' in shown
    assert (before, by_default, criteria_for(cohort).quiz_share) == (
        Decimal("0.6"),
        Decimal("0.75"),
        Decimal("0.5"),
    )


def test_a_unit_moves_with_its_file_to_the_end_of_another_section(three, section, coordinator, client_of):
    client, there = client_of(coordinator), SectionFactory(edition=section.edition, position=2)
    text_unit(there, "Four", coordinator)
    typed = {**TYPED, "kind": "file", "title": "Two", "section": there.pk, "upload": pdf("list.pdf")}

    shown = text(client.get(url("edit", three[1])))
    client.post(url("edit", three[1]), typed)
    sections.remove_section(section=section, by=coordinator)

    assert f'<option value="{section.pk}" selected' in shown
    assert order_of(there) == [(1, "Four"), (2, "Two")]
    file = Unit.objects.get(pk=three[1].pk).file
    served = client.get(reverse("files:download", args=[file.public_id]))
    assert b"".join(served.streaming_content).startswith(b"%PDF")


def test_a_unit_cannot_move_to_a_section_of_another_edition(three, section, coordinator, client_of):
    SectionFactory(edition=section.edition, position=2)
    elsewhere = SectionFactory()

    refused = client_of(coordinator).post(url("edit", three[1]), {**TYPED, "section": elsewhere.pk})
    with pytest.raises(DeletedError):
        authoring.save_unit(unit=three[1], revision=1, section=elsewhere, by=coordinator)

    assert refused.status_code == 422
    assert order_of(section) == [(1, "One"), (2, "Two"), (3, "Three")]


def test_a_unit_can_change_between_test_and_text(three, coordinator, client_of):
    quiz = make.quiz()
    client = client_of(coordinator)

    client.post(url("edit", quiz.unit), TYPED)
    client.post(url("edit", three[0]), {**TYPED, "kind": "quiz", "phase": "post"})

    assert [(test.unit, test.phase) for test in Quiz.objects.all()] == [(three[0], "post")]


def test_a_concurrent_edit_shows_the_values_saved_first(coordinator, client_of):
    quiz = make.quiz()
    fields = {"kind": "quiz", "title": "Hers", "body": ""}
    authoring.save_unit(
        unit=quiz.unit, revision=1, by=coordinator, quiz={"phase": "pre", "items_per_competency": 5}, **fields
    )

    answer = client_of(coordinator).post(url("edit", quiz.unit), {**TYPED, "kind": "quiz", "title": "His"})

    shown = text(answer)
    assert answer.status_code == 422
    assert saved_by_others(answer) == {
        "title": "Hers", "phase": Quiz.Phase.PRE.label, "items_per_competency": "5", "body": "–", "minutes": "15",
    }  # fmt: skip
    assert 'value="His"' in shown
    assert 'name="revision" value="2"' in shown
    assert Unit.objects.get(pk=quiz.unit_id).title == "Hers"


def test_units_move_up_and_down_within_their_section(three, section, coordinator, client_of):
    client = client_of(coordinator)
    other = text_unit(SectionFactory(edition=section.edition), "Elsewhere", coordinator)

    client.post(url("move", three[0]), {"to": "down"})
    once = order_of(section)
    for _time in range(2):
        client.post(url("move", three[0]), {"to": "down"})

    assert once == [(1, "Two"), (2, "One"), (3, "Three")]
    assert order_of(section) == [(1, "Two"), (2, "Three"), (3, "One")]
    assert order_of(other.section) == [(1, "Elsewhere")]
    shown = text(client.get(reverse("programs:curriculum:edition", args=[section.edition.public_id])))
    assert "Move Two down" in shown
    assert "Move Two up" not in shown
    assert "Move One up" in shown
    assert "Move One down" not in shown


def test_removing_a_test_asks_for_confirmation(three, section, coordinator, client_of):
    authoring.save_unit(unit=three[1], revision=1, by=coordinator, kind="quiz")
    client = client_of(coordinator)

    confirmation = client.get(url("remove", three[1]))
    untouched = Quiz.objects.count()
    answer = client.post(url("remove", three[1]), follow=True)

    assertTemplateUsed(confirmation, "confirm.html")
    assert "Two" in text(confirmation)
    assert untouched == 1
    assert order_of(section) == [(1, "One"), (2, "Three")]
    assert not Quiz.objects.exists()
    assert message_levels(answer) == ["success"]
    assert AuditEntry.objects.get(action="unit.removed").detail == {"unit": str(three[1].public_id)}


@pytest.mark.parametrize("name", ["edit", "move", "remove"])
def test_units_of_a_published_edition_cannot_be_changed(three, section, coordinator, client_of, name):
    publish(section.edition)

    answer = client_of(coordinator).post(url(name, three[1]), {**TYPED, "to": "up"})

    assert answer.status_code == 403
    assert order_of(section) == [(1, "One"), (2, "Two"), (3, "Three")]


@pytest.mark.parametrize("name", ["edit", "move", "remove"])
def test_only_editors_of_the_module_can_change_its_units(
    three, section, other_coordinator, judge, client_of, name
):
    owner = RoleFactory(role=RoleAssignment.Role.COORDINATOR, organisation=section.edition.module.owner).user
    faculty = RoleFactory(role=RoleAssignment.Role.FACULTY).user
    typed = {**TYPED, "to": "up"}

    statuses = [
        client_of(user).post(url(name, three[1]), typed).status_code
        for user in (other_coordinator, judge, faculty)
    ]
    untouched = order_of(section)
    client_of(owner).post(url(name, three[1]), typed)

    assert statuses == [404, 404, 404]
    assert untouched == [(1, "One"), (2, "Two"), (3, "Three")]
    assert order_of(section) != untouched


@pytest.mark.django_db(transaction=True)
def test_concurrent_changes_leave_consecutive_positions(coordinator):
    section = SectionFactory()
    units = [text_unit(section, str(number), coordinator) for number in range(1, 6)]

    two_at_once(
        lambda: authoring.move_unit(unit=units[0], step=1, by=coordinator),
        lambda: authoring.move_unit(unit=units[4], step=-1, by=coordinator),
        lambda: authoring.remove_unit(unit=units[2], by=coordinator),
        lambda: text_unit(section, "6", coordinator),
    )

    assert [position for position, _title in order_of(section)] == [1, 2, 3, 4, 5]
    assert {title for _position, title in order_of(section)} == {"1", "2", "4", "5", "6"}


@pytest.mark.django_db(transaction=True)
def test_moving_a_unit_during_other_changes_leaves_both_sections_in_order(coordinator):
    here = SectionFactory()
    there = SectionFactory(edition=here.edition, position=2)
    units = [text_unit(here, str(number), coordinator) for number in range(1, 5)]

    two_at_once(
        lambda: authoring.save_unit(unit=units[1], revision=1, section=there, by=coordinator),
        lambda: authoring.move_unit(unit=units[1], step=1, by=coordinator),
        lambda: authoring.remove_unit(unit=units[2], by=coordinator),
        lambda: text_unit(there, "5", coordinator),
    )

    assert [position for position, _title in order_of(here)] == [1, 2]
    assert [position for position, _title in order_of(there)] == [1, 2]
    assert {title for _position, title in order_of(there)} == {"2", "5"}


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_saves_one_fails_and_deleted_units_stay_deleted(coordinator):
    section = SectionFactory()
    unit = text_unit(section, "One", coordinator)

    saved = two_at_once(
        *[
            lambda title=title: authoring.save_unit(unit=unit, revision=1, title=title, by=coordinator)
            for title in ("Hers", "His")
        ]
    )
    late = two_at_once(
        lambda: sections.remove_section(section=section, by=coordinator),
        lambda: authoring.save_unit(unit=unit, revision=2, title="Late", by=coordinator),
        lambda: text_unit(section, "Late too", coordinator),
    )

    assert [isinstance(outcome, StaleRevisionError) for outcome in saved].count(True) == 1
    assert late[0] is None
    assert all(isinstance(outcome, (Unit, DeletedError)) for outcome in late[1:])
    assert not Unit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_unit_removed_during_publication_is_gone_before_or_stays(coordinator):
    quiz = make.quiz()
    make.question_bank(quiz)
    section, body = quiz.unit.section, OrganisationFactory()
    unit = text_unit(section, "One", coordinator)

    published, removed = two_at_once(
        lambda: curriculum.publish(
            edition=section.edition, approved_by=body, approved_on="2026-01-01", by=coordinator
        ),
        lambda: authoring.remove_unit(unit=unit, by=coordinator),
    )

    assert published.state == "published"
    assert isinstance(removed, EditionFrozenError) == Unit.objects.filter(pk=unit.pk).exists()
    assert removed is None or isinstance(removed, EditionFrozenError)


def test_the_next_edition_copies_units_files_and_tests(section, coordinator, client_of, judge):
    client = client_of(coordinator)
    typed = TYPED | {"kind": "file", "upload": pdf("Bench book.pdf")}
    client.post(url("new", section), typed)
    quiz = make.quiz(edition=section.edition, each=4)
    make.question_bank(quiz, questions=4)
    Quiz.objects.filter(pk=quiz.pk).update(pass_share="0.7")
    published = curriculum.publish(
        edition=Edition.objects.get(pk=section.edition_id),
        approved_by=OrganisationFactory(),
        approved_on="2026-01-01",
        by=coordinator,
    )

    draft = curriculum.create_next_edition(module=published.module, by=coordinator)

    old, new = (list(Unit.objects.filter(section__edition=edition)) for edition in (published, draft))
    assert [(unit.kind, unit.title, unit.position) for unit in new] == [
        (unit.kind, unit.title, unit.position) for unit in old
    ]
    assert Quiz.objects.get(unit__section__edition=draft).pass_share == Decimal("0.7")
    before, after = (next(unit.file for unit in units if unit.file) for units in (old, new))
    assert before.sha256 == after.sha256
    assert before.path != after.path
    EnrolmentFactory(person=judge.person, cohort=CohortFactory(edition=draft))
    reader = client_of(judge)
    assert b"".join(reader.get(file_url(after)).streaming_content).startswith(b"%PDF")
    assert reader.get(file_url(before)).status_code == 403
    # The copy can be published as it is.
    curriculum.publish(
        edition=draft, approved_by=OrganisationFactory(), approved_on="2026-02-01", by=coordinator
    )


def file_url(file) -> str:
    return reverse("files:download", args=[file.public_id])
