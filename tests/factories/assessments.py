"""Minimal valid needs assessments, created through the services."""

import itertools
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.collection import services as collecting
from assessments.collection.models import Invitation, Response
from assessments.collection.queries import PURPOSE
from assessments.competencies.models import Competency, Framework, FrameworkVersion
from assessments.instruments.models import Question
from assessments.needs import services
from assessments.needs.models import NeedsAssessment
from portal.links import services as links
from tests.factories.participants import JurisdictionFactory, OrganisationFactory

_numbers = itertools.count(1)


def framework(*, domains: int = 2, each: int = 2) -> FrameworkVersion:
    """Domains D1, D2 with competencies D1.1, D1.2 …, in English and Arabic."""
    version = FrameworkVersion.objects.create(
        framework=Framework.objects.create(code=f"core-{next(_numbers)}", title="Core"),
        number="1",
    )
    for d in range(1, domains + 1):
        domain = Competency.objects.create(
            version=version, code=f"D{d}", kind="domain", position=d * 100, statement=f"Area {d}"
        )
        domain.texts.create(language="ar", statement=f"مجال {d}")
        for c in range(1, each + 1):
            competency = Competency.objects.create(
                version=version,
                code=f"D{d}.{c}",
                parent=domain,
                position=d * 100 + c,
                statement=f"Task {d}.{c}",
            )
            competency.texts.create(language="ar", statement=f"مهمة {d}.{c}")
    version.state = "adopted"  # frozen from here on
    version.save()
    return version


def draft_assessment(
    *,
    weights: dict[str, str] | None = None,
    version: FrameworkVersion | None = None,
    items: int | None = None,
    **fields,
) -> NeedsAssessment:
    now = timezone.now()
    version = version or framework()
    assessment = services.create_assessment(
        **{
            "title": "Needs of the Pacific",
            "owner": fields.pop("owner", None) or OrganisationFactory(),
            "framework_version": version,
            "jurisdictions": [fields.pop("jurisdiction", None) or JurisdictionFactory()],
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=30),
            "languages": ["en", "ar"],
            "introduction": "Why we ask.",
            "by": None,
            **fields,
        }
    )
    texts = {"en": (assessment.title, "Why we ask."), "ar": ("احتياجات المحيط الهادئ", "لماذا نسأل.")}
    offered = assessment.collection.languages
    services.set_texts(
        assessment=assessment, texts={code: texts[code] for code in offered if code in texts}, by=None
    )
    competencies = list(Competency.objects.filter(version=version, kind="competency"))[:items]
    services.set_items(assessment=assessment, competencies=competencies, by=None)
    shares = {code: Decimal(weight) for code, weight in (weights or {"judge": "1"}).items()}
    services.set_groups(assessment=assessment, weights=shares, by=None)
    return assessment


def invitation(
    assessment: NeedsAssessment, *, group: str = "judge", language: str = "en", **fields
) -> Invitation:
    """An invitation, sent unless stated otherwise."""
    return Invitation.objects.create(
        **{
            "collection": assessment.collection,
            "group_code": group,
            "jurisdiction": assessment.jurisdictions.first(),
            "email": f"someone{next(_numbers)}@court.example",
            "language": language,
            "invited_at": timezone.now() - timedelta(minutes=5),
            **fields,
        }
    )


def open_assessment(**fields) -> NeedsAssessment:
    assessment = draft_assessment(**fields)
    invitation(assessment, group=assessment.groups.first().code)
    return services.open_assessment(assessment=assessment, by=None)


def token_for(invitation: Invitation, **fields) -> str:
    return links.make(
        PURPOSE, invitation, expires_at=fields.pop("expires_at", invitation.collection.closes_at), **fields
    )[1]


def questions(assessment: NeedsAssessment) -> dict[str, Question]:
    return {question.name: question for question in assessment.collection.version.questions.all()}


def answer(
    assessment: NeedsAssessment,
    *,
    group: str = "judge",
    ratings: dict[str, tuple[object, object]],
    comment: str = "",
    **fields,
) -> Response:
    """Submit one response: competency code -> (importance, ability), each 1 to 5, "na" or "" for none."""
    invited = fields.pop("invited", None) or invitation(assessment, group=group, **fields)
    values = {}
    for code, (importance, ability) in ratings.items():
        values[f"importance-{code.lower()}", 0] = str(importance)
        values[f"ability-{code.lower()}", 0] = str(ability)
    if comment:
        values["comment-d1", 0] = comment
    collecting.save_draft(invitation=invited, page=1, language="en", values=values)
    return collecting.submit(invitation=invited)
