"""Emails as rows: queued in the transaction that causes them and sent afterwards, with the outcome; and notices."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self) -> Self:
        """Queued emails that are due, and those whose worker died while sending."""
        now = timezone.now()
        return self.filter(
            Q(state="queued", next_try_at__lte=now) | Q(state="sending", lease_until__lt=now)
        ).order_by("next_try_at", "pk")

    def visible_to(self, user: AnyUser) -> Self:
        """All emails for administrators; in demo mode for everyone, since the outbox replaces people's mailboxes."""
        if settings.DEMO or (user.is_authenticated and getattr(user, "is_administrator", False)):
            return self
        return self.none()


class MailingQuerySet(models.QuerySet["Mailing"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Whoever sent it, and administrators."""
        if not user.is_authenticated:
            return self.none()
        return self if getattr(user, "is_administrator", False) else self.filter(sent_by=user)


class Mailing(PublicModel):
    """One sending of an email to several people, so that whoever sent it can see what became of each.

    `texts` has the languages whose text was edited for this sending: language -> `{"subject": …, "text": …}` with the
    placeholders {name} and {link}. The other languages use the template.
    """

    title = models.CharField(_("title"), max_length=300)
    page = models.CharField(max_length=300)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    texts = models.JSONField(default=dict, blank=True)
    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mail:mailing", args=[self.public_id])


class OutgoingMail(PublicModel):
    """One email to one address. The unique key ensures that it is queued only once, however often its cause runs.

    It is rendered from template and context when it is sent. Outside demo mode text and context are deleted then,
    since they may contain links that work without a password.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Accepted")
        STORED = "stored", _("Saved in the outbox, not sent")
        FAILED = "failed", _("Bounced")
        SUSPENDED = "suspended", _("On hold")

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(_("to"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=12)
    template = models.CharField(max_length=100)
    mailing = models.ForeignKey(Mailing, models.SET_NULL, null=True, blank=True, related_name="emails")
    context = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "stored", "failed", "suspended"]),
                name="outgoing_mail_valid_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="outgoing_mail_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=["queued", "sending"]),
                name="outgoing_mail_due",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def can_be_resent(self) -> bool:
        """Whether it failed or is suspended."""
        return self.state in (self.State.FAILED, self.State.SUSPENDED)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(PublicModel):
    """A short message to one person on their home page, with a link."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], condition=Q(read_at=None), name="notice_unread")]

    def __str__(self) -> str:
        return self.text
