"""People and their affiliations. A person has one name field, in any script, and may have no account yet."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of, organisations_of
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: AnyUser) -> Self:
        """The user's own person; all for coordinators; those affiliated in their scope for focal points."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        affiliations = Affiliation.objects.filter(
            Q(organisation__in=organisations_of(user, Role.COORDINATOR))
            | Q(organisation__jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))
        )
        return self.filter(Q(user=user) | Q(pk__in=affiliations.values("person")))

    def for_user(self, user: AnyUser) -> Self:
        """The person of this user, as a subquery for `person__in` under an OR.

        A join instead would read the table of people for every row; the subquery is evaluated once.
        """
        return self.filter(user=user)


@tracked
class Person(PublicModel):
    class Sex(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person"
    )
    full_name = models.CharField(
        _("name"), max_length=120, help_text=_("Enter your name as you write it, in any script.")
    )
    name_for_certificate = models.CharField(
        _("name on certificates"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty to use your name as above."),
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("languages"), default=list, blank=True
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("jurisdiction"),
    )
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["full_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def printed_name(self) -> str:
        return self.name_for_certificate or self.full_name


@tracked
class Affiliation(models.Model):
    """The organisation that a person belongs to, and the period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    function = models.CharField(_("function"), max_length=120, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="affiliation_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"
