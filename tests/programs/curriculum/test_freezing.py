from datetime import date

import pytest
from django.db import IntegrityError

from programs.curriculum import services
from programs.curriculum.models import CoverageCell, Edition
from programs.learning.models import Unit
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import CorePartFactory


@pytest.fixture
def published(coordinator, competency):
    part = CorePartFactory()
    Unit.objects.create(part=part, position=1, kind="text", title="Read", body="Words")
    CoverageCell.objects.create(edition=part.edition, competency=competency, depth="assesses")
    return services.publish(
        edition=part.edition, approved_by=OrganisationFactory(), approved_on=date(2026, 1, 1), by=coordinator
    )


def _unit_of_a_draft() -> Unit:
    return Unit.objects.create(part=CorePartFactory(), position=9, kind="text", title="More")


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
        lambda edition: edition.parts.update(title="Other"),
        lambda edition: edition.coverage.all().delete(),
        lambda edition: Unit.objects.filter(part__edition=edition).update(body="Other words"),
        lambda edition: Unit.objects.create(part=edition.parts.get(), position=2, kind="text", title="More"),
        lambda edition: CorePartFactory(position=9).edition.parts.update(edition=edition),
        lambda edition: Unit.objects.filter(pk=_unit_of_a_draft().pk).update(part=edition.parts.get()),
    ],
    ids=[
        "summary",
        "back to draft",
        "part",
        "coverage",
        "unit changed",
        "unit added",
        "part comes",
        "unit comes",
    ],
)
def test_the_database_refuses_to_change_a_published_edition(published, change):
    with pytest.raises(IntegrityError, match="frozen"):
        change(published)


def test_a_new_edition_begins_as_a_copy_and_replaces_the_published_one(published, coordinator):
    draft = services.create_next_edition(module=published.module, by=coordinator)
    services.publish(
        edition=draft, approved_by=OrganisationFactory(), approved_on=date(2026, 2, 1), by=coordinator
    )

    published.refresh_from_db()
    assert published.state == "retired"
    assert draft.number == 2
    assert list(draft.parts.values_list("title", flat=True)) == ["Part"]


def test_an_edition_without_parts_is_not_published(coordinator):
    edition = services.create_module(code="N", title="New", owner=OrganisationFactory(), by=coordinator)

    with pytest.raises(services.NothingToTeachError):
        services.publish(
            edition=edition, approved_by=OrganisationFactory(), approved_on=date(2026, 1, 1), by=coordinator
        )
