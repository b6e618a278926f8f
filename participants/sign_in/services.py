"""Giving and ending roles by rule at each sign-in."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from participants.accounts import services as accounts
from participants.accounts.models import RoleAssignment, User
from participants.organisations.models import Jurisdiction, Organisation
from participants.sign_in.models import RuleGrant
from participants.sign_in.rules import Rule, RuleError, claims_of, matching, parse

logger = logging.getLogger(__name__)

Scope = tuple[str, int | None, int | None]  # role, organisation, jurisdiction


def rules() -> list[Rule]:
    """The rules of the setting SIGN_IN_ROLES. Raises RuleError."""
    return parse(settings.SIGN_IN_ROLES, RoleAssignment.Role.values)


def check_rules() -> None:
    """Called at start. Raises ImproperlyConfigured, so that nobody signs in without the roles that are expected."""
    try:
        rules()
    except RuleError as error:
        raise ImproperlyConfigured(f"SIGN_IN_ROLES: {error}") from error


@transaction.atomic
def apply_rules(*, user: User, extra_data: Mapping[str, Any]) -> None:
    """Assign the roles that follow from the sign-in, and end those that no longer do.

    Roles that people assigned are not touched. The last administrator keeps the role. Safe to repeat, and for two
    sign-ins at once: the account is locked.
    """
    all_rules = rules()
    if not all_rules:
        return
    User.objects.select_for_update().get(pk=user.pk)
    wanted = _scopes(matching(all_rules, claims_of(extra_data)))
    current = list(RoleAssignment.objects.in_force().filter(user=user).select_related("rule_grant"))
    present = {(row.role, row.organisation_id, row.jurisdiction_id) for row in current}
    for role, organisation, jurisdiction in wanted - present:
        assignment = accounts.grant_role(
            user=user, by=None, role=role, organisation_id=organisation, jurisdiction_id=jurisdiction
        )
        RuleGrant.objects.create(assignment=assignment)
    for row in current:
        by_rule = hasattr(row, "rule_grant")
        if by_rule and (row.role, row.organisation_id, row.jurisdiction_id) not in wanted:
            try:
                accounts.end_role(assignment=row, by=None)
            except accounts.LastAdministratorError:
                logger.warning("the last administrator keeps the role", extra={"user": user.pk})
    user.__dict__.pop("active_roles", None)  # cached before the roles changed


def _scopes(rows: Iterable[Rule]) -> set[Scope]:
    """The scopes of the rules; a rule whose scope does not exist is skipped and logged."""
    found: set[Scope] = set()
    for rule in rows:
        if not rule.scope:
            found.add((rule.role, None, None))
            continue
        jurisdiction = Jurisdiction.objects.in_use().filter(code=rule.scope).first()
        organisation = Organisation.objects.in_use().filter(name=rule.scope).order_by("pk").first()
        if jurisdiction and rule.role != RoleAssignment.Role.FUNDER:
            found.add((rule.role, None, jurisdiction.pk))
        elif organisation:
            found.add((rule.role, organisation.pk, None))
        else:
            logger.error("a sign-in rule names an unknown scope", extra={"scope": rule.scope})
    return found
