"""Data collection: invitations, responses and answers. Drafts are responses that are not submitted yet."""

import uuid
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Lower, Right
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments.collection.thresholds import smallest_group
from assessments.instruments.models import Instrument, InstrumentVersion, Question
from participants.organisations.models import Court, Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.audit.tracking import tracked
from portal.files.models import StoredFile

# A PostgreSQL setting: lets one statement of anonymisation.py rewrite submitted rows without changing their content.
REWRITES_RESPONSES = "assessments.rewrites_responses"


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(version__instrument__in=Instrument.objects.visible_to(user))

    def open(self) -> Self:
        now = timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)


@tracked
class Collection(PublicModel):
    """Responses to one version of a questionnaire in one period. `subject` is what it is about: a course, a
    session.
    """

    class Anonymity(models.TextChoices):
        NAMED = "named", _("Named: the team can see who gave each response")
        CONFIDENTIAL = "confidential", _("Confidential: responses cannot be linked to the person")
        OPEN = "open", _("Open link: anyone with the link can respond, and no invitations are sent")

    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="collections")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    anonymity = models.CharField(
        _("confidentiality"), max_length=12, choices=Anonymity.choices, default=Anonymity.CONFIDENTIAL
    )
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"), default=list)
    question_names = ArrayField(
        models.CharField(max_length=60), default=list, blank=True
    )  # empty: all questions of the version
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    objects = CollectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="collection_closes_after_opening",
                violation_error_message=_("The closing time must be after the opening time."),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

    @cached_property
    def smallest_group(self) -> int:
        """The smallest number of respondents whose results are shown."""
        return smallest_group(self.pk)

    @property
    def anonymises_responses(self) -> bool:
        """Whether a response loses its link to the invitation when it is submitted."""
        return self.anonymity != self.Anonymity.NAMED


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(collection__in=Collection.objects.visible_to(user))

    def for_email(self, address: Any) -> Self:
        """Invitations for an address, regardless of case; in a subquery, for `OuterRef` of its column."""
        folded = Lower(Value(address) if isinstance(address, str) else address)
        return self.alias(folded=Lower("email")).filter(folded=folded).exclude(email="")

    def to_send(self) -> Self:
        """Not emailed yet. Respondents from an open link have no address and are never emailed."""
        return self.filter(invited_at=None).exclude(email="")

    def to_remind(self, *, since: Any) -> Self:
        """Emailed before `since`, and neither responded nor reminded since then."""
        return self.filter(
            state__in=[Invitation.State.INVITED, Invitation.State.STARTED], invited_at__lt=since
        ).filter(Q(reminded_at=None) | Q(reminded_at__lt=since))


class Invitation(PublicModel):
    """One address invited. In a confidential collection it shows that someone responded, never what.

    Its links are in portal.links with this row as target: each reminder has a new one, and all of them expire
    together. Respondents from an open link have no address (open_links.py). A person who delegated keeps a row
    that is not counted; the colleague's row counts for both (delegation.py). Without a jurisdiction nothing is
    stored that distinguishes responses: in a class of twenty people, a country or a language would identify a
    person.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("No response yet")
        BOUNCED = "bounced", _("Bounced")
        STARTED = "started", _("Started")
        COMPLETE = "complete", _("Responded")
        SCREENED_OUT = "screened_out", _("Does not apply")
        DELEGATED = "delegated", _("Passed on to a colleague")

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="invitations")
    group_code = models.CharField(_("group"), max_length=24)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, related_name="+", verbose_name=_("jurisdiction")
    )
    court_level = models.CharField(
        _("level of court"), max_length=12, choices=Court.Level.choices, blank=True
    )
    email = models.EmailField(_("email address"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    state = models.CharField(_("status"), max_length=12, choices=State.choices, default=State.INVITED)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    delegated_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="delegated_to"
    )
    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["collection", "state"], name="invitation_by_state")]
        constraints = [
            models.UniqueConstraint(
                "collection",
                Lower("email"),
                condition=~Q(email=""),
                name="invitation_unique_address",
                violation_error_message=_("This address is already on the list."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["invited", "bounced", "started", "complete", "screened_out", "delegated"]
                ),
                name="invitation_valid_state",
            ),
        ]

    def __str__(self) -> str:
        return self.email or str(self.public_id)


class Response(models.Model):
    """A draft until submitted; then it never changes.

    In a confidential collection, submitting writes the answers again under random ids, without the invitation,
    and with the collection's opening time as their time: neither ids, nor their order, nor a time shows who
    responded. A trigger refuses a submitted confidential response that still has its invitation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="response"
    )
    group_code = models.CharField(max_length=24)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="+")
    court_level = models.CharField(max_length=12, choices=Court.Level.choices, blank=True)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES, blank=True)
    page = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["collection", "group_code"], name="response_by_group")]
        triggers = [
            frozen_when(
                """TG_OP <> 'DELETE' AND NEW.submitted_at IS NOT NULL AND NEW.invitation_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM assessments_collection c WHERE c.id = NEW.collection_id
                AND c.anonymity <> 'named')""",
                name="confidential_is_anonymous",
            ),
            frozen_when(
                """TG_OP = 'UPDATE' AND OLD.submitted_at IS NOT NULL
                AND to_jsonb(OLD) - 'invitation_id' IS DISTINCT FROM to_jsonb(NEW) - 'invitation_id'""",
                name="submitted_frozen",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(invitation__isnull=False),
                name="response_draft_has_invitation",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Answer(models.Model):
    """One value or a missing code; an unanswered question has no row. Ids are random, because their order would
    show who responded when.

    The ids of one response share a prefix, so that they are neighbours in the index.

    A rating is stored in `number`, everything else in `text`, in the canonical form of `instruments.values`;
    for a file the text is its name. `occurrence` counts from 1 in a repeat and is 0 elsewhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    not_applicable = models.BooleanField(default=False)
    occurrence = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [
            frozen_when(
                """(TG_OP = 'DELETE' OR to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW))
                AND EXISTS (SELECT 1 FROM assessments_response r
                WHERE r.id = OLD.response_id AND r.submitted_at IS NOT NULL)""",
                name="submitted_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                unless=REWRITES_RESPONSES,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "occurrence"], name="answer_unique_question"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, text="", not_applicable=False)
                | (Q(number=None, not_applicable=False) & ~Q(text=""))
                | Q(number=None, text="", not_applicable=True),
                name="answer_one_value",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__range=(1, 9)), name="answer_number_on_scale"
            ),
            models.CheckConstraint(condition=Q(file=None) | ~Q(text=""), name="answer_file_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}:{self.question_id}"

    @staticmethod
    def id_within(response: uuid.UUID) -> uuid.UUID:
        """A new random id with the response's prefix."""
        return uuid.UUID(bytes=response.bytes[:4] + uuid.uuid4().bytes[4:])

    @property
    def short_id(self) -> str:
        """How pages name the answer: the full id would show which answers belong to one person."""
        return str(self.pk)[-12:]

    @staticmethod
    def short_id_expression(column: str = "id") -> Right:
        """`short_id` in SQL. Answers are sorted by it, because sorting by the full id would group each person's
        answers.
        """
        return Right(Cast(column, models.CharField()), 12)
