"""The app configuration of the portal's shared packages."""

import importlib

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the Celery app, so that tasks can be sent by name, and register what the shared packages show."""
        importlib.import_module("portal.celery")
        importlib.import_module("portal.mail.dashboard").register()
        importlib.import_module("portal.tables.imports.registrations").register()
        importlib.import_module("portal.owner.registrations").register()
