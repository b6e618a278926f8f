"""One account per role, and some hundreds of judges, prosecutors and court staff."""

import random
from dataclasses import dataclass, field
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.names import FUNCTIONS, full_name
from participants.accounts.models import RoleAssignment, User
from participants.organisations.models import Jurisdiction
from participants.people.models import Affiliation, Person

PASSWORD = "demo-justice-2026"  # noqa: S105  # printed by `make run`; demo mode only
DOMAIN = "demo.example"
ACCOUNTS = [
    # key, name, role, organisation, jurisdiction, language, time zone, function
    ("administrator", "Amara Lindqvist", "administrator", None, None, "en", "Europe/Brussels", "Administrator"),
    ("coordinator", "Litia Vakaloma", "coordinator", None, None, "en", "Pacific/Fiji", "Programme coordinator"),
    ("second", "Bastien Okoro", "coordinator", None, None, "fr", "Africa/Dakar", "Programme coordinator"),
    ("judge", "Seini Rokotui", "participant", None, None, "en", "Pacific/Fiji", "Magistrate"),
    ("juge", "Aïssatou Ndoure", "participant", None, None, "fr", "Africa/Dakar", "Juge"),
    ("qadi", "ليلى القاسمين", "participant", None, None, "ar", "Africa/Tunis", "قاضية"),
    ("mentor", "Amelia Tauvasi", "mentor", None, None, "en", "Pacific/Fiji", "Judge (retired)"),
    ("faculty", "Kwame Asanteh", "faculty", None, None, "en", "Africa/Accra", "Judge of appeal"),
    ("focal", "Peni Waqanivi", "focal_point", None, "FJ", "en", "Pacific/Fiji", "Chief Registrar"),
    ("funder", "Ingrid Solheim", "funder", "justice-fund", None, "en", "Europe/Oslo", "Grant officer"),
    ("evaluator", "Farida Nazarova", "evaluator", None, None, "ru", "Asia/Bishkek", "Independent evaluator"),
]  # fmt: skip


@dataclass
class People:
    accounts: dict[str, User] = field(default_factory=dict)
    pool: dict[str, list[Person]] = field(default_factory=dict)

    def person(self, key: str) -> Person:
        return self.accounts[key].person


def account_of(person: Person) -> User:
    """The account of a person of the sample data, all of whom have one."""
    assert person.user is not None  # noqa: S101
    return person.user


def build(institutions: Institutions, rng: random.Random, *, scale: int, today: date) -> People:
    people = People()
    password = make_password(PASSWORD)
    for key, name, role, organisation, code, language, zone, function in ACCOUNTS:
        user = User.objects.create(
            email=f"{key}@{DOMAIN}", password=password, language=language, timezone=zone,
            is_staff=role == "administrator", is_superuser=role == "administrator",
        )  # fmt: skip
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        home = {
            "judge": "FJ",
            "juge": "SN",
            "qadi": "TN",
            "mentor": "FJ",
            "focal": "FJ",
            "faculty": "GH",
        }.get(key)
        Person.objects.create(
            user=user,
            full_name=name,
            function=function,
            jurisdiction=institutions.jurisdictions.get(home or ""),
        )
        RoleAssignment.objects.create(
            user=user, role=role, organisation=institutions.organisations.get(organisation or ""),
            jurisdiction=institutions.jurisdictions.get(code or ""), starts=date(today.year - 2, 1, 1),
        )  # fmt: skip
        people.accounts[key] = user
    _pool(people, institutions, rng, password, scale=scale, today=today)
    return people


def _pool(
    people: People, institutions: Institutions, rng: random.Random, password: str, *, scale: int, today: date
) -> None:
    """Create accounts of learners in bulk, the same number for each jurisdiction."""
    plan: list[tuple[str, Jurisdiction, str, str]] = []
    taken = frozenset(user.person.full_name for user in people.accounts.values())
    for code, jurisdiction in institutions.jurisdictions.items():
        plan.extend(
            (
                code,
                jurisdiction,
                f"{code.lower()}{number:05d}@{DOMAIN}",
                full_name(rng, jurisdiction.region, taken=taken),
            )
            for number in range(50 * scale if code != "US-HI" else 10 * scale)
        )
    users = User.objects.bulk_create(
        [
            User(email=email, password=password, language=place.languages[0], timezone=place.timezone)
            for _code, place, email, _name in plan
        ],
        batch_size=2000,
    )
    persons = Person.objects.bulk_create(
        [
            Person(
                user=user, full_name=name, jurisdiction=place, function=rng.choice(FUNCTIONS),
                languages=place.languages, sex=rng.choice(["female", "male", "female", "male", ""]),
            )
            for user, (_code, place, _email, name) in zip(users, plan, strict=True)
        ],
        batch_size=2000,
    )  # fmt: skip
    for person, (code, *_rest) in zip(persons, plan, strict=True):
        people.pool.setdefault(code, []).append(person)
    Affiliation.objects.bulk_create(
        [
            Affiliation(
                person=person, organisation=rng.choice(institutions.courts[code]).organisation, function=person.function,
                starts=date(today.year - rng.randint(2, 12), rng.randint(1, 12), 1),
            )
            for code, persons in people.pool.items() if institutions.courts[code] for person in persons
        ],
        batch_size=2000,
    )  # fmt: skip
