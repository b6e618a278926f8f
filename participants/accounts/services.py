"""Assigning and ending roles."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import RoleAssignment, User
from portal.access.errors import DomainError
from portal.access.users import Actor
from portal.audit import services as audit


class LastAdministratorError(DomainError):
    code = "last_administrator"
    message = _("The portal needs an administrator. Add another administrator first.")


@transaction.atomic
def grant_role(*, user: User, by: Actor, **fields: Any) -> RoleAssignment:
    """Assign a role for a scope and a period; a constraint rejects the same role in the same scope twice."""
    assignment = RoleAssignment.objects.create(user=user, granted_by=by, **fields)
    audit.record(by, "role.granted", assignment, role=assignment.role)
    return assignment


@transaction.atomic
def make_administrator(*, email: str) -> User:
    """Make the account with this address an administrator of the whole portal, for the operator of the server.

    A missing account is created with a confirmed address and without a password. Repeating it changes nothing.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if not user.is_administrator:
        grant_role(user=user, by=None, role=RoleAssignment.Role.ADMINISTRATOR)
        del user.active_roles  # cached before the role was granted
    return user


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Actor, on: datetime.date | None = None) -> RoleAssignment:
    """End a role on the date `on`, yesterday by default. Raises `LastAdministratorError`.

    A role that would end before it starts is deleted; the audit log still records it.
    """
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    last_day = on or timezone.localdate() - datetime.timedelta(days=1)
    if assignment.role == RoleAssignment.Role.ADMINISTRATOR:
        others = RoleAssignment.objects.select_for_update().in_force().exclude(pk=assignment.pk)
        if not others.filter(role=assignment.role, organisation=None, jurisdiction=None).exists():
            raise LastAdministratorError
    audit.record(by, "role.ended", assignment, role=assignment.role)
    if last_day < assignment.starts:
        assignment.delete()
        return assignment
    assignment.ends = last_day
    assignment.save(update_fields=["ends", "updated_at"])
    return assignment
