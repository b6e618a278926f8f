"""What this app shows in the shared registries, one line a room."""

from evaluations.certificates import registrations as certificates
from evaluations.indicators import registrations as indicators
from evaluations.reforms import registrations as reforms
from evaluations.results import registrations as results


def register() -> None:
    indicators.register()
    results.register()
    certificates.register()
    reforms.register()
