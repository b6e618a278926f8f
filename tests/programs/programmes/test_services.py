"""Programmes: the lead organisation becomes a partner, the search finds them, and concurrent edits are detected."""

from datetime import date

import pytest

from portal.access.errors import StaleRevisionError
from portal.audit.models import AuditEntry
from portal.search.models import SearchEntry
from programs.programmes import services
from programs.programmes.models import Programme, ProgrammeEdition
from tests.factories.participants import JurisdictionFactory, OrganisationFactory
from tests.factories.programs import EditionFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_a_new_programme_has_its_lead_organisation_as_partner_and_is_found(coordinator):
    lead, jurisdiction = OrganisationFactory(), JurisdictionFactory()

    programme = services.create_programme(
        code="PAC", title="Case-flow in the Pacific", lead_organisation=lead, jurisdictions=[jurisdiction],
        starts=date(2026, 1, 1), ends=date(2027, 12, 31), by=coordinator,
    )  # fmt: skip

    partner = programme.partners.get()
    assert (partner.organisation, partner.role_code) == (lead, partner.RoleCode.IMPLEMENTING)
    assert list(programme.jurisdictions.all()) == [jurisdiction]
    assert SearchEntry.objects.get(target_id=programme.pk).title == "Case-flow in the Pacific (PAC)"
    assert AuditEntry.objects.get(action="programme.created").actor == coordinator


def test_the_second_of_two_edits_of_a_programme_is_rejected(coordinator):
    programme, jurisdiction = ProgrammeFactory(), JurisdictionFactory()
    services.save_programme(
        programme=programme, revision=1, title="Hers", jurisdictions=[jurisdiction], by=coordinator
    )

    with pytest.raises(StaleRevisionError):
        services.save_programme(
            programme=programme, revision=1, title="His", jurisdictions=[], by=coordinator
        )

    saved = Programme.objects.get()
    assert (saved.title, saved.revision, list(saved.jurisdictions.all())) == ("Hers", 2, [jurisdiction])


def test_an_edition_is_used_once(coordinator):
    programme, edition = ProgrammeFactory(), EditionFactory()

    for _twice in range(2):
        services.use_edition(programme=programme, edition=edition, by=coordinator)

    assert [used.edition for used in ProgrammeEdition.objects.all()] == [edition]
