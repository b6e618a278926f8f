"""The organisation that runs the portal, in one row that administrators enter at set-up."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from portal.files.models import StoredFile


class SiteOwnerQuerySet(models.QuerySet["SiteOwner"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self if user.is_authenticated and user.is_administrator else self.none()


@tracked
class SiteOwner(PublicModel):
    """There is at most one row. `names` maps a language code to `{"full": …, "short": …}`.

    An unsaved instance stands for an installation that has not been set up: its name is SITE_OWNER, and it offers
    all languages.
    """

    is_only_row = models.BooleanField(default=True, unique=True, editable=False)
    names = models.JSONField(_("names"), default=dict)
    languages = ArrayField(
        models.CharField(max_length=12, choices=settings.LANGUAGES), verbose_name=_("languages"), default=list
    )
    logo = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    timezone = models.CharField(_("time zone"), max_length=40, default="UTC")
    privacy_contact = models.CharField(_("privacy contact"), max_length=160, blank=True)
    privacy_email = models.EmailField(_("email of the privacy contact"), blank=True)
    sender_email = models.EmailField(_("sender address"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = SiteOwnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(is_only_row=True), name="site_owner_is_only_row"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name in the active language, else in the first language offered that has one."""
        return (
            self._in_language("full")
            or next(iter(self.all_names), "")
            or (gettext(settings.SITE_OWNER) if settings.SITE_OWNER else "")
        )

    @property
    def short_name(self) -> str:
        """The short name in the active language; a language without one uses the full name."""
        return self._in_language("short") or self.full_name

    def has_name(self, name: str) -> bool:
        """Whether the organisation has this name in any language."""
        return bool(name) and (name == settings.SITE_OWNER or name in self.all_names)

    @property
    def all_names(self) -> list[str]:
        """The full names, that of the first language offered first."""
        codes = [*self.languages, *(code for code in self.names if code not in self.languages)]
        names = (self.names.get(code, {}).get("full", "") for code in codes)
        return [str(name) for name in names if name]

    def _in_language(self, kind: str) -> str:
        row: dict[str, Any] = self.names.get(get_language() or settings.LANGUAGE_CODE, {})
        return str(row.get(kind, ""))
