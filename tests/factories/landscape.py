"""A minimal valid training offer."""

from datetime import timedelta

from django.utils import timezone

from assessments.landscape.models import ExternalProgramme
from tests.factories.participants import OrganisationFactory


def offer(*, competencies=(), jurisdictions=(), **fields) -> ExternalProgramme:
    today = timezone.localdate()
    made = ExternalProgramme.objects.create(
        **{
            "organisation": fields.pop("organisation", None) or OrganisationFactory(),
            "title": "Case management elsewhere", "languages": ["en"], "starts": today + timedelta(days=10),
            "ends": today + timedelta(days=40), **fields,
        }
    )  # fmt: skip
    made.competencies.set(competencies)
    made.jurisdictions.set(jurisdictions)
    return made
