from datetime import date

import pytest
from django.db import IntegrityError

from programs.curriculum import services
from programs.curriculum.models import CoverageCell, Edition
from programs.learning.models import Unit
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import SectionFactory


@pytest.fixture
def published(coordinator, competency):
    section = SectionFactory()
    Unit.objects.create(section=section, position=1, kind="text", title="Read", body="Words")
    CoverageCell.objects.create(edition=section.edition, competency=competency, depth="assesses")
    return services.publish(
        edition=section.edition,
        approved_by=OrganisationFactory(),
        approved_on=date(2026, 1, 1),
        by=coordinator,
    )


def _unit_of_a_draft() -> Unit:
    return Unit.objects.create(section=SectionFactory(), position=9, kind="text", title="More")


@pytest.fixture
def competency(db):
    from assessments.competencies.models import Competency, Framework, FrameworkVersion

    version = FrameworkVersion.objects.create(
        framework=Framework.objects.create(code="C", title="Core"), number="1"
    )
    domain = Competency.objects.create(version=version, code="D", kind="domain", statement="Domain")
    return Competency.objects.create(version=version, code="D.1", parent=domain, statement="Keep dates")


@pytest.mark.parametrize(
    "change",
    [
        lambda edition: Edition.objects.filter(pk=edition.pk).update(summary="Other"),
        lambda edition: Edition.objects.filter(pk=edition.pk).update(state="draft"),
        lambda edition: edition.sections.update(title="Other"),
        lambda edition: edition.coverage.all().delete(),
        lambda edition: Unit.objects.filter(section__edition=edition).update(body="Other words"),
        lambda edition: Unit.objects.create(
            section=edition.sections.get(), position=2, kind="text", title="More"
        ),
        lambda edition: SectionFactory(position=9).edition.sections.update(edition=edition),
        lambda edition: Unit.objects.filter(pk=_unit_of_a_draft().pk).update(section=edition.sections.get()),
    ],
    ids=[
        "summary",
        "back to draft",
        "section",
        "coverage",
        "unit changed",
        "unit added",
        "section moved in",
        "unit moved in",
    ],
)
def test_the_database_rejects_changes_to_a_published_edition(published, change):
    with pytest.raises(IntegrityError, match="frozen"):
        change(published)


def test_a_new_edition_starts_as_a_copy_and_replaces_the_published_one(published, coordinator):
    draft = services.create_next_edition(module=published.module, by=coordinator)
    services.publish(
        edition=draft, approved_by=OrganisationFactory(), approved_on=date(2026, 2, 1), by=coordinator
    )

    published.refresh_from_db()
    assert published.state == "retired"
    assert draft.number == 2
    assert list(draft.sections.values_list("title", flat=True)) == ["Section"]


def test_an_edition_without_sections_cannot_be_published(coordinator):
    edition = services.create_module(code="N", title="New", owner=OrganisationFactory(), by=coordinator)

    with pytest.raises(services.EmptyEditionError):
        services.publish(
            edition=edition, approved_by=OrganisationFactory(), approved_on=date(2026, 1, 1), by=coordinator
        )


@pytest.mark.parametrize("missing", [{"objectives": " "}, {"contact_hours": 0}])
def test_an_edition_without_objectives_or_hours_is_not_published(coordinator, competency, missing):
    section = SectionFactory()
    CoverageCell.objects.create(edition=section.edition, competency=competency, depth="assesses")
    Edition.objects.update(**missing)

    with pytest.raises(services.IncompleteEditionError):
        services.publish(
            edition=section.edition,
            approved_by=OrganisationFactory(),
            approved_on=date(2026, 1, 1),
            by=coordinator,
        )
