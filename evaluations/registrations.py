"""What this app shows in the shared registries, one line a room."""

from evaluations.certificates import registrations as certificates


def register() -> None:
    certificates.register()
