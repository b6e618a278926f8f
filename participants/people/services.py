"""Creating people, saving their details and affiliations, and archiving them."""

import datetime
import uuid
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.accounts.models import User
from participants.organisations.models import Organisation
from participants.people.errors import (
    AddressTakenError,
    AffiliationExistsError,
    LikelyDuplicateError,
    MergedPersonError,
    OutOfReachError,
    OwnAddressError,
)
from participants.people.matching import Wanted, find_people
from participants.people.models import Affiliation, Person, organisations_in_reach
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.search import services as search

DETAILS = ("full_name", "name_for_certificate", "function", "jurisdiction", "sex", "languages")


@transaction.atomic
def person_of(*, user: User, full_name: str) -> Person:
    """Get or create the person of an account.

    A person who was registered with the confirmed address of the account becomes its person.
    """
    person = Person.objects.filter(user=user).first()
    if person is None:
        person, created = Person.objects.get_or_create(user=user, defaults={"full_name": full_name})
        if created:
            index(person)
    return person


@transaction.atomic
def claim_person(*, user: User, full_name: str) -> Person:
    """The person of a new account whose address is confirmed: whoever was registered with it, or a new one."""
    registered = (
        Person.objects.select_for_update(of=("self",)).with_email(user.email).filter(merged_into=None).first()
    )
    if registered is None or Person.objects.filter(user=user).exists():
        return person_of(user=user, full_name=full_name)
    registered.user, registered.email, registered.full_name = user, "", full_name
    registered.archived_at, registered.archive_reason = None, ""
    registered.revision += 1
    registered.save()
    audit.record(user, "person.claimed", registered)
    index(registered)
    return registered


@transaction.atomic
def save_profile(*, person: Person, by: User, language: str, timezone: str, **fields: Any) -> Person:
    """Save the person's profile, and the language and time zone of their account."""
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=[*fields, "updated_at"])
    User.objects.filter(person=person).update(language=language, timezone=timezone)
    audit.record(by, "person.saved", person)
    index(person)
    return person


@transaction.atomic
def add_person(
    *,
    by: User,
    organisation: Organisation | None = None,
    starts: datetime.date | None = None,
    is_another_person: bool = False,
    new_id: uuid.UUID | None = None,
    **details: Any,
) -> Person:
    """Register somebody without an account. Raises AddressTakenError, OutOfReachError, LikelyDuplicateError.

    Sent twice with the same `new_id`, it adds one person. With `is_another_person` similar names are accepted.
    """
    new_id = new_id or uuid.uuid4()
    _lock_register()
    if existing := Person.objects.filter(public_id=new_id).first():
        return existing
    if organisation is not None:
        _require_reach(by, organisation)
    email = details.get("email", "")
    require_free_address(email)
    jurisdiction = details.get("jurisdiction") or (organisation and organisation.jurisdiction)
    details["jurisdiction"] = jurisdiction
    if not is_another_person:
        _refuse_duplicates(
            Wanted(
                0, details["full_name"],
                organisation_id=organisation.pk if organisation else None,
                jurisdiction_id=jurisdiction.pk if jurisdiction else None,
            ),
            by,
        )  # fmt: skip
    person = Person.objects.create(public_id=new_id, **details)
    audit.record(by, "person.added", person)
    if organisation is not None:
        add_affiliation(
            person=person, organisation=organisation, function=details.get("function", ""),
            starts=starts or timezone.localdate(), ends=None, by=by,
        )  # fmt: skip
    index(person)
    return person


@transaction.atomic
def save_person(*, person: Person, revision: int, by: User, **details: Any) -> Person:
    """Raises StaleRevisionError, AddressTakenError, OwnAddressError, MergedPersonError."""
    if person.merged_into_id:
        raise MergedPersonError
    email = details.get("email", "")
    if email and person.user_id:
        raise OwnAddressError
    if email and email.casefold() != person.email.casefold():
        require_free_address(email)
    saved = update_with_revision(person, revision=revision, **details)
    audit.record(by, "person.saved", saved)
    index(saved)
    return saved


@transaction.atomic
def archive_person(*, person: Person, reason: str, by: User) -> Person:
    """Take the person out of lists and choices. Accounts, seats and certificates stay."""
    locked = lock_for_update(person)
    if locked.archived_at is None:
        locked = update_with_revision(
            locked, revision=locked.revision, archived_at=timezone.now(), archive_reason=reason
        )
        audit.record(by, "person.archived", locked)
    return locked


