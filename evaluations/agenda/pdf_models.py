"""The agenda as PDF: what was printed last, in which language, for whom."""

from django.conf import settings
from django.db import models

from evaluations.agenda.models import AgendaScopedQuerySet, ReformAgenda
from portal.access.models import PublicModel
from portal.files.models import StoredFile


class AgendaPdf(PublicModel):
    """One file a language and reader; a later print is a new row, so that nobody reads the former file any more.

    Members of a board do not all see the same needs and programmes: a print with inner matters is one person's own.
    Without `made_for` it is the public's. `digest` says of which state of the agenda it is.
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
