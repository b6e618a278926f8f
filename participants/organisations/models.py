"""Jurisdictions, organisations and courts."""

from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from portal.languages.countries import country_name


class DirectoryQuerySet(models.QuerySet):
    """Courts, organisations and jurisdictions are public knowledge: every signed-in user sees all of them."""

    def visible_to(self, user: AnyUser) -> Self:
        return self if user.is_authenticated else self.none()

    def in_use(self, *, also: Iterable[int] = ()) -> Self:
        """Rows that are not archived, and those with the ids `also`. A court is archived with its organisation."""
        archived_at = "organisation__archived_at" if self.model is Court else "archived_at"
        return self.filter(Q(**{archived_at: None}) | Q(pk__in=list(also)))


@tracked
class Jurisdiction(PublicModel):
    """A country, territory or court system with its own law (docs/glossary.md §13)."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National")
        FEDERAL_UNIT = "federal_unit", _("Federal unit")
        SUPRANATIONAL = "supranational", _("Supranational")
        INTERNATIONAL = "international", _("International")
        TERRITORY = "territory", _("Territory")
        CUSTOMARY = "customary", _("Customary")

    class Tradition(models.TextChoices):
        COMMON = "common", _("Common law")
        CIVIL = "civil", _("Civil law")
        ISLAMIC = "islamic", _("Islamic law")
        CUSTOMARY = "customary", _("Customary law")
        MIXED = "mixed", _("Mixed")

    code = models.CharField(
        _("code"), max_length=16, unique=True, help_text=_("ISO 3166 code, or the regional court’s code.")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=16, choices=Kind.choices, default=Kind.NATIONAL)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2."))
    region = models.CharField(_("region"), max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    legal_traditions = ArrayField(
        models.CharField(max_length=16, choices=Tradition.choices),
        verbose_name=_("legal traditions"),
        default=list,
    )
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"), default=list)
    timezone = models.CharField(_("time zone"), max_length=40, default="UTC")
    is_small_state = models.BooleanField(_("small state"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1)
    objects = DirectoryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="jurisdiction_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return country_name(self.code, self.name)


@tracked(exclude=["name_folded"])
class Organisation(PublicModel):
    class Kind(models.TextChoices):
        COURT = "court", _("Court")
        MINISTRY = "ministry", _("Ministry")
        BAR = "bar", _("Bar association")
        OVERSIGHT = "oversight", _("Oversight body")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        TRAINING_INSTITUTE = "training_institute", _("Training institute")
        FUNDER = "funder", _("Funder")
        NETWORK = "network", _("Network")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("jurisdiction"),
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    iati_reference = models.CharField(_("IATI reference"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    revision = models.PositiveIntegerField(default=1)
    name_folded = models.CharField(max_length=200, editable=False)
    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        triggers = [
            pgtrigger.Trigger(
                name="fold_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="NEW.name_folded := left(lower(public.unaccent(NEW.name)), 200); RETURN NEW;",
            )
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="organisation_by_name"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="organisation_name_trigram"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_not_its_own_parent"),
            models.UniqueConstraint(
                "name",
                "jurisdiction",
                name="organisation_one_name_a_jurisdiction",
                nulls_distinct=False,
                violation_error_message=_("There is already an organisation with this name."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(archived_at__isnull=False),
                name="organisation_merged_is_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Court(PublicModel):
    class Level(models.TextChoices):
        FIRST = "first", _("First instance")
        APPEAL = "appeal", _("Appeal")
        SUPREME = "supreme", _("Supreme")
        SPECIALISED = "specialised", _("Specialised")

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="court")
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    branch = models.CharField(_("branch"), max_length=60, blank=True)
    source_code = models.CharField(
        _("court code in source files"),
        max_length=40,
        blank=True,
        help_text=_("The code or name used in published files."),
    )
    objects = DirectoryQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name
