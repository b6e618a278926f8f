"""Collecting answers: who was asked, who answered, what they said. Drafts are responses not yet submitted."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.instruments.models import Instrument, InstrumentVersion, Question
from participants.organisations.models import Jurisdiction
from portal.access.models import PublicModel
from portal.audit.tracking import tracked
from portal.links.models import SignedLink


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: Any) -> Self:

        return self.filter(version__instrument__in=Instrument.objects.visible_to(user))

    def open(self) -> Self:
        now = timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)


@tracked
class Collection(PublicModel):
    class Anonymity(models.TextChoices):
        NAMED = "named", _("Personal: the team sees who answered what")
        CONFIDENTIAL = "confidential", _("Confidential: answers are cut from the invitation")

    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="collections")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    anonymity = models.CharField(
        _("confidentiality"), max_length=12, choices=Anonymity.choices, default=Anonymity.CONFIDENTIAL
    )
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"), default=list)
    objects = CollectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="collection_closes_after_opening",
                violation_error_message=_("The closing time lies before the opening."),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at


class Invitation(PublicModel):
    """One address asked. In a confidential collection it tells that someone answered, never what."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        BOUNCED = "bounced", _("Bounced")
        STARTED = "started", _("Started")
        COMPLETE = "complete", _("Answered")
        SCREENED_OUT = "screened_out", _("Not concerned")
        REFUSED = "refused", _("Refused")

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="invitations")
    group_code = models.CharField(_("group"), max_length=24)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    link = models.OneToOneField(SignedLink, models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.INVITED)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "collection",
                models.functions.Lower("email"),
                name="invitation_one_an_address",
                violation_error_message=_("This address is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.email


class Response(PublicModel):
    """A draft until submitted. Confidential: submitting cuts the tie to the invitation."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="response"
    )
    group_code = models.CharField(max_length=24)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["collection", "group_code"], name="response_by_group")]

    def __str__(self) -> str:
        return str(self.public_id)


class Answer(models.Model):
    """One value or a missing code; blank is no row."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    not_applicable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_one_a_question"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, text="", not_applicable=False)
                | (Q(number=None, not_applicable=False) & ~Q(text=""))
                | Q(number=None, text="", not_applicable=True),
                name="answer_one_value",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__range=(1, 9)), name="answer_number_on_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}:{self.question_id}"
