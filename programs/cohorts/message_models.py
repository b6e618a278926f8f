"""Emails that staff write to people of a cohort, and their recipients."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.people.models import Person
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from programs.cohorts.models import Cohort


class CohortMessageQuerySet(models.QuerySet["CohortMessage"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Messages of cohorts that the user coordinates, since they show who received them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(cohort__in=Cohort.objects.coordinated_by(user).values("pk"))


class CohortMessage(PublicModel):
    """One email in one or more languages: `texts` is {language: {"subject": …, "text": …}}.

    `groups` and `people` (ids) choose the recipients while it is a draft; sending stores them as rows.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    groups = models.JSONField(default=list, blank=True)
    people = models.JSONField(default=list, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = CohortMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent"]), name="cohort_message_valid_state"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False), name="cohort_message_sent_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return next((str(text["subject"]) for text in self.texts.values()), "")


class CohortMessageRecipient(models.Model):
    """A person who receives the message. `queued_at` is set when their email is in the outgoing mail."""

    message = models.ForeignKey(CohortMessage, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    queued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person"], name="cohort_message_recipient_unique_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.person_id}"

    @property
    def mail_key(self) -> str:
        return f"cohort-message:{self.message_id}:{self.person_id}"
