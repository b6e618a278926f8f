"""Roles that were assigned by a rule, so that the rule can end them again."""

from typing import Self

from django.db import models

from participants.accounts.models import RoleAssignment
from portal.access.users import AnyUser


class RuleGrantQuerySet(models.QuerySet["RuleGrant"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self if user.is_authenticated and user.is_administrator else self.none()


class RuleGrant(models.Model):
    """A role that follows from what the identity provider said at the last sign-in."""

    assignment = models.OneToOneField(RoleAssignment, models.CASCADE, related_name="rule_grant")
    created_at = models.DateTimeField(auto_now_add=True)
    objects = RuleGrantQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.assignment)
