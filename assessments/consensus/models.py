"""Consensus panels: items, panelists, rounds, and votes that cannot be linked to a person within the database."""

import uuid
from decimal import Decimal
from typing import Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.consensus.agreement import Thresholds
from assessments.needs.models import NeedsAssessment
from participants.organisations.models import Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only, frozen_when
from portal.audit.tracking import tracked


class AssessmentScopedQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(assessment__in=NeedsAssessment.objects.visible_to(user)).select_related(
            "assessment__owner", "assessment__collection"
        )


@tracked
class ConsensusPanel(PublicModel):
    """A group that votes in rounds on what matters. Its thresholds for agreement are fixed before the first
    round.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Under way")
        CLOSED = "closed", _("Closed")

    assessment = models.ForeignKey(NeedsAssessment, models.PROTECT, related_name="consensus_panels")
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), max_length=4000, blank=True)
    min_median = models.PositiveSmallIntegerField(_("minimum median for agreement"), default=7)
    max_iqr = models.DecimalField(
        _("maximum interquartile range for agreement"), max_digits=3, decimal_places=1, default=Decimal(2)
    )
    max_median_change = models.DecimalField(
        _("maximum change in the median to be stable"), max_digits=3, decimal_places=1, default=Decimal(1)
    )
    max_rounds = models.PositiveSmallIntegerField(_("maximum number of rounds"), default=3)
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    objects = AssessmentScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        triggers = [
            frozen_when(
                """TG_OP = 'UPDATE' AND OLD.state <> 'draft' AND
                (OLD.min_median, OLD.max_iqr, OLD.max_median_change, OLD.max_rounds) IS DISTINCT FROM
                (NEW.min_median, NEW.max_iqr, NEW.max_median_change, NEW.max_rounds)""",
                name="thresholds_frozen",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closed"]), name="consensus_panel_valid_state"
            ),
            models.CheckConstraint(
                condition=Q(min_median__range=(1, 9), max_iqr__range=(0, 8), max_median_change__range=(0, 8)),
                name="consensus_panel_thresholds_on_scale",
                violation_error_message=_(
                    "Enter a median from 1 to 9, and a range and a change from 0 to 8."
                ),
            ),
            models.CheckConstraint(
                condition=Q(max_rounds__range=(1, 5)),
                name="consensus_panel_one_to_five_rounds",
                violation_error_message=_("Enter a number of rounds from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(self.min_median, self.max_iqr, self.max_median_change)


class ConsensusItem(PublicModel):
    """What is voted on: a competency in all its languages, or a statement in the language in which it was
    entered.
    """

    panel = models.ForeignKey(ConsensusPanel, models.CASCADE, related_name="items")
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.CharField(_("statement"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "competency"], name="consensus_item_unique_competency"),
            models.CheckConstraint(
                condition=Q(competency__isnull=False, statement="") | (Q(competency=None) & ~Q(statement="")),
                name="consensus_item_competency_or_text",
            ),
        ]

    def __str__(self) -> str:
        return str(self.competency) if self.competency is not None else self.statement


class Panelist(PublicModel):
    """A person who is invited to vote. No related row shows how they voted."""

    panel = models.ForeignKey(ConsensusPanel, models.CASCADE, related_name="panelists")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("email address"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    group_code = models.CharField(_("group"), max_length=24, blank=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(Lower("email"), name="panelist_by_address")]
        constraints = [
            models.UniqueConstraint(
                "panel",
                Lower("email"),
                name="panelist_unique_address",
                violation_error_message=_("This address is already on the panel."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


@tracked
class ConsensusRound(PublicModel):
    panel = models.ForeignKey(ConsensusPanel, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closes_at = models.DateTimeField(_("closes"))
    remind_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    reminder_done_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="consensus_round_unique_number"),
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(closed_at=None),
                name="consensus_round_one_open",
                violation_error_message=_("This panel already has an open round."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")),
                name="consensus_round_closes_after_opening",
                violation_error_message=_("The closing time must be after the opening time."),
            ),
            models.CheckConstraint(
                condition=Q(remind_at=None) | Q(remind_at__gt=F("opened_at"), remind_at__lt=F("closes_at")),
                name="consensus_round_reminds_while_open",
                violation_error_message=_("Enter a reminder time while the round is open."),
            ),
            models.CheckConstraint(
                condition=Q(reminder_done_at=None) | Q(remind_at__isnull=False),
                name="consensus_round_done_what_was_planned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id}: {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and timezone.now() < self.closes_at


class RoundItem(models.Model):
    """An item that is voted on in a round."""

    round = models.ForeignKey(ConsensusRound, models.CASCADE, related_name="round_items")
    item = models.ForeignKey(ConsensusItem, models.PROTECT, related_name="round_items")

    class Meta:
        ordering = ["item__position", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="round_item_unique_in_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.item_id}"


class RoundParticipationQuerySet(models.QuerySet["RoundParticipation"]):
    def visible_to(self, user: AnyUser) -> Self:
        """The person's own participations: invited at an email address that they have verified."""
        if not user.is_authenticated:
            return self.none()
        own = EmailAddress.objects.filter(user=user, verified=True).values(folded=Lower("email"))
        invited = Panelist.objects.annotate(folded=Lower("email")).filter(folded__in=own)
        rows = self.filter(panelist__in=invited.values("pk")).exclude(invited_at=None)
        return rows.select_related("round__panel__assessment__owner", "panelist")


