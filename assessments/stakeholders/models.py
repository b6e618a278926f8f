"""The stakeholder register: people and organisations by group that can be invited. Names and addresses are
personal data.
"""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assessments.stakeholders.groups import GroupCode
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of
from participants.organisations.models import Court, Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Coordinators of the portal see all; coordinators and focal points of a jurisdiction its entries."""
        if not user.is_authenticated:
            return self.none()
        rows = self.select_related("jurisdiction")
        if has_portal_wide_role(user, Role.COORDINATOR):
            return rows
        return rows.filter(jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))

    def current(self) -> Self:
        return self.filter(archived_at=None)


@tracked
class Stakeholder(PublicModel):
    """A person or an organisation that can be invited; archived when they are not to be invited any more."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction")
    )
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.PERSON)
    group_code = models.CharField(_("group"), max_length=24, choices=GroupCode.choices)
    name = models.CharField(_("name"), max_length=120)
    court_level = models.CharField(
        _("level of court"), max_length=12, choices=Court.Level.choices, blank=True
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=120, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    note = models.TextField(_("note"), max_length=1000, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    name_folded = models.CharField(max_length=120, editable=False)
    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        triggers = [
            pgtrigger.Trigger(
                name="fold_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="NEW.name_folded := left(lower(public.unaccent(NEW.name)), 120); RETURN NEW;",
            )
        ]
        indexes = [
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="stakeholder_name_trigram"),
            models.Index(fields=["jurisdiction", "group_code"], name="stakeholder_by_group"),
        ]
        constraints = [
            models.UniqueConstraint(
                "jurisdiction",
                Lower("email"),
                condition=~Q(email=""),
                name="stakeholder_unique_address",
                violation_error_message=_(
                    "Another entry in this jurisdiction’s register already has this address. Check "
                    "the archived entries too."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation"]), name="stakeholder_valid_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name
