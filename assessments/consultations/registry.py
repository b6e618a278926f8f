"""Secondary data: known figures of a jurisdiction. Higher apps register providers of them in `ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from portal.figures.figure import Figure


@dataclass(frozen=True)
class KnownFigure:
    """One indicator's latest figure in one jurisdiction, with its period, source and detail page."""

    jurisdiction: Jurisdiction
    title: str
    figure: Figure
    period: str
    source: str = ""
    url: str = ""


Provider = Callable[[Sequence[Jurisdiction], Any], Sequence[KnownFigure]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """`provider(jurisdictions, user)` returns the figures that the user may see. Registering a name twice is an
    error.
    """
    if _providers.get(name, provider) is not provider:
        raise ValueError(f"two providers of secondary data are called {name}")
    _providers[name] = provider


def known_figures(jurisdictions: Sequence[Jurisdiction], user: AnyUser) -> list[KnownFigure]:
    """The figures of all providers, by jurisdiction in the order given, then by title."""
    order = {jurisdiction.pk: number for number, jurisdiction in enumerate(jurisdictions)}
    figures = [figure for provider in _providers.values() for figure in provider(jurisdictions, user)]
    return sorted(figures, key=lambda figure: (order[figure.jurisdiction.pk], figure.title))
