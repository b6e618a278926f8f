"""Reform agendas: the board of partners and their delegates, its meetings, and agenda items."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from assessments.needs.models import TrainingNeed
from evaluations.agenda import voting
from evaluations.results.models import Milestone
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of, organisations_of
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from portal.files.models import StoredFile
from portal.languages.numbers import interpolate
from programs.programmes.models import Programme


class Majority(models.TextChoices):
    SIMPLE = voting.Majority.SIMPLE, _("More votes for than against")
    TWO_THIRDS = voting.Majority.TWO_THIRDS, _("Two thirds of the votes for and against")
    CONSENSUS = voting.Majority.CONSENSUS, _("No votes against")


MAKES_PUBLIC = ("publish", "publish_votes")
ON_PUBLICITY = (*MAKES_PUBLIC, "close")


class ReformAgendaQuerySet(models.QuerySet["ReformAgenda"]):
    def with_publicity(self) -> Self:
        """Add `publicity`: the effect of the board's last carried motion on publication; None if there is none."""
        motions: Any = ReformAgenda._meta.get_field("motions").related_model
        decided = motions.objects.filter(
            agenda=OuterRef("pk"), effect__in=ON_PUBLICITY, outcome__outcome="carried"
        ).order_by("-outcome__pk")
        return self.annotate(publicity=Subquery(decided.values("effect")[:1]))

    def public(self) -> Self:
        return self.with_publicity().filter(publicity__in=MAKES_PUBLIC)

    def of_board(self, user: AnyUser) -> Self:
        """Agendas that the person sits on the board of, manages or evaluates."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        seats = AgendaDelegate.objects.filter(user=user, ended_on=None, partner__left_on=None)
        watched = ReformAgenda.jurisdictions.through.objects.filter(
            jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT)
        )
        return self.filter(
            Q(pk__in=seats.values("partner__agenda"))
            | Q(pk__in=watched.values("reformagenda"))
            | Q(secretariat__in=organisations_of(user, Role.COORDINATOR))
        )

    def managed_by(self, user: AnyUser) -> Self:
        """Agendas whose secretariat the person works for."""
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        return self.filter(secretariat__in=organisations_of(user, Role.COORDINATOR))

    def visible_to(self, user: AnyUser) -> Self:
        """Agendas of the person's boards, and public agendas, which need no account."""
        public = ReformAgenda.objects.public().values("pk")
        return self.with_publicity().filter(Q(pk__in=public) | Q(pk__in=self.model.objects.of_board(user)))


