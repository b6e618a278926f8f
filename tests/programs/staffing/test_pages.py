from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.accounts.models import RoleAssignment
from participants.invitations.models import AccountInvitation
from participants.people.models import Person
from programs.cohorts.models import CohortStaff
from programs.programmes.models import ProgrammeMember
from tests.factories.participants import PersonFactory, UserFactory
from tests.factories.programs import CohortFactory, ProgrammeFactory, SessionFactory


def url(name, row):
    return reverse(f"programs:staffing:{name}", args=[row.public_id])


@pytest.fixture
def cohort_coordinator(db):
    """Coordinator of one cohort, without a role for anything else."""
    cohort, user = CohortFactory(), UserFactory()
    CohortStaff.objects.create(cohort=cohort, person=user.person, role="coordinator")
    return cohort, user


def test_staff_are_added_by_name_and_asked_for_when_several_have_it(coordinator, client_of):
    cohort = CohortFactory()
    people = [PersonFactory(full_name="Amélia Tauvasa", function=text) for text in ("Judge", "Registrar")]
    client = client_of(coordinator)

    response = client.post(url("new_staff", cohort), {"person": "amelia tau", "role": "faculty"})
    assert response.status_code == 422
    assert all(person.function in response.content.decode() for person in people)

    client.post(url("new_staff", cohort), {"person": "amelia tau", "which": people[1].pk, "role": "faculty"})
    assert [row.person for row in cohort.staff.all()] == [people[1]]


def test_an_address_that_nobody_has_is_registered_and_invited(coordinator, client_of):
    cohort = CohortFactory()
    client = client_of(coordinator)
    data = {"person": "jean@court.example", "role": "mentor"}

    assert client.post(url("new_staff", cohort), data).status_code == 422
    response = client.post(url("new_staff", cohort), data | {"full_name": "Jean Wénéhoua"})

    assert response.status_code == 302
    assert cohort.staff.get().person == Person.objects.get(email="jean@court.example")
    assert AccountInvitation.objects.get().role == RoleAssignment.Role.MENTOR


def test_a_name_outside_the_own_part_is_not_found(cohort_coordinator, client_of):
    cohort, user = cohort_coordinator
    PersonFactory(full_name="Ropate Delaibatiki")

    response = client_of(user).post(url("new_staff", cohort), {"person": "Ropate", "role": "faculty"})

    assert response.status_code == 422
    assert "Delaibatiki" not in response.content.decode()
    assert cohort.staff.count() == 1


def test_a_conflict_is_shown_beside_the_session_and_keeps_the_choice(coordinator, client_of):
    cohort = CohortFactory()
    person = PersonFactory()
    CohortStaff.objects.create(cohort=cohort, person=person, role="faculty")
    starts = timezone.now() + timedelta(days=3)
    first, second = (
        SessionFactory(cohort=cohort, title=title, starts=starts, ends=starts + timedelta(hours=1))
        for title in ("First hearing", "Second hearing")
    )
    client = client_of(coordinator)
    client.post(url("assign_teachers", cohort), {f"teachers_{first.pk}": [person.pk]})
    data = {
        f"teachers_{first.pk}": [person.pk],
        f"before_{first.pk}": person.pk,
        f"teachers_{second.pk}": [person.pk],
    }

    response = client.post(url("assign_teachers", cohort), data)

    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [f"teachers_{second.pk}"]
    assert form[f"teachers_{second.pk}"].value() == [str(person.pk)]
    client.post(url("assign_teachers", cohort), data | {f"reason_{second.pk}": "Both are in one room"})
    assert second.faculty.get().person == person


def test_staff_see_the_page_and_only_coordinators_change_it(coordinator, client_of):
    cohort, mentor = CohortFactory(), UserFactory()
    row = CohortStaff.objects.create(cohort=cohort, person=mentor.person, role="mentor")
    client = client_of(mentor)

    assert client.get(url("staff", cohort)).status_code == 200
    assert client.get(url("new_staff", cohort)).status_code == 403
    assert client.post(url("end_staff", row)).status_code == 403
    assert client.get(url("staff", CohortFactory())).status_code == 403


def test_the_number_of_queries_does_not_grow_with_staff_and_sessions(
    coordinator, client_of, django_assert_max_num_queries
):
    cohort = CohortFactory()
    starts = timezone.now() + timedelta(days=3)
    for _number in range(12):
        person = PersonFactory()
        CohortStaff.objects.create(cohort=cohort, person=person, role="faculty")
        session = SessionFactory(cohort=cohort, starts=starts, ends=starts + timedelta(hours=1))
        session.faculty.create(person=person)
    client = client_of(coordinator)

    with django_assert_max_num_queries(24):
        client.get(url("staff", cohort))


def test_members_are_listed_edited_and_ended(coordinator, client_of):
    programme, person = ProgrammeFactory(), PersonFactory(full_name="Teuila Fonoti")
    client = client_of(coordinator)
    client.post(url("new_member", programme), {"person": "Teuila", "role": "board", "is_judicial": "on"})
    member = ProgrammeMember.objects.get(programme=programme, person=person)

    client.post(url("edit_member", member), {"ends": "2099-12-31"})
    member.refresh_from_db()
    assert (str(member.ends), member.is_judicial) == ("2099-12-31", False)
    assert "Teuila Fonoti" in client.get(url("members", programme)).content.decode()

    client.post(url("end_member", member))
    assert "Teuila Fonoti" not in client.get(url("members", programme)).content.decode()
    assert "Teuila Fonoti" in client.get(url("members", programme) + "?period=all").content.decode()


def test_members_of_a_programme_are_not_for_people_who_do_not_work_on_it(judge, client_of):
    assert client_of(judge).get(url("members", ProgrammeFactory())).status_code == 403
