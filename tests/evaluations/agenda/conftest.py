import pytest

from tests.factories import agendas as make


@pytest.fixture
def board(coordinator):
    """A public agenda, a partner and its delegate."""
    agenda = make.agenda(by=coordinator)
    seat, user = make.partner(agenda, by=coordinator)
    make.carry(agenda, effect="publish", by=coordinator)
    return agenda, seat, user
