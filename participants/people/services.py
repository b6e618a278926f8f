"""Creating people and saving their profiles."""

from typing import Any

from django.db import transaction

from participants.accounts.models import User
from participants.people.models import Person
from portal.audit import services as audit
from portal.search import services as search


@transaction.atomic
def person_of(*, user: User, full_name: str) -> Person:
    """Get or create the person of an account."""
    person, created = Person.objects.get_or_create(user=user, defaults={"full_name": full_name})
    if created:
        search.index(person, title=person.full_name, body=person.function)
    return person


@transaction.atomic
def save_profile(*, person: Person, by: User, language: str, timezone: str, **fields: Any) -> Person:
    """Save the person's profile, and the language and time zone of their account."""
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=[*fields, "updated_at"])
    User.objects.filter(person=person).update(language=language, timezone=timezone)
    audit.record(by, "person.saved", person)
    search.index(person, title=person.full_name, body=person.function)
    return person
