"""Forms offer the time zones of the installation and of the reader first."""

import pytest
from django.utils import timezone

from portal.languages.zones import ZONES, local_zone_choices
from tests.factories.participants import JurisdictionFactory

pytestmark = pytest.mark.django_db


def test_zones_of_jurisdictions_and_of_the_reader_come_first():
    JurisdictionFactory(timezone="Pacific/Fiji")
    JurisdictionFactory(timezone="Pacific/Apia", archived_at=timezone.now())

    with timezone.override("Africa/Dakar"):
        (_own, first), (_all, rest) = local_zone_choices()

    assert [zone for zone, _label in first] == ["Africa/Dakar", "Pacific/Fiji"]
    assert rest == ZONES
