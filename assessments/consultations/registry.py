"""Secondary data: what is known of a jurisdiction already. Higher apps say where it comes from, in `ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from portal.figures.figure import Figure


@dataclass(frozen=True)
class KnownFigure:
    """One indicator's latest figure in one jurisdiction, with its period, source, and the page that shows more."""

    jurisdiction: Jurisdiction
    title: str
    figure: Figure
    period: str
    source: str = ""
    url: str = ""


Provider = Callable[[Sequence[Jurisdiction], Any], Sequence[KnownFigure]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """`provider(jurisdictions, user)` gives what the person may see. Twice one name is a mistake in the code."""
    if _providers.get(name, provider) is not provider:
        raise ValueError(f"two providers of secondary data are called {name}")
    _providers[name] = provider


def known_figures(jurisdictions: Sequence[Jurisdiction], user: AnyUser) -> list[KnownFigure]:
    """All that the providers know, by jurisdiction in the order given, then by title."""
    order = {place.pk: number for number, place in enumerate(jurisdictions)}
    found = [figure for provider in _providers.values() for figure in provider(jurisdictions, user)]
    return sorted(found, key=lambda one: (order[one.jurisdiction.pk], one.title))
