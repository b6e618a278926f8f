"""The app configuration."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from participants import registrations  # noqa: PLC0415  # models cannot be imported earlier

        registrations.register()
