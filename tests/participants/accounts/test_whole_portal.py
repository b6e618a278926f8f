"""A role for the whole portal may do everything that the same role may do for a part."""

import pytest

from evaluations.indicators import policies as indicators
from participants.accounts.queries import Role, is_focal_point, jurisdictions_of
from tests.factories.participants import CourtFactory, JurisdictionFactory, RoleFactory


@pytest.fixture
def court(db):
    return CourtFactory()


def test_a_focal_point_for_the_whole_portal_is_one_for_every_jurisdiction(court):
    other = JurisdictionFactory()
    whole = RoleFactory(role="focal_point").user
    part = RoleFactory(role="focal_point", jurisdiction=other).user

    assert set(jurisdictions_of(whole, Role.FOCAL_POINT)) == {court.organisation.jurisdiction_id, other.pk}
    assert jurisdictions_of(part, Role.FOCAL_POINT) == [other.pk]
    assert jurisdictions_of(whole, Role.COORDINATOR) == []
    assert is_focal_point(whole)


def test_a_focal_point_for_the_whole_portal_enters_figures_of_any_court(court):
    whole = RoleFactory(role="focal_point").user
    part = RoleFactory(role="focal_point", jurisdiction=JurisdictionFactory()).user

    assert indicators.may_enter_for(whole, court)
    assert not indicators.may_enter_for(part, court)
