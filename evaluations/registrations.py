"""What this app shows in the shared registries, one line a room."""

from evaluations.certificates import registrations as certificates
from evaluations.reforms import registrations as reforms


def register() -> None:
    certificates.register()
    reforms.register()
