"""Invitations to open an account with a role."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import RoleAssignment
from participants.accounts.sentences import role_sentence
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser


class AccountInvitationQuerySet(models.QuerySet["AccountInvitation"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self if user.is_authenticated and user.is_administrator else self.none()

    def open(self) -> Self:
        """Neither accepted nor withdrawn; the link may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class AccountInvitation(PublicModel):
    """An email address that gets a role when its owner opens an account or signs in."""

    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    role = models.CharField(_("role"), max_length=16, choices=RoleAssignment.Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    role_ends = models.DateField(_("until"), null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("link valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    objects = AccountInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(jurisdiction=None), name="account_invitation_one_scope"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="account_invitation_one_end"
            ),
            models.UniqueConstraint(
                Lower("email"), "role", Coalesce("organisation", Value(0)), Coalesce("jurisdiction", Value(0)),
                name="account_invitation_one_open",
                condition=Q(accepted_at=None, withdrawn_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> str:
        """One of accepted, withdrawn, expired and sent."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "sent"

    @property
    def sentence(self) -> str:
        """The role that it gives, such as "Coordinator of Fiji until 31 December 2028"."""
        return role_sentence(self.get_role_display(), self.organisation or self.jurisdiction, self.role_ends)
