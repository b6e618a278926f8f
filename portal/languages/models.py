"""The base of models that store the translations of another model's texts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslatedText(models.Model):
    """The texts of an object in one language. Subclasses add the foreign key, texts and UNIQUE(object, language)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COMPLETE = "complete", _("Complete")
        OUTDATED = "outdated", _("Out of date")

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.COMPLETE)

    class Meta:
        abstract = True
