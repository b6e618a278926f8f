"""Answers to warnings that a programme overlaps with another one. They are append-only."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.landscape.models import ExternalProgramme
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only
from programs.programmes.models import Programme


class OverlapAnswerQuerySet(models.QuerySet["OverlapAnswer"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Answers of programmes that the user coordinates."""
        return self.filter(programme__in=Programme.objects.coordinated_by(user))


class OverlapAnswer(PublicModel):
    """An answer to one overlap; the latest answer of a pair is in force."""

    class Answer(models.TextChoices):
        JOIN = "join", _("We will join it")
        KEEP = "keep", _("We will keep our own")
        NO_MATCH = "no_match", _("Not a match")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="overlap_answers")
    offer = models.ForeignKey(ExternalProgramme, models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = OverlapAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer__isnull=False, other=None) | Q(offer=None, other__isnull=False),
                name="overlap_answer_of_one_other",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["join", "keep", "no_match"]), name="overlap_answer_valid_answer"
            ),
            models.CheckConstraint(
                condition=Q(answer="join") | ~Q(reason=""),
                name="overlap_answer_has_reason",
                violation_error_message=_(
                    "Enter a reason. People who read the warning later need to know why."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.answer}"
