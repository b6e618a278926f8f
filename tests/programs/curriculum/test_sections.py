"""Sections of a draft edition can be edited, ordered and removed by its editors until it is published."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertTemplateUsed

from participants.accounts.models import RoleAssignment
from portal.access.errors import StaleRevisionError
from portal.access.locking import DeletedError
from portal.audit.models import AuditEntry
from programs.curriculum import sections
from programs.curriculum.models import Edition, Section
from programs.curriculum.services import EditionFrozenError
from programs.learning.models import Quiz, Unit
from tests.factories.participants import OrganisationFactory, RoleFactory
from tests.factories.programs import EditionFactory
from tests.racing import two_at_once
from tests.responses import message_levels, saved_by_others

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    return EditionFactory()


@pytest.fixture
def three(edition, coordinator):
    return [
        sections.add_section(edition=edition, title=title, by=coordinator)
        for title in ("One", "Two", "Three")
    ]


def url(name, section) -> str:
    return reverse(f"programs:curriculum:{name}_section", args=[section.public_id])


def order_of(edition) -> list[tuple[int, str]]:
    return list(edition.sections.values_list("position", "title"))


def published(edition) -> Edition:
    body = OrganisationFactory()
    Edition.objects.filter(pk=edition.pk).update(
        state="published", approved_by=body, approved_on="2026-01-01"
    )
    return edition


def test_a_section_can_be_renamed(three, edition, coordinator, client_of):
    client = client_of(coordinator)

    shown = client.get(url("edit", three[1])).content.decode()
    answer = client.post(url("edit", three[1]), {"title": "Second", "revision": "1"}, follow=True)

    assert 'value="Two"' in shown
    assert order_of(edition) == [(1, "One"), (2, "Second"), (3, "Three")]
    assert answer.redirect_chain[0][0].endswith(f"#section-{three[1].public_id}")
    entry = AuditEntry.objects.get(action="edition.section_saved")
    assert (entry.actor, entry.target_id) == (coordinator, edition.pk)
    assert entry.detail == {"section": str(three[1].public_id)}


def test_a_title_that_is_too_long_stays_in_the_form(three, edition, coordinator, client_of):
    answer = client_of(coordinator).post(url("edit", three[0]), {"title": "x" * 201, "revision": "1"})

    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert order_of(edition)[0] == (1, "One")


def test_a_concurrent_edit_shows_the_value_saved_first(three, coordinator, client_of):
    sections.save_section(section=three[0], revision=1, title="Hers", by=coordinator)

    answer = client_of(coordinator).post(url("edit", three[0]), {"title": "His", "revision": "1"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert saved_by_others(answer) == {"title": "Hers"}
    assert 'value="His"' in shown
    assert 'name="revision" value="2"' in shown


def test_sections_move_up_and_down_within_the_list(three, edition, coordinator, client_of):
    client = client_of(coordinator)

    client.post(url("move", three[2]), {"to": "up"})
    once = order_of(edition)
    client.post(url("move", three[2]), {"to": "up"})
    client.post(url("move", three[2]), {"to": "up"})
    first = order_of(edition)
    client.post(url("move", three[2]), {"to": "down"})

    assert once == [(1, "One"), (2, "Three"), (3, "Two")]
    assert first == [(1, "Three"), (2, "One"), (3, "Two")]
    assert order_of(edition) == once
    shown = client.get(reverse("programs:curriculum:edition", args=[edition.public_id])).content.decode()
    assert shown.count(f'action="{url("move", three[0])}"') == 1
    assert "Move One up" not in shown
    assert "Move One down" in shown
    assert "Move Two down" not in shown


def test_removing_a_section_asks_for_confirmation_and_deletes_its_units(
    three, edition, coordinator, client_of
):
    unit = Unit.objects.create(section=three[0], position=1, kind="quiz", title="Test")
    Quiz.objects.create(unit=unit, phase="post")
    client = client_of(coordinator)

    confirmation = client.get(url("remove", three[0]))
    untouched = order_of(edition)
    answer = client.post(url("remove", three[0]), follow=True)

    assertTemplateUsed(confirmation, "confirm.html")
    assert "One" in confirmation.content.decode()
    assert len(untouched) == 3
    assert order_of(edition) == [(1, "Two"), (2, "Three")]
    assert not Unit.objects.exists()
    assert message_levels(answer) == ["success"]
    assert AuditEntry.objects.filter(action="edition.section_removed", actor=coordinator).count() == 1
    assert client.post(url("remove", three[0])).status_code == 404


@pytest.mark.parametrize("name", ["edit", "move", "remove"])
def test_sections_of_a_published_edition_cannot_be_changed(three, edition, coordinator, client_of, name):
    published(edition)
    client = client_of(coordinator)

    answer = client.post(url(name, three[1]), {"title": "Other", "revision": "1", "to": "up"})

    assert answer.status_code == 403
    assert order_of(edition) == [(1, "One"), (2, "Two"), (3, "Three")]
    shown = client.get(reverse("programs:curriculum:edition", args=[edition.public_id])).content.decode()
    assert url(name, three[1]) not in shown


@pytest.mark.parametrize("name", ["edit", "move", "remove"])
def test_only_editors_of_the_module_can_change_its_sections(
    three, edition, other_coordinator, judge, client_of, name
):
    owner = RoleFactory(role=RoleAssignment.Role.COORDINATOR, organisation=edition.module.owner).user
    faculty = RoleFactory(role=RoleAssignment.Role.FACULTY).user
    typed = {"title": "Other", "revision": "1", "to": "up"}

    statuses = [
        client_of(user).post(url(name, three[1]), typed).status_code
        for user in (other_coordinator, judge, faculty)
    ]
    untouched = order_of(edition)
    client_of(owner).post(url(name, three[1]), typed)

    assert statuses == [404, 404, 403]
    assert untouched == [(1, "One"), (2, "Two"), (3, "Three")]
    assert order_of(edition) != untouched


@pytest.mark.django_db(transaction=True)
def test_concurrent_moves_and_removals_leave_consecutive_positions(coordinator):
    edition = EditionFactory()
    rows = [sections.add_section(edition=edition, title=str(n), by=coordinator) for n in range(1, 6)]

    two_at_once(
        lambda: sections.move_section(section=rows[0], step=1, by=coordinator),
        lambda: sections.move_section(section=rows[4], step=-1, by=coordinator),
        lambda: sections.remove_section(section=rows[2], by=coordinator),
        lambda: sections.add_section(edition=edition, title="6", by=coordinator),
    )

    assert [position for position, _title in order_of(edition)] == [1, 2, 3, 4, 5]
    assert {title for _position, title in order_of(edition)} == {"1", "2", "4", "5", "6"}


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_changes_one_fails(coordinator):
    section = sections.add_section(edition=EditionFactory(), title="One", by=coordinator)

    saved = two_at_once(
        *[
            lambda title=title: sections.save_section(
                section=section, revision=1, title=title, by=coordinator
            )
            for title in ("Hers", "His")
        ]
    )
    removed = two_at_once(
        *[lambda: sections.remove_section(section=section, by=coordinator) for _n in range(2)]
    )

    assert [isinstance(outcome, StaleRevisionError) for outcome in saved].count(True) == 1
    assert [isinstance(outcome, DeletedError) for outcome in removed].count(True) == 1
    assert removed.count(None) == 1


def test_a_form_opened_before_publication_changes_nothing(three, edition, coordinator):
    read_before = Section.objects.select_related("edition").get(pk=three[1].pk)
    published(edition)

    with pytest.raises(EditionFrozenError):
        sections.move_section(section=read_before, step=-1, by=coordinator)

    assert order_of(edition) == [(1, "One"), (2, "Two"), (3, "Three")]
