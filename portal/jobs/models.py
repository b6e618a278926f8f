"""Jobs: the state of background work is stored here, so that nothing is lost if the Celery broker loses messages."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.files.models import StoredFile
from portal.jobs import kinds

OPEN_STATES = ("queued", "running")


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def visible_to(self, user: AnyUser) -> Self:
        """The user's own jobs and those of kinds with a `may_see` rule; all jobs for administrators."""
        if not user.is_authenticated:
            return self.none()
        if getattr(user, "is_administrator", False):
            return self
        return self.filter(Q(requested_by=user) | Q(kind__in=kinds.shared()))


class Job(PublicModel):
    """A piece of background work with its progress and its outcome.

    `lease_token` identifies the worker that runs it; after `lease_until` another worker may claim it. `attempts`
    counts starts without progress, so that work that kills its worker is not restarted for ever.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    params = models.JSONField(default=dict, blank=True)
    target_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    target_id = models.BigIntegerField(null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    step = models.CharField(max_length=200, blank=True)
    stages = models.JSONField(default=list, blank=True)
    result_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    result_url = models.CharField(max_length=500, blank=True)
    error_for_people = models.TextField(blank=True)
    error_for_operators = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sends = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["queued", "running"]),
                name="job_one_open_a_key",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="job_valid_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], ended_at=None)
                | (~Q(state__in=["queued", "running"]) & Q(ended_at__isnull=False)),
                name="job_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")), name="job_done_within_total"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="job_open"),
            models.Index(fields=["requested_by", "-id"], name="job_by_person"),
            models.Index(fields=["target_type", "target_id", "-id"], name="job_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.public_id])

    @property
    def title(self) -> str:
        """The title of its kind."""
        return kinds.title_of(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def target(self) -> Any:
        """The row that the job is about, or None."""
        if self.target_type_id is None:
            return None
        return ContentType.objects.get_for_id(self.target_type_id).get_object_for_this_type(pk=self.target_id)
