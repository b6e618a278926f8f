"""Comments on an agenda by partners, the secretariat and, on public agendas, the public."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations.agenda.models import AgendaItem, AgendaPartner, AgendaScopedQuerySet, ReformAgenda
from portal.access.models import PublicModel
from portal.audit.tracking import tracked


class CommentQuerySet(AgendaScopedQuerySet):
    def approved(self) -> Self:
        return self.filter(state=AgendaComment.State.APPROVED)

    def pending(self) -> Self:
        return self.filter(state=AgendaComment.State.PENDING)


@tracked(exclude=["body", "signed_name", "signed_organisation", "email"])
class AgendaComment(PublicModel):
    """A comment on the agenda or an item, or a reply. It can be hidden with a reason but is never deleted.

    A comment without an author came from the public: it carries the name that was entered and stays pending until the
    board or the secretariat approves it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Awaiting review")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    agenda = models.ForeignKey(ReformAgenda, models.CASCADE, related_name="comments")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="comments")
    partner = models.ForeignKey(
        AgendaPartner, models.PROTECT, null=True, blank=True, related_name="comments"
    )  # empty for the secretariat and the public
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_name = models.CharField(_("name"), max_length=120, blank=True)
    signed_organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)  # deleted once the author has been told the outcome
    language = models.CharField(_("language"), max_length=10, blank=True)
    body = models.TextField(_("comment"), max_length=3000)
    for_public = models.BooleanField(_("visible to the public"), default=False)
    hidden_reason = models.CharField(_("reason for hiding or rejecting"), max_length=200, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.APPROVED)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated_at = models.DateTimeField(null=True, blank=True)
    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["agenda"], condition=Q(state="pending"), name="agenda_comment_pending"
            )
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agenda_comment_not_its_own_reply"),
            models.CheckConstraint(condition=~Q(body=""), name="agenda_comment_not_empty"),
            models.CheckConstraint(
                condition=Q(
                    author__isnull=False, signed_name="", signed_organisation="", email="", state="approved"
                )
                | Q(author=None, partner=None, parent=None, for_public=True) & ~Q(signed_name=""),
                name="agenda_comment_has_author_or_name",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", moderated_by=None, moderated_at=None)
                | Q(state="approved", author__isnull=False, moderated_by=None, moderated_at=None)
                | Q(
                    state__in=["approved", "rejected"],
                    moderated_by__isnull=False,
                    moderated_at__isnull=False,
                    email="",
                ),
                name="agenda_comment_moderated",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(hidden_reason=""),
                name="agenda_comment_rejected_with_reason",
                violation_error_message=_("Enter a reason for rejecting this comment."),
            ),
        ]

    @property
    def speaker(self) -> str:
        """Name of the partner or person who wrote the comment; empty for the secretariat."""
        return self.signed_name or str(self.partner or "")

    def __str__(self) -> str:
        return f"{self.agenda_id} {self.pk}"
