"""Modules, their editions, which never change once published, their sections, and the needs that they address."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.needs.models import TrainingNeed
from participants.accounts.queries import Role, has_portal_wide_role, has_role, organisations_of
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.audit.tracking import tracked
from portal.languages.numbers import interpolate


class ModuleQuerySet(models.QuerySet["Module"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Published modules for every signed-in user; drafts for coordinators, faculty, evaluators and the owner."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR) or has_role(user, Role.FACULTY, Role.EVALUATOR):
            return self
        published = Edition.objects.exclude(state=Edition.State.DRAFT)
        return self.filter(
            Q(owner__in=organisations_of(user, Role.COORDINATOR)) | Q(pk__in=published.values("module"))
        )


@tracked
class Module(PublicModel):
    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="modules", verbose_name=_("owner"))
    objects = ModuleQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


# Sections, units and tests are frozen with their edition: this SQL tells a trigger whether the old or the new edition
# of a row is published.
EDITION_IS_FROZEN = (
    "EXISTS (SELECT 1 FROM programs_edition e WHERE e.id IN ({editions}) AND e.state <> 'draft')"
)
OF_EDITION = EDITION_IS_FROZEN.format(editions="OLD.edition_id, NEW.edition_id")


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR) or has_role(user, Role.FACULTY, Role.EVALUATOR):
            return self
        return self.filter(
            Q(module__owner__in=organisations_of(user, Role.COORDINATOR)) | ~Q(state=Edition.State.DRAFT)
        )

    def written_by(self, user: AnyUser) -> Self:
        """Editions whose content the user may change while they are drafts."""
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        return self.filter(module__owner__in=organisations_of(user, Role.COORDINATOR))


@tracked
class Edition(PublicModel):
    """An edition of a module. Once published, triggers prevent changes to it and to its sections, units and tests."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    module = models.ForeignKey(Module, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"), default=1)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.DRAFT)
    summary = models.TextField(_("summary"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True, help_text=_("One per line."))
    contact_hours = models.DecimalField(_("contact hours"), max_digits=5, decimal_places=1, default=0)
    self_study_hours = models.DecimalField(_("self-study hours"), max_digits=5, decimal_places=1, default=0)
    assessment_hours = models.DecimalField(_("assessment hours"), max_digits=5, decimal_places=1, default=0)
    approved_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["module", "-number"]
        triggers = [
            frozen_when(
                """TG_OP <> 'INSERT' AND OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR NEW.state = 'draft'
                OR ROW(OLD.summary, OLD.objectives, OLD.contact_hours, OLD.self_study_hours, OLD.assessment_hours,
                       OLD.number, OLD.module_id, OLD.approved_by_id, OLD.approved_on, OLD.published_at)
                IS DISTINCT FROM
                   ROW(NEW.summary, NEW.objectives, NEW.contact_hours, NEW.self_study_hours, NEW.assessment_hours,
                       NEW.number, NEW.module_id, NEW.approved_by_id, NEW.approved_on, NEW.published_at))"""
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="edition_unique_number"),
            models.UniqueConstraint(
                fields=["module"], condition=Q(state="published"), name="edition_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "retired"]), name="edition_valid_state"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="edition_published_is_approved",
                violation_error_message=_(
                    "A judicial training authority must approve the edition before it can be published."
                ),
            ),
        ]

    def __str__(self) -> str:
        return interpolate(gettext("%(module)s, edition %(number)s"), module=self.module, number=self.number)

    @property
    def hours(self) -> Any:
        return self.contact_hours + self.self_study_hours + self.assessment_hours


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(edition__in=Edition.objects.visible_to(user).values("pk"))


class Section(PublicModel):
    """A section of an edition, with a position."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    revision = models.PositiveIntegerField(default=1)
    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        triggers = [frozen_when(OF_EDITION)]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"],
                name="section_unique_position",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class Variant(PublicModel):
    """An edition as taught in one jurisdiction or language."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="variants")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "edition",
                "jurisdiction",
                "language",
                name="variant_unique_jurisdiction_and_language",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.title


class CoverageCell(models.Model):
    """The depth (introduces, develops, assesses) and level at which an edition covers a competency."""

    class Depth(models.TextChoices):
        INTRODUCES = "introduces", _("Introduces")
        DEVELOPS = "develops", _("Develops")
        ASSESSES = "assesses", _("Assesses")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="coverage")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="coverage")
    depth = models.CharField(_("depth"), max_length=12, choices=Depth.choices)
    level = models.PositiveSmallIntegerField(_("level"), default=3)

    class Meta:
        triggers = [frozen_when(OF_EDITION)]
        constraints = [
            models.UniqueConstraint(fields=["edition", "competency"], name="coverage_cell_unique_competency"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="coverage_cell_valid_level"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.competency_id}"


class ModuleNeedQuerySet(models.QuerySet["ModuleNeed"]):
    def visible_to(self, user: AnyUser) -> Self:
        """The links of needs that the user may see."""
        return self.filter(training_need__in=TrainingNeed.objects.visible_to(user))


@tracked
class ModuleNeed(PublicModel):
    """The link between a module and the need that it addresses; without `evidence` it is only stated."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="answered_needs")
    training_need = models.ForeignKey(TrainingNeed, models.PROTECT, related_name="module_answers")
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = ModuleNeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "training_need"], name="module_need_unique_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} {self.training_need_id}"
