"""Stored PDF files of agendas, by language and reader."""

from django.conf import settings
from django.db import models

from evaluations.agenda.models import AgendaScopedQuerySet, ReformAgenda
from portal.access.models import PublicModel
from portal.files.models import StoredFile


class AgendaPdf(PublicModel):
    """One file per language and reader. A new file replaces the row, so that nobody can read the old one.

    Members of a board see different needs and programmes, so a file with internal content belongs to one person.
    Without `made_for` it is the public's. `digest` identifies the state of the agenda that it shows.
    """

    agenda = models.ForeignKey(ReformAgenda, models.CASCADE, related_name="pdfs")
    language = models.CharField(max_length=10)
    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    objects = AgendaScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "language", "made_for"],
                name="agenda_pdf_unique_reader",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id} {self.language}"
