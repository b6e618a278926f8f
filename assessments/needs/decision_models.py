"""Decisions on needs: rows are added and never changed; the last of a need's chain is in force."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.landscape.models import ExternalProgramme
from assessments.needs.models import TrainingNeed
from participants.organisations.models import Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only

_SAME_NEED = """
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessments_needdecision d WHERE d.id = NEW.supersedes_id AND d.need_id = NEW.need_id
    ) THEN
        RAISE EXCEPTION 'a decision supersedes one on the same need' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class NeedDecisionQuerySet(models.QuerySet["NeedDecision"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Visible to those who can read the need."""
        return self.filter(need__in=TrainingNeed.objects.visible_to(user).values("pk"))

    def in_force(self) -> Self:
        """The last decision of each need: not superseded, and not a reopening."""
        return self.filter(superseded_by=None).exclude(kind=NeedDecision.Kind.REOPENED)


class NeedDecision(PublicModel):
    """How a need is addressed, or why not; by whom, until when, and how success is measured.

    Decisions of a need form one chain: the first supersedes nothing, each other one its predecessor, and none
    is superseded twice. So only one of two concurrent decisions is accepted.
    """

    class Kind(models.TextChoices):
        EXISTING = "existing", _("An existing module or programme")
        ADAPTED = "adapted", _("An adapted module or programme")
        NEW = "new", _("A new module or programme")
        OFFER = "offer", _("Another organisation’s training offer")
        NOT_TRAINING = "not_training", _("A measure other than training")
        DEFERRED = "deferred", _("Deferred")
        REOPENED = "reopened", _("Reopened")

    class Remedy(models.TextChoices):
        LAW = "law", _("A law or rule")
        STAFF = "staff", _("Staff")
        EQUIPMENT = "equipment", _("Equipment or premises")
        MONEY = "money", _("Money")
        ORGANISATION = "organisation", _("The way work is organised")
        OTHER = "other", _("Something else")

    BY_TRAINING = (Kind.EXISTING, Kind.ADAPTED, Kind.NEW)
    MEASURED = (*BY_TRAINING, Kind.OFFER, Kind.NOT_TRAINING)

    need = models.ForeignKey(TrainingNeed, models.PROTECT, related_name="decisions")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    kind = models.CharField(_("decision"), max_length=14, choices=Kind.choices)
    remedy = models.CharField(_("what addresses it"), max_length=14, choices=Remedy.choices, blank=True)
    offer = models.ForeignKey(
        ExternalProgramme, models.PROTECT, null=True, blank=True, related_name="need_decisions",
        verbose_name=_("training offer"),
    )  # fmt: skip
    reason = models.TextField(_("reason"), max_length=2000)
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("person in charge"),
    )  # fmt: skip
    due_on = models.DateField(_("due date"), null=True, blank=True)
    measured_by = models.CharField(_("measured by"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = NeedDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="same_need", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_SAME_NEED
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(supersedes=None),
                name="need_decision_single_chain",
                violation_error_message=_(
                    "Someone else has just decided on this need. Read their decision first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["existing", "adapted", "new", "offer", "not_training", "deferred", "reopened"]
                ),
                name="need_decision_valid_kind",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="need_decision_has_a_reason",
                violation_error_message=_("Enter a reason."),
            ),
            models.CheckConstraint(
                condition=Q(kind="offer", offer__isnull=False) | (~Q(kind="offer") & Q(offer=None)),
                name="need_decision_offer_is_named",
                violation_error_message=_("Select the training offer that addresses it."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="not_training") & ~Q(remedy="")) | (~Q(kind="not_training") & Q(remedy="")),
                name="need_decision_remedy_is_named",
                violation_error_message=_("Select what addresses it instead of training."),
            ),
            models.CheckConstraint(
                condition=Q(kind="reopened") | Q(owner__isnull=False, due_on__isnull=False),
                name="need_decision_has_owner_and_date",
                violation_error_message=_("Enter who is responsible and the due date."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["deferred", "reopened"]) | ~Q(measured_by=""),
                name="need_decision_is_measured",
                violation_error_message=_("Enter how it will be measured."),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="need_decision_by_date")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"
