"""Motions, votes and outcomes of a board. All are append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.agenda import voting
from evaluations.agenda.models import (
    AgendaItem,
    AgendaPartner,
    AgendaScopedQuerySet,
    BoardMeeting,
    Majority,
    ReformAgenda,
)
from evaluations.agenda.triggers import COUNTED, ENTITLED
from portal.access.models import PublicModel
from portal.audit.freeze_triggers import append_only


class AgendaMotion(PublicModel):
    """A motion with the majority and quorum that apply to it. Rows never change; the outcome is a row of its own."""

    class Effect(models.TextChoices):
        NONE = "none", _("No change in the portal; the decision is kept on record")
        AGREE = "agree", _("The agenda item is agreed")
        DONE = "done", _("The agenda item is done")
        MOVE = "move", _("The agenda item gets a new due date")
        HOLD = "hold", _("The agenda item is put on hold")
        DROP = "drop", _("The agenda item is dropped")
        PUBLISH = "publish", _("The agenda becomes public, without each partner’s vote")
        PUBLISH_VOTES = "publish_votes", _("The agenda becomes public, with each partner’s vote")
        CLOSE = "close", _("The agenda is no longer public")

    ON_ITEM = ("agree", "done", "move", "hold", "drop")

    agenda = models.ForeignKey(ReformAgenda, models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("agenda item"),
    )
    meeting = models.ForeignKey(
        BoardMeeting, models.PROTECT, null=True, blank=True, related_name="motions", verbose_name=_("meeting")
    )  # fmt: skip
    title = models.CharField(_("motion"), max_length=200)
    text = models.TextField(_("reasons"), max_length=4000, blank=True)
    effect = models.CharField(
        _("effect if carried"), max_length=14, choices=Effect.choices, default=Effect.NONE
    )
    new_date = models.DateField(_("new date"), null=True, blank=True)
    majority = models.CharField(max_length=12, choices=Majority.choices)
    quorum_percent = models.PositiveSmallIntegerField()
    closes_at = models.DateTimeField(_("voting closes"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = AgendaScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "number"], name="agenda_motion_unique_number"),
            models.CheckConstraint(
                condition=Q(effect__in=["none", "publish", "publish_votes", "close"])
                | Q(effect__in=["agree", "done", "move", "hold", "drop"], item__isnull=False),
                name="agenda_motion_has_item",
                violation_error_message=_("Choose the agenda item."),
            ),
            models.CheckConstraint(
                condition=Q(effect="move", new_date__isnull=False) | (~Q(effect="move") & Q(new_date=None)),
                name="agenda_motion_has_new_date",
                violation_error_message=_("Enter the new due date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VoteQuerySet(AgendaScopedQuerySet):
    path = "motion__agenda"


class AgendaVote(models.Model):
    """The vote of one partner.

    The database rejects a second vote, a vote after the count, and partners without a vote.
    """

    class Choice(models.TextChoices):
        FOR = voting.Choice.FOR, pgettext_lazy("a vote", "For")
        AGAINST = voting.Choice.AGAINST, _("Against")
        ABSTAINED = voting.Choice.ABSTAINED, _("Abstained")

    motion = models.ForeignKey(AgendaMotion, models.PROTECT, related_name="votes")
    partner = models.ForeignKey(AgendaPartner, models.PROTECT, related_name="votes")
    choice = models.CharField(_("vote"), max_length=9, choices=Choice.choices)
    grounds = models.CharField(_("reasons"), max_length=300, blank=True)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_by_secretariat = models.BooleanField(default=False)  # as stated in a meeting
    cast_at = models.DateTimeField(auto_now_add=True)
    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["partner"]
        triggers = [append_only(), ENTITLED]
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "partner"],
                name="agenda_vote_unique_partner",
                violation_error_message=_("This partner has already voted."),
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["for", "against", "abstained"]), name="agenda_vote_valid_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.choice}"


class AgendaOutcome(models.Model):
    """The result of a vote. A trigger counts the votes when the row is inserted and rejects later ones."""

    class Outcome(models.TextChoices):
        CARRIED = voting.Outcome.CARRIED, _("Carried")
        REJECTED = voting.Outcome.REJECTED, _("Not carried")
        NO_QUORUM = voting.Outcome.NO_QUORUM, _("Quorum not met")

    motion = models.OneToOneField(AgendaMotion, models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    in_favour = models.PositiveSmallIntegerField(default=0)
    against = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    entitled = models.PositiveSmallIntegerField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [append_only(), COUNTED]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["carried", "rejected", "no_quorum"]),
                name="agenda_outcome_valid",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="carried") | Q(in_favour__gte=1),
                name="agenda_outcome_carried_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.outcome}"