class RoundParticipation(PublicModel):
    """Whether a panelist was invited to a round and has finished: all that reminders need."""

    round = models.ForeignKey(ConsensusRound, models.CASCADE, related_name="participations")
    panelist = models.ForeignKey(Panelist, models.PROTECT, related_name="participations")
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    is_finished = models.BooleanField(_("finished"), default=False)
    objects = RoundParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "panelist"], name="round_participation_unique_round")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.panelist_id}"


class Vote(models.Model):
    """One vote on one item in one round. Only the server's key can link it to a person (keys.py).

    It has no time, a random id, and a key that differs from item to item, so that not even two votes of one
    person can be linked. `votes.rewrite_votes_shuffled` removes the order of the rows too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round_item = models.ForeignKey(RoundItem, models.CASCADE, related_name="votes")
    voter_key = models.CharField(max_length=64, unique=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    has_no_opinion = models.BooleanField(default=False)
    comment = models.TextField(blank=True)

    class Meta:
        triggers = [
            frozen_when(
                """EXISTS (SELECT 1 FROM assessments_rounditem i
                JOIN assessments_consensusround r ON r.id = i.round_id
                WHERE i.id = COALESCE(NEW.round_item_id, OLD.round_item_id) AND r.closed_at IS NOT NULL)""",
                name="closed_round_frozen",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__range=(1, 9), has_no_opinion=False),
                name="vote_on_scale_or_no_opinion",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ItemOutcome(models.Model):
    """The result of one item in a round, frozen when it closes; below 5 votes only that there were too few."""

    class Result(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        NOT_IMPORTANT = "not_shared", _("Agreed to be less important")
        NO_CONSENSUS = "no_consensus", _("No consensus")
        TOO_FEW = "too_few", _("Too few votes")

    round_item = models.OneToOneField(RoundItem, models.PROTECT, related_name="outcome")
    result = models.CharField(_("outcome"), max_length=14, choices=Result.choices)
    n = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    median = models.DecimalField(_("median"), max_digits=4, decimal_places=2, null=True, blank=True)
    q1 = models.DecimalField(_("first quartile"), max_digits=4, decimal_places=2, null=True, blank=True)
    q3 = models.DecimalField(_("third quartile"), max_digits=4, decimal_places=2, null=True, blank=True)
    iqr = models.DecimalField(_("interquartile range"), max_digits=4, decimal_places=2, null=True, blank=True)
    agree_share = models.DecimalField(
        _("share in agreement"), max_digits=6, decimal_places=5, null=True, blank=True
    )
    change = models.DecimalField(
        _("change in the median"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    counts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["agreed", "not_shared", "no_consensus", "too_few"]),
                name="item_outcome_valid_result",
            ),
            models.CheckConstraint(
                condition=Q(result="too_few", n=None, median=None, counts=[])
                | (~Q(result="too_few") & Q(n__gte=5, median__isnull=False)),
                name="item_outcome_withheld_when_few",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_item_id}: {self.result}"

    @property
    def needs_another_round(self) -> bool:
        return self.result in (self.Result.NO_CONSENSUS, self.Result.TOO_FEW)
