"""The smallest programme with completions, for tests of evaluations."""

import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from participants.accounts.models import RoleAssignment
from participants.organisations.models import Jurisdiction, Organisation
from participants.people.models import Person
from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import Completion
from programs.curriculum.models import Edition, Module
from programs.programmes.models import Programme

_number = count(1)
TODAY = datetime.date(2026, 6, 1)


def organisation(name: str = "", **fields: Any) -> Organisation:
    return Organisation.objects.create(
        name=name or f"Organisation {next(_number)}",
        **{"kind": Organisation.Kind.TRAINING_INSTITUTE} | fields,
    )


def jurisdiction(name: str = "", **fields: Any) -> Jurisdiction:
    n = next(_number)
    return Jurisdiction.objects.create(name=name or f"Jurisdiction {n}", code=f"W{n}", **fields)


def user(name: str = "", *, language: str = "en", **fields: Any) -> Any:
    """An account with its person."""
    n = next(_number)
    # without a password: nobody signs in with one, and hashing it is slow
    account = get_user_model().objects.create_user(f"world{n}@court.example", language=language)
    Person.objects.create(user=account, full_name=name or f"Judge Number {n}", **fields)
    return account


def coordinator(**scope: Any) -> Any:
    """A coordinator of the whole portal, or of `scope`."""
    account = user("Litia Vakaloloma")
    RoleAssignment.objects.create(user=account, role=RoleAssignment.Role.COORDINATOR, **scope)
    return account


def programme(**fields: Any) -> Programme:
    n = next(_number)
    fields.setdefault("lead_organisation", None)
    if fields["lead_organisation"] is None:
        name = "Network of Supreme and Regional Courts"
        fields["lead_organisation"] = Organisation.objects.filter(name=name).first() or organisation(name)
    return Programme.objects.create(
        code=f"P{n}",
        **{
            "title": "Case-flow management in the Pacific",
            "starts": datetime.date(2024, 1, 1),
            "ends": datetime.date(2027, 12, 31),
            "state": Programme.State.RUNNING,
        }
        | fields,
    )


def edition(owner: Organisation, **fields: Any) -> Edition:
    n = next(_number)
    module = Module.objects.create(code=f"M{n}", title="Case-flow Management", owner=owner)
    return Edition.objects.create(
        module=module,
        **{
            "number": 1,
            "contact_hours": Decimal(36),
            "approved_by": owner,
            "approved_on": datetime.date(2024, 1, 2),
        }
        | fields,
    )


def cohort(of: Programme | None = None, **fields: Any) -> Cohort:
    of = of or programme()
    now = timezone.now()
    return Cohort.objects.create(
        programme=of,
        edition=fields.pop("edition", None) or edition(of.lead_organisation),
        **{
            "title": "Case-flow management: cohort 2",
            "timezone": "Pacific/Fiji",
            "languages": ["en"],
            "capacity": 1000,
            "opens_at": now - datetime.timedelta(days=90),
            "closes_at": now - datetime.timedelta(days=60),
            "starts": datetime.date(2025, 8, 4),
            "ends": datetime.date(2025, 11, 28),
            "state": Cohort.State.COMPLETED,
        }
        | fields,
    )


def enrolment(in_cohort: Cohort, *, name: str = "", language: str = "en", account: Any = None) -> Enrolment:
    account = account or user(name, language=language)
    place = Jurisdiction.objects.first() or jurisdiction()
    return Enrolment.objects.create(cohort=in_cohort, person=account.person, jurisdiction=place)


def completion(in_cohort: Cohort, **who: Any) -> Completion:
    enrolled = enrolment(in_cohort, **who)
    Enrolment.objects.filter(pk=enrolled.pk).update(state=Enrolment.State.COMPLETED)
    return Completion.objects.create(
        enrolment=enrolled,
        hours=Decimal(36),
        completed_at=timezone.now(),
        evidence={
            "minutes_attended": 900, "minutes_held": 1000, "units_done": 12, "units_total": 12, "quiz_share": "0.8"
        },
    )  # fmt: skip


def graduates(n: int, in_cohort: Cohort, *, language: str = "en") -> list[Completion]:
    """Create many completions in a few statements."""
    place = Jurisdiction.objects.first() or jurisdiction()
    model = get_user_model()
    first = next(_number) * 100_000
    accounts = model.objects.bulk_create(
        [model(email=f"graduate{first + i}@court.example", password="!", language=language) for i in range(n)]
    )
    people = Person.objects.bulk_create(
        [Person(user=account, full_name=f"Matalena Aumua {i}") for i, account in enumerate(accounts)]
    )
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(cohort=in_cohort, person=person, jurisdiction=place, state=Enrolment.State.COMPLETED)
            for person in people
        ]
    )
    return Completion.objects.bulk_create(
        [
            Completion(
                enrolment=each,
                hours=Decimal(36),
                completed_at=timezone.now(),
                evidence={"minutes_attended": 9, "minutes_held": 10, "units_done": 3, "units_total": 3},
            )
            for each in enrolments
        ]
    )