@tracked
class ReformAgenda(PublicModel):
    """Whether an agenda is public is not stored: it follows from the board's last carried motion on publication."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)
    jurisdictions = models.ManyToManyField(
        Jurisdiction, related_name="agendas", verbose_name=_("jurisdictions")
    )
    secretariat = models.ForeignKey(
        Organisation, models.PROTECT, related_name="managed_agendas", verbose_name=_("secretariat")
    )
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    majority = models.CharField(
        _("majority"), max_length=12, choices=Majority.choices, default=Majority.SIMPLE
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, per cent of partners with a vote"), default=50
    )
    comments_until = models.DateField(_("comments open until"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = ReformAgendaQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="reform_agenda_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__range=(1, 100)),
                name="reform_agenda_quorum_is_percent",
                violation_error_message=_("Enter a number from 1 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaScopedQuerySet(models.QuerySet):
    """Rows of an agenda, visible to its board, its secretariat and evaluators. The public reads them through the agenda
    only.
    """

    path = "agenda"

    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(**{f"{self.path}__in": ReformAgenda.objects.of_board(user).values("pk")})


class DelegateQuerySet(AgendaScopedQuerySet):
    path = "partner__agenda"


@tracked
class AgendaPartner(PublicModel):
    class Role(models.TextChoices):
        PRESIDES = "presides", _("Chair (has a vote)")
        MEMBER = "member", _("Member (has a vote)")
        OBSERVER = "observer", _("Observer (no vote)")

    agenda = models.ForeignKey(ReformAgenda, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agenda_partnerships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.MEMBER)
    contribution = models.CharField(_("contribution"), max_length=200, blank=True)
    joined_on = models.DateField(_("since"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    objects = AgendaScopedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "organisation"],
                name="agenda_partner_unique_organisation",
                violation_error_message=_("This organisation is already on the board."),
            ),
            models.UniqueConstraint(
                fields=["agenda"],
                condition=Q(role="presides", left_on=None),
                name="agenda_partner_single_chair",
                violation_error_message=_("Another partner already chairs the board."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["presides", "member", "observer"]), name="agenda_partner_valid_role"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="agenda_partner_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def has_vote(self) -> bool:
        return self.left_on is None and self.role != self.Role.OBSERVER


@tracked
class AgendaDelegate(PublicModel):
    """A person who comments and votes for a partner; must have a current post or role at the organisation."""

    partner = models.ForeignKey(AgendaPartner, models.CASCADE, related_name="delegates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="agenda_delegacies")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(_("until"), null=True, blank=True)
    objects = DelegateQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"],
                condition=Q(ended_on=None),
                name="agenda_delegate_once",
                violation_error_message=_("This person already represents the partner."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


@tracked
class BoardMeeting(PublicModel):
    agenda = models.ForeignKey(ReformAgenda, models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    timezone = models.CharField(_("time zone"), max_length=40, default="UTC")
    venue = models.CharField(_("location"), max_length=200, blank=True)
    join_url = models.URLField(_("meeting link"), blank=True)
    is_public = models.BooleanField(_("open to the public"), default=False)
    topics = models.TextField(_("topics"), max_length=4000, blank=True)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    minutes_public = models.BooleanField(_("minutes visible to the public"), default=False)
    cancelled_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = AgendaScopedQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "number"], name="board_meeting_unique_number"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="board_meeting_ends_after_start",
                violation_error_message=_("The end must be after the start."),
            ),
        ]

    def __str__(self) -> str:
        return str(interpolate(_("Meeting %(n)s"), n=self.number))


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(agenda__in=ReformAgenda.objects.of_board(user).values("pk"))

    def readable_by(self, user: AnyUser) -> Self:
        """Items of the person's boards, and items of public agendas that are not internal."""
        public = ReformAgenda.objects.public().values("pk")
        own = ReformAgenda.objects.of_board(user).values("pk")
        return self.filter(Q(agenda__in=own) | Q(agenda__in=public, is_internal=False))


@tracked
class AgendaItem(PublicModel):
    """An agenda item with an owner and a due date, linked to needs, programmes and milestones. Only motions change its
    state.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        DONE = "done", _("Done")
        ON_HOLD = "on_hold", _("On hold")
        DROPPED = "dropped", _("Dropped")

    agenda = models.ForeignKey(ReformAgenda, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what will change"), max_length=2000, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=1)
    owner = models.ForeignKey(
        AgendaPartner, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("responsible")
    )  # fmt: skip
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.PROPOSED)
    is_internal = models.BooleanField(_("not visible to the public"), default=False)
    needs = models.ManyToManyField(
        TrainingNeed, blank=True, related_name="agenda_items", verbose_name=_("needs")
    )
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="agenda_items", verbose_name=_("programmes")
    )
    milestones = models.ManyToManyField(
        Milestone, blank=True, related_name="agenda_items", verbose_name=_("milestones")
    )
    revision = models.PositiveIntegerField(default=1)
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "number"], name="agenda_item_unique_number"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "agreed", "done", "on_hold", "dropped"]),
                name="agenda_item_valid_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(owner__isnull=False, due_on__isnull=False),
                name="agenda_item_agreed_with_owner_and_date",
                violation_error_message=_(
                    "An agreed agenda item needs a responsible partner and a due date."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title
