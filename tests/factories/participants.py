"""Minimal valid people, organisations and jurisdictions."""

import factory
from factory.django import DjangoModelFactory

from participants.accounts.models import RoleAssignment, User
from participants.organisations.models import Court, Jurisdiction, Organisation
from participants.people.models import Person


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction

    code = factory.Sequence(lambda n: f"X{n}")
    name = factory.Sequence(lambda n: f"Jurisdiction {n}")
    legal_traditions = ["common"]
    languages = ["en"]


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = Organisation.Kind.TRAINING_INSTITUTE


class CourtFactory(DjangoModelFactory):
    class Meta:
        model = Court

    organisation = factory.SubFactory(
        OrganisationFactory,
        kind=Organisation.Kind.COURT,
        jurisdiction=factory.SubFactory(JurisdictionFactory),
    )
    level = Court.Level.FIRST


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@court.example")
    person = factory.RelatedFactory("tests.factories.participants.PersonFactory", "user")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    user = factory.SubFactory(UserFactory, person=None)
    full_name = factory.Sequence(lambda n: f"Person {n}")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = RoleAssignment.Role.PARTICIPANT
