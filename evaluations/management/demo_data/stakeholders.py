"""Stakeholder register of the jurisdictions of the open assessment and the next one."""

import random

from assessments.stakeholders.models import Stakeholder
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.names import full_name

PEOPLE = [
    # group, function, organisation
    ("judge", "Judge", "High Court"), ("court_president", "President of court", "Court of Appeal"),
    ("prosecutor", "Prosecutor", "Office of the Prosecutor"), ("court_staff", "Registrar", "High Court"),
    ("lawyer", "Secretary", "Bar Association"), ("legal_aid", "Duty lawyer", "Legal Aid Office"),
    ("customary", "Elder", "Council of Elders"), ("academia", "Lecturer in procedure", "School of Law"),
    ("court_user", "Chair", "Court Users’ Committee"),
]  # fmt: skip
BODIES = [
    ("ministry", "Ministry of Justice"), ("parliament", "Committee on Legal Affairs"),
    ("oversight", "Judicial Service Commission"), ("civil_society", "Court Watch"),
]  # fmt: skip
LEVELS = {"High Court": "first", "Court of Appeal": "appeal"}
OF_COURTS = ("judge", "court_president", "court_staff")


def build(institutions: Institutions) -> None:
    """Create nine people and four bodies in each of five jurisdictions, the same names each time."""
    rng = random.Random(4)  # noqa: S311  # a demonstration's names, no secret
    rows = []
    for code in ("FJ", "SN", "CO", "KG", "TN"):
        place = institutions.jurisdictions[code]
        language = place.languages[0]
        for number, (group, function, organisation) in enumerate(PEOPLE):
            # Elders and court users have no email address.
            address = (
                ""
                if group in ("customary", "court_user")
                else f"{group}{number}.{code.lower()}@stakeholder.example"
            )
            rows.append(
                Stakeholder(
                    jurisdiction=place, kind="person", group_code=group, name=full_name(rng, place.region),
                    organisation=organisation, function=function, email=address, language=language,
                    court_level=LEVELS.get(organisation, "") if group in OF_COURTS else "",
                )
            )  # fmt: skip
        rows += [
            Stakeholder(
                jurisdiction=place, kind="organisation", group_code=group, name=f"{name}, {place.name}",
                email=f"{group}.{code.lower()}@stakeholder.example", language=language,
            )
            for group, name in BODIES
        ]  # fmt: skip
    Stakeholder.objects.bulk_create(rows)
