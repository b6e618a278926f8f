"""A draft edition is edited until it is published; concurrent edits are detected."""

from datetime import date

import pytest

from portal.access.errors import StaleRevisionError
from programs.curriculum import services
from programs.curriculum.models import CoverageCell, Edition
from tests.factories.assessments import framework
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import EditionFactory

pytestmark = pytest.mark.django_db


def test_the_second_of_two_edits_of_an_edition_is_rejected(coordinator):
    edition = EditionFactory()
    services.save_edition(edition=edition, revision=1, summary="Hers", by=coordinator)

    with pytest.raises(StaleRevisionError):
        services.save_edition(edition=edition, revision=1, summary="His", by=coordinator)

    saved = Edition.objects.get()
    assert (saved.summary, saved.revision) == ("Hers", 2)


def test_a_second_coverage_of_a_competency_replaces_the_first(coordinator):
    edition, competency = EditionFactory(), framework().competencies.get(code="D1.1")
    for depth, level in (("introduces", 1), ("assesses", 3)):
        services.set_coverage(
            edition=edition, competency=competency, depth=depth, level=level, by=coordinator
        )

    cell = CoverageCell.objects.get()
    assert (cell.competency, cell.depth, cell.level) == (competency, "assesses", 3)


def test_a_published_edition_cannot_be_edited(coordinator):
    edition = EditionFactory(
        state="published", approved_by=OrganisationFactory(), approved_on=date(2026, 1, 1)
    )

    with pytest.raises(services.EditionFrozenError):
        services.save_edition(edition=edition, revision=1, summary="Late", by=coordinator)
