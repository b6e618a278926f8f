"""Accounts and their roles, each for a scope and a period. Sign-in and two-factor authentication are allauth's."""

import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.sentences import role_sentence
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


class UserManager(BaseUserManager["User"]):
    def without_role(self) -> models.QuerySet["User"]:
        """Accounts that nobody has given a role that is in force, the newest first."""
        roles = RoleAssignment.objects.in_force().filter(user=OuterRef("pk"))
        return self.filter(~Exists(roles), is_active=True).select_related("person").order_by("-pk")

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin, PublicModel):
    """An account. People sign in with their email address, which is not case-sensitive."""

    email = models.EmailField(_("email address"), unique=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    timezone = models.CharField(_("time zone"), max_length=40, default="UTC")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("can access the operators’ admin site"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_unique_email",
                violation_error_message=_("There is already an account with this email address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name, or the email address if there is no person yet."""
        person = getattr(self, "person", None)
        return person.full_name if person else self.email

    @cached_property
    def active_roles(self) -> "tuple[RoleAssignment, ...]":
        """The roles in force today; read once per request."""
        return tuple(RoleAssignment.objects.filter(user=self).in_force())

    @cached_property
    def every_jurisdiction(self) -> list[int]:
        """The ids of all jurisdictions, for roles that apply to the whole portal; read once per request."""
        return list(Jurisdiction.objects.values_list("pk", flat=True))

    @property
    def has_staff_role(self) -> bool:
        """Whether the person has a role other than participant; such people get the search box."""
        return any(g.role != RoleAssignment.Role.PARTICIPANT for g in self.active_roles)

    @property
    def is_administrator(self) -> bool:
        return any(
            g.role == RoleAssignment.Role.ADMINISTRATOR and g.is_portal_wide for g in self.active_roles
        )


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self, on: datetime.date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(starts__lte=on).filter(Q(ends=None) | Q(ends__gte=on))

    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self if user.is_administrator else self.filter(user=user)


@tracked
class RoleAssignment(PublicModel):
    """A role for a scope and a period. Roles in programmes and cohorts are stored with these."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        COORDINATOR = "coordinator", _("Coordinator")
        FACULTY = "faculty", _("Faculty")
        MENTOR = "mentor", _("Mentor")
        PARTICIPANT = "participant", _("Participant")
        FOCAL_POINT = "focal_point", _("National focal point")
        FUNDER = "funder", _("Funder")
        EVALUATOR = "evaluator", _("Independent evaluator")

    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField(_("from"), default=timezone.localdate)
    ends = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "administrator",
                        "coordinator",
                        "faculty",
                        "mentor",
                        "participant",
                        "focal_point",
                        "funder",
                        "evaluator",
                    ]
                ),
                name="role_assignment_valid_role",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(jurisdiction=None), name="role_assignment_one_scope"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="role_assignment_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(role="funder") | Q(organisation__isnull=False),
                name="role_assignment_funder_has_organisation",
                violation_error_message=_("Choose the organisation that the funder represents."),
            ),
            ExclusionConstraint(
                name="role_assignment_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("organisation", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("jurisdiction", Value(0)), RangeOperators.EQUAL),
                    (
                        Func(F("starts"), F("ends"), Value("[]"), function="DATERANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This person already has this role in this scope."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def sentence(self) -> str:
        """Such as "Coordinator of Fiji until 31 December 2028"."""
        return role_sentence(self.get_role_display(), self.organisation or self.jurisdiction, self.ends)

    @property
    def is_portal_wide(self) -> bool:
        return self.organisation_id is None and self.jurisdiction_id is None
