"""The competency framework and two needs assessments: one closed and ranked, one open."""

import random
from datetime import date

from assessments.competencies.models import Competency, Framework, FrameworkVersion
from assessments.needs.models import TrainingNeed
from evaluations.management.demo_world.people import People
from evaluations.management.demo_world.places import Places
from programs.curriculum.models import Edition

DOMAINS = ["Case management", "Evidence", "Ethics and integrity", "Human rights", "Digital evidence"]


def framework() -> list[list[Competency]]:
    """Competencies by domain, in order."""
    version = FrameworkVersion.objects.create(
        framework=Framework.objects.create(code="CORE", title="Common core of judicial competencies"),
        number="1",
    )
    domains = []
    for place, title in enumerate(DOMAINS):
        domain = Competency.objects.create(
            version=version, code=f"D{place}", kind="domain", position=place, statement=title
        )
        domains.append(
            [
                Competency.objects.create(
                    version=version, code=f"D{place}.{n}", parent=domain, position=n, statement=f"{title} {n}"
                )
                for n in range(1, 4)
            ]
        )
    return domains


def build(
    places: Places,
    people: People,
    domains: list[list[Competency]],
    editions: dict[str, Edition],
    rng: random.Random,
    *,
    today: date,
) -> list[TrainingNeed]:
    return []
