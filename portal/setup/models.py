"""What administrators have skipped in the set-up."""

from typing import Self

from django.conf import settings
from django.db import models

from portal.access.models import PublicModel
from portal.access.users import AnyUser


class SkippedStepQuerySet(models.QuerySet["SkippedStep"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self if user.is_authenticated and user.is_administrator else self.none()


class SkippedStep(PublicModel):
    """A step that an administrator does not want to do now. It stays open and can be resumed."""

    key = models.CharField(max_length=40, unique=True)
    skipped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    objects = SkippedStepQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key
