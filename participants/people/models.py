"""People and their affiliations. A person has one name field, in any script, and may have no account yet."""

from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of, organisations_of
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


def organisations_in_reach(user: AnyUser) -> models.QuerySet[Organisation]:
    """The organisations to which the user may affiliate people."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Organisation.objects.all()
    return Organisation.objects.filter(
        Q(pk__in=organisations_of(user, Role.COORDINATOR))
        | Q(jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))
    )


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: AnyUser) -> Self:
        """The user's own person; all for coordinators; those affiliated in their scope for focal points."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        affiliations = Affiliation.objects.filter(organisation__in=organisations_in_reach(user).values("pk"))
        return self.filter(Q(user=user) | Q(pk__in=affiliations.values("person")))

    def in_use(self, *, also: Iterable[int] = ()) -> Self:
        """People who are not archived, and those with the ids `also`."""
        return self.filter(Q(archived_at=None) | Q(pk__in=list(also)))

    def with_email(self, email: str) -> Self:
        """People without an account who are registered with this address; uses the index of the constraint."""
        return self.annotate(email_lower=Lower("email")).exclude(email="").filter(email_lower=email.lower())

    def for_user(self, user: AnyUser) -> Self:
        """The person of this user, as a subquery for `person__in` under an OR.

        A join instead would read the table of people for every row; the subquery is evaluated once.
        """
        return self.filter(user=user)


@tracked(exclude=["name_folded"])
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
    email = models.EmailField(_("email address"), blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )
    revision = models.PositiveIntegerField(default=1)
    name_folded = models.CharField(max_length=120, editable=False)
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        triggers = [
            pgtrigger.Trigger(
                name="fold_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="NEW.name_folded := left(lower(public.unaccent(NEW.full_name)), 120); RETURN NEW;",
            )
        ]
        indexes = [
            models.Index(fields=["full_name", "id"], name="person_by_name"),
            models.Index(
                fields=["full_name", "id"], name="person_by_name_in_use", condition=Q(archived_at=None)
            ),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="person_name_trigram"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="person_unique_email",
                violation_error_message=_("There is already a person with this email address."),
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(email=""), name="person_with_account_has_its_address"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(archived_at__isnull=False), name="person_merged_is_archived"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def address(self) -> str:
        """The address of the account, or the one that was entered for a person without an account."""
        return self.user.email if self.user else self.email

    @property
    def printed_name(self) -> str:
        return self.name_for_certificate or self.full_name


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(person__in=Person.objects.visible_to(user).values("pk"))

    def in_force(self) -> Self:
        today = timezone.localdate()
        return self.filter(starts__lte=today).filter(Q(ends=None) | Q(ends__gte=today))


@tracked
class Affiliation(PublicModel):
    """The organisation that a person belongs to, and the period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="affiliation_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"
