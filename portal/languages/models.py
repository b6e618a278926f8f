"""The bases of models with translated texts and of the models that store the translations."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
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


SOURCE_LANGUAGE = "en"


class TranslatedModel(models.Model):
    """A model with a source text in English and its translations in `texts`, which lists prefetch."""

    class Meta:
        abstract = True

    @property
    def text_language(self) -> str:
        """The language of `str(self)`: the active one if there is a translation, else that of the source."""
        active = get_language() or SOURCE_LANGUAGE
        return active if any(text.language == active for text in self.texts.all()) else SOURCE_LANGUAGE  # type: ignore[attr-defined]  # the related name in every subclass
