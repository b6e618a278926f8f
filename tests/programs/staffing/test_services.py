from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.mail.models import OutgoingMail
from programs.cohorts.models import Cohort, CohortStaff
from programs.programmes.models import Programme, ProgrammeMember
from programs.sessions.models import SessionFaculty
from programs.staffing import services
from programs.staffing.errors import ConflictError, HasRoleError, NotStaffError
from programs.staffing.services import Choice
from tests.factories.participants import PersonFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory, ProgrammeFactory, SessionFactory

DAY = timezone.now() + timedelta(days=30)


def session_at(cohort, hours, title="Adjournments"):
    starts = DAY + timedelta(hours=hours)
    return SessionFactory(cohort=cohort, title=title, starts=starts, ends=starts + timedelta(hours=2))


def faculty(cohort, person=None):
    person = person or PersonFactory()
    CohortStaff.objects.create(cohort=cohort, person=person, role="faculty")
    return person


def assign(session, person, by, reason="", before=()):
    choice = Choice(session, frozenset(before), frozenset({person.pk} | set(before)), reason)
    return services.assign_teachers(cohort=session.cohort, choices=[choice], by=by)


def test_the_same_role_is_given_once_and_a_former_one_is_taken_up_again(coordinator):
    cohort, person = CohortFactory(), PersonFactory()
    row = services.add_staff(cohort=cohort, person=person, role="mentor", by=coordinator)

    with pytest.raises(HasRoleError) as refused:
        services.add_staff(cohort=cohort, person=person, role="mentor", by=coordinator)
    assert person.full_name in str(refused.value)

    services.end_staff(row=row, by=coordinator)
    assert not CohortStaff.objects.in_force().exists()
    again = services.add_staff(cohort=cohort, person=person, role="mentor", by=coordinator)

    assert again.pk == row.pk
    assert list(CohortStaff.objects.in_force()) == [row]
    assert OutgoingMail.objects.filter(to=person.user.email, template="programs/staff_added").count() == 2
    assert OutgoingMail.objects.filter(to=person.user.email, template="programs/staff_ended").count() == 1


def test_a_role_that_ended_gives_no_access_any_more(coordinator):
    cohort, person = CohortFactory(), PersonFactory()
    row = services.add_staff(cohort=cohort, person=person, role="coordinator", by=coordinator)
    assert Cohort.objects.coordinated_by(person.user).filter(pk=cohort.pk).exists()

    services.end_staff(row=row, by=coordinator)

    assert not Cohort.objects.coordinated_by(person.user).exists()
    assert not Cohort.objects.staffed_by(person.user).exists()


def test_a_former_member_no_longer_coordinates_the_programme(coordinator):
    programme, person = ProgrammeFactory(), PersonFactory()
    member = services.add_member(programme=programme, person=person, role="coordinator", by=coordinator)
    assert Programme.objects.coordinated_by(person.user).exists()

    services.end_member(member=member, by=coordinator)

    assert not Programme.objects.coordinated_by(person.user).exists()
    assert ProgrammeMember.objects.filter(person=person).exists()


def test_two_coordinators_who_add_the_same_person_at_once_create_one_row(transactional_db, coordinator):
    cohort, person = CohortFactory(), PersonFactory()

    def add(_number):
        try:
            services.add_staff(cohort=cohort, person=person, role="faculty", by=coordinator)
        except HasRoleError:
            return "refused"
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, range(2))) == ["added", "refused"]
    assert CohortStaff.objects.filter(cohort=cohort).count() == 1


def test_a_teacher_who_is_booked_in_another_cohort_needs_a_reason(coordinator):
    teacher = PersonFactory()
    other = session_at(CohortFactory(), 0, "Electronic evidence")
    faculty(other.cohort, teacher)
    assign(other, teacher, coordinator)
    session = session_at(CohortFactory(), 1)
    faculty(session.cohort, teacher)

    with pytest.raises(ConflictError) as refused:
        assign(session, teacher, coordinator)
    assert "Electronic evidence" in refused.value.sentences[session.pk]
    assert not session.faculty.exists()

    assign(session, teacher, coordinator, reason="Joins after the break")
    assert session.faculty.get().overlap_reason == "Joins after the break"


def test_a_teacher_who_attends_another_course_at_the_time_conflicts_too(coordinator):
    teacher = PersonFactory()
    attended = session_at(CohortFactory(), 0)
    EnrolmentFactory(cohort=attended.cohort, person=teacher)
    session = session_at(CohortFactory(), 0)
    faculty(session.cohort, teacher)

    with pytest.raises(ConflictError):
        assign(session, teacher, coordinator)


def test_two_sessions_of_one_cohort_at_the_same_time_conflict_in_one_form(coordinator):
    cohort = CohortFactory()
    teacher = faculty(cohort)
    first, second = session_at(cohort, 0), session_at(cohort, 1)
    choices = [Choice(row, frozenset(), frozenset({teacher.pk})) for row in (first, second)]

    with pytest.raises(ConflictError) as refused:
        services.assign_teachers(cohort=cohort, choices=choices, by=coordinator)

    assert set(refused.value.sentences) == {first.pk, second.pk}
    assert not SessionFaculty.objects.exists()


def test_people_who_edit_at_the_same_time_keep_each_others_teachers(coordinator):
    cohort = CohortFactory()
    session = session_at(cohort, 0)
    first, second = faculty(cohort), faculty(cohort)
    assign(session, first, coordinator)
    stale = Choice(session, before=frozenset(), after=frozenset({second.pk}))

    services.assign_teachers(cohort=cohort, choices=[stale], by=coordinator)
    services.assign_teachers(cohort=cohort, choices=[stale], by=coordinator)

    assert set(session.faculty.values_list("person", flat=True)) == {first.pk, second.pk}
    assert OutgoingMail.objects.filter(template="programs/teaching_assigned").count() == 2


def test_only_staff_of_the_cohort_can_teach_its_sessions(coordinator):
    session = session_at(CohortFactory(), 0)

    with pytest.raises(NotStaffError):
        assign(session, PersonFactory(), coordinator)


def test_ending_staff_takes_them_out_of_sessions_to_come_only(coordinator):
    cohort = CohortFactory()
    teacher = faculty(cohort)
    past, coming = SessionFactory(cohort=cohort), session_at(cohort, 0)
    assign(past, teacher, coordinator)
    assign(coming, teacher, coordinator)

    services.end_staff(row=CohortStaff.objects.get(), by=coordinator)

    assert past.faculty.exists()
    assert not coming.faculty.exists()


def test_the_staff_of_the_last_cohort_can_be_copied_twice_without_duplicates(coordinator):
    programme = ProgrammeFactory()
    old, new = CohortFactory(programme=programme), CohortFactory(programme=programme)
    people = {faculty(old), faculty(old)}

    services.copy_staff(cohort=new, by=coordinator)
    services.copy_staff(cohort=new, by=coordinator)

    assert {row.person for row in new.staff.all()} == people
    assert new.staff.count() == 2
