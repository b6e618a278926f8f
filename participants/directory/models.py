"""Merged records and possible duplicates of people and organisations."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.queries import Role, has_portal_wide_role
from portal.access.models import PublicModel
from portal.access.users import AnyUser

UNDO_WITHIN = datetime.timedelta(days=30)


class Register(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class ManagedQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """Those who manage everybody see them."""
        return self if has_portal_wide_role(user, Role.COORDINATOR) else self.none()


class Merge(PublicModel):
    """One record that was merged into another, with everything that is needed to undo it.

    `moved` lists [model, field, ids] of the rows that were pointed to the kept record, `removed` lists [model, values]
    of rows that were deleted because the kept record had the same, `left` counts the rows that stay with the
    duplicate, `replaced` has {field: [before, after]} of the kept record and `duplicate` the changed values of the
    duplicate.
    """

    register = models.CharField(max_length=12, choices=Register.choices)
    kept_id = models.BigIntegerField()
    duplicate_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    left = models.JSONField(default=dict)
    replaced = models.JSONField(default=dict)
    duplicate = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = ManagedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(register__in=Register.values), name="merge_valid_register"),
            models.UniqueConstraint(
                fields=["register", "duplicate_id"], condition=Q(undone_at=None), name="merge_once"
            ),
        ]
        indexes = [models.Index(fields=["register", "kept_id"], name="merge_by_kept")]

    def __str__(self) -> str:
        return f"{self.register} {self.duplicate_id} {self.kept_id}"

    @property
    def undo_until(self) -> datetime.datetime:
        return self.created_at + UNDO_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() <= self.undo_until


class PossibleDuplicate(PublicModel):
    """Two records with similar names in the same jurisdiction, found by a job. `first_id` is the smaller id."""

    register = models.CharField(max_length=12, choices=Register.choices)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    similarity = models.FloatField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = ManagedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "first_id", "second_id"], name="possible_duplicate_unique_pair"
            ),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="possible_duplicate_order"),
        ]
        indexes = [
            models.Index(
                fields=["register", "-similarity", "id"], condition=Q(dismissed_at=None),
                name="possible_duplicate_open",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.register} {self.first_id} {self.second_id}"
