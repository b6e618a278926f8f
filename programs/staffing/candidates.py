"""Finding the person who is added to a programme or a cohort, or registering and inviting somebody new."""

from django.db.models import Q, QuerySet

from participants.accounts.models import RoleAssignment, User
from participants.invitations import services as invitations
from participants.invitations.lines import Person as Invited
from participants.invitations.services import Grant
from participants.people import services as people
from participants.people.models import Person
from portal.access.users import AnyUser
from programs.cohorts.models import CohortStaff
from programs.programmes.models import Programme, ProgrammeMember

MAX_CHOICES = 20
_ROLE_OF_ACCOUNT = {
    "faculty": RoleAssignment.Role.FACULTY,
    "mentor": RoleAssignment.Role.MENTOR,
}  # all others need an account only: their rights come from the programme or the cohort


def candidates(user: AnyUser, programme: Programme) -> QuerySet[Person]:
    """The people of the user's part, and those who work on the programme or in its cohorts already."""
    members = ProgrammeMember.objects.filter(programme=programme).values("person")
    staff = CohortStaff.objects.filter(cohort__programme=programme).values("person")
    visible = Person.objects.visible_to(user).values("pk")
    return (
        Person.objects.in_use()
        .filter(merged_into=None)
        .filter(Q(pk__in=visible) | Q(pk__in=members) | Q(pk__in=staff))
    )


def with_address(email: str) -> Person | None:
    """Whoever has this address, with or without an account; whoever knows the address may add the person."""
    owner = Person.objects.filter(user__email__iexact=email).first()
    return owner or Person.objects.with_email(email).filter(merged_into=None).first()


def with_name(rows: QuerySet[Person], text: str) -> list[Person]:
    """People whose name contains the text, without regard to accents."""
    found = rows.filter(full_name__unaccent__icontains=text).select_related("jurisdiction")
    return list(found.order_by("full_name", "pk")[: MAX_CHOICES + 1])


def register_and_invite(
    *, full_name: str, email: str, role: str, is_another_person: bool, by: User
) -> Person:
    """Register the person, and invite them by email to open an account. Raises LikelyDuplicateError."""
    person = people.add_person(full_name=full_name, email=email, is_another_person=is_another_person, by=by)
    grant = Grant(_ROLE_OF_ACCOUNT.get(role, RoleAssignment.Role.PARTICIPANT))
    invitations.invite(people=[Invited(1, email, full_name)], grant=grant, language=by.language, by=by)
    return person