@transaction.atomic
def restore_person(*, person: Person, by: User) -> Person:
    """Raises MergedPersonError."""
    locked = lock_for_update(person)
    if locked.merged_into_id:
        raise MergedPersonError
    if locked.archived_at is not None:
        locked = update_with_revision(locked, revision=locked.revision, archived_at=None, archive_reason="")
        audit.record(by, "person.restored", locked)
    return locked


@transaction.atomic
def add_affiliation(
    *,
    person: Person,
    organisation: Organisation,
    function: str,
    starts: datetime.date,
    ends: datetime.date | None,
    by: User,
) -> Affiliation:
    """Raises OutOfReachError, AffiliationExistsError."""
    person = lock_for_update(person)
    _require_reach(by, organisation)
    affiliation = Affiliation(
        person=person, organisation=organisation, function=function, starts=starts, ends=ends
    )
    _refuse_repetition(affiliation)
    affiliation.save()
    audit.record(by, "affiliation.added", person, organisation=organisation.pk)
    return affiliation


@transaction.atomic
def save_affiliation(*, affiliation: Affiliation, by: User, **fields: Any) -> Affiliation:
    """Raises OutOfReachError, AffiliationExistsError."""
    person = lock_for_update(affiliation.person)
    affiliation = lock_for_update(affiliation)
    for name, value in fields.items():
        setattr(affiliation, name, value)
    _require_reach(by, affiliation.organisation)
    _refuse_repetition(affiliation)
    affiliation.save(update_fields=[*fields, "updated_at"])
    audit.record(by, "affiliation.saved", person, organisation=affiliation.organisation_id)
    return affiliation


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: User) -> Affiliation:
    """End it today; one that has ended already stays as it is."""
    affiliation = lock_for_update(affiliation)
    today = timezone.localdate()
    if affiliation.ends is None or affiliation.ends > today:
        affiliation.ends = max(today, affiliation.starts)
        affiliation.save(update_fields=["ends", "updated_at"])
        audit.record(by, "affiliation.ended", affiliation.person, organisation=affiliation.organisation_id)
    return affiliation


def index(person: Person) -> None:
    """Update the search entry."""
    search.index(person, title=person.full_name, body=person.function)


def require_free_address(email: str) -> None:
    """Raise AddressTakenError if another person or account has the address."""
    accounts = User.objects.annotate(email_lower=Lower("email")).filter(email_lower=email.lower())
    if email and (Person.objects.with_email(email).exists() or accounts.exists()):
        raise AddressTakenError


def _lock_register() -> None:
    """One person is added at a time, so that two hands cannot both miss the other's namesake."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('participants.people.add'))")


def _refuse_duplicates(wanted: Wanted, by: User) -> None:
    """Names of people whom `by` may not see are not revealed."""
    matches = find_people([wanted])[wanted.number]
    people = Person.objects.visible_to(by).in_bulk([match.person_id for match in matches])
    ids = [match.person_id for match in matches if match.person_id in people]
    if not ids:
        return
    rows = Affiliation.objects.filter(person__in=ids).in_force().select_related("organisation")
    places = {row.person_id: row.organisation.name for row in rows.order_by("-starts")}
    names = join_list(
        f"{people[pk].full_name} ({places[pk]})" if pk in places else people[pk].full_name for pk in ids
    )
    raise LikelyDuplicateError(
        interpolate(_("Somebody with a similar name is already registered: %(names)s."), names=names)
    )


def _require_reach(by: User, organisation: Organisation) -> None:
    if not organisations_in_reach(by).filter(pk=organisation.pk).exists():
        raise OutOfReachError


def _refuse_repetition(affiliation: Affiliation) -> None:
    """The same function at the same organisation in overlapping dates is entered once. The person is locked."""
    rows = Affiliation.objects.filter(
        person=affiliation.person_id,
        organisation=affiliation.organisation_id,
        function__iexact=affiliation.function,
    ).exclude(pk=affiliation.pk)
    if affiliation.ends is not None:
        rows = rows.filter(starts__lte=affiliation.ends)
    if rows.exclude(ends__lt=affiliation.starts).exists():
        raise AffiliationExistsError
