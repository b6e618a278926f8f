"""What a board decides: motions, votes, outcomes, none of which ever changes; and what partners say."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.agenda.models import (
    AgendaItem,
    AgendaPartner,
    BoardMeeting,
    Majority,
    OfAgendaQuerySet,
    ReformAgenda,
)
from evaluations.agenda.triggers import COUNTED, ENTITLED
from portal.access.models import PublicModel
from portal.audit.freezing import append_only
from portal.audit.tracking import tracked


class AgendaDecision(PublicModel):
    """A motion before the board, with the rule that it is voted by. Rows never change; the outcome is another row."""

    class Effect(models.TextChoices):
        NONE = "none", _("Nothing in the portal; it is kept on record")
        AGREE = "agree", _("The step is agreed")
        DONE = "done", _("The step is done")
        MOVE = "move", _("The step gets another date")
        HOLD = "hold", _("The step is put on hold")
        DROP = "drop", _("The step is not taken up")
        PUBLISH = "publish", _("The agenda becomes public, without who voted how")
        PUBLISH_VOTES = "publish_votes", _("The agenda becomes public, with the votes")
        CLOSE = "close", _("The agenda is no longer public")

    ON_STEP = ("agree", "done", "move", "hold", "drop")

    agenda = models.ForeignKey(ReformAgenda, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("step")
    )
    meeting = models.ForeignKey(
        BoardMeeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )  # fmt: skip
    title = models.CharField(_("motion"), max_length=200)
    text = models.TextField(_("grounds"), max_length=4000, blank=True)
    effect = models.CharField(
        _("if it is carried"), max_length=14, choices=Effect.choices, default=Effect.NONE
    )
    new_date = models.DateField(_("new date"), null=True, blank=True)
    majority = models.CharField(max_length=12, choices=Majority.choices)
    quorum_percent = models.PositiveSmallIntegerField()
    closes_at = models.DateTimeField(_("votes until"))
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = OfAgendaQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "number"], name="agenda_decision_one_a_number"),
            models.CheckConstraint(
                condition=Q(effect__in=["none", "publish", "publish_votes", "close"])
                | Q(effect__in=["agree", "done", "move", "hold", "drop"], item__isnull=False),
                name="agenda_decision_names_its_step",
                violation_error_message=_("Say which step it is about."),
            ),
            models.CheckConstraint(
                condition=Q(effect="move", new_date__isnull=False) | (~Q(effect="move") & Q(new_date=None)),
                name="agenda_decision_moves_to_a_date",
                violation_error_message=_("Say to which date the step moves."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VoteQuerySet(OfAgendaQuerySet):
    path = "decision__agenda"


class AgendaVote(models.Model):
    """One partner, one vote, for good. The database refuses a second one, one after the count, and a stranger's."""

    class Choice(models.TextChoices):
        FOR = "for", pgettext_lazy("a vote", "For")
        AGAINST = "against", _("Against")
        ABSTAINED = "abstained", _("Abstained")

    decision = models.ForeignKey(AgendaDecision, models.PROTECT, related_name="votes")
    partner = models.ForeignKey(AgendaPartner, models.PROTECT, related_name="votes")
    choice = models.CharField(_("vote"), max_length=9, choices=Choice.choices)
    grounds = models.CharField(_("grounds"), max_length=300, blank=True)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_told = models.BooleanField(default=False)  # recorded by the secretariat as it was said in a meeting
    cast_at = models.DateTimeField(auto_now_add=True)
    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["partner"]
        triggers = [append_only(), ENTITLED]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "partner"],
                name="agenda_vote_one_a_partner",
                violation_error_message=_("This partner has voted already."),
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["for", "against", "abstained"]), name="agenda_vote_known_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.choice}"


class AgendaOutcome(models.Model):
    """How a vote ended. The database counts the votes itself as the row is written, and lets no vote in after it."""

    class Outcome(models.TextChoices):
        CARRIED = "carried", _("Carried")
        REJECTED = "rejected", _("Not carried")
        NO_QUORUM = "no_quorum", _("Too few voted")

    decision = models.OneToOneField(AgendaDecision, models.PROTECT, related_name="outcome")
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
                name="agenda_outcome_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="carried") | Q(in_favour__gte=1),
                name="agenda_outcome_carried_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.outcome}"


@tracked(exclude=["body"])
class AgendaComment(PublicModel):
    """What a partner says of the agenda or a step, and replies to it. Held back with a reason, never deleted."""

    agenda = models.ForeignKey(ReformAgenda, models.CASCADE, related_name="comments")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="comments")
    partner = models.ForeignKey(
        AgendaPartner, models.PROTECT, null=True, blank=True, related_name="comments"
    )  # empty: the secretariat
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(_("comment"), max_length=3000)
    for_public = models.BooleanField(_("the public may read it"), default=False)
    held_back_reason = models.CharField(_("why it is held back"), max_length=200, blank=True)
    objects = OfAgendaQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agenda_comment_not_its_own_reply"),
            models.CheckConstraint(condition=~Q(body=""), name="agenda_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id} {self.pk}"
