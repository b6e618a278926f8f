"""Makes the Celery app the current one, wherever Django is set up."""

import importlib

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The site and its shared tools."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After the registry is full: whoever starts a task by name needs the configured app."""
        importlib.import_module("portal.celery")
        importlib.import_module("portal.mail.dashboard").register()
