"""Which roles follow from what an identity provider says about a person. Pure: plain values in and out.

A rule is `CLAIM:VALUE=ROLE` or `CLAIM:VALUE=ROLE@SCOPE`; rules are separated by semicolons:

    groups:training-coordinators=coordinator; groups:fiji=focal_point@FJ; groups:donors=funder@Pacific Justice Fund

SCOPE is the code of a jurisdiction or the name of an organisation; without it the role is for the whole portal.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


class RuleError(ValueError):
    """A rule cannot be read; the message quotes it."""


@dataclass(frozen=True)
class Rule:
    claim: str
    value: str
    role: str
    scope: str = ""


def parse(text: str, roles: Collection[str]) -> list[Rule]:
    """Read the rules of a setting. Raises RuleError; a role for which rules must not be used is not in `roles`."""
    return [_parse_one(part.strip(), roles) for part in text.split(";") if part.strip()]


def _parse_one(text: str, roles: Collection[str]) -> Rule:
    condition, equals, result = text.rpartition("=")
    claim, colon, value = condition.partition(":")
    role, _at, scope = result.partition("@")
    rule = Rule(claim.strip(), value.strip(), role.strip(), scope.strip())
    if not (equals and colon and rule.claim and rule.value) or rule.role not in roles:
        raise RuleError(
            f"This rule cannot be read: {text!r}. Write CLAIM:VALUE=ROLE or CLAIM:VALUE=ROLE@SCOPE."
        )
    if rule.role == "funder" and not rule.scope:
        raise RuleError(f"A funder needs an organisation: {text!r}. Write CLAIM:VALUE=funder@ORGANISATION.")
    return rule


def matching(rules: Iterable[Rule], claims: Mapping[str, Any]) -> list[Rule]:
    """The rules whose claim has the value; a claim can have one value or a list of them."""
    return [rule for rule in rules if rule.value in _values(claims.get(rule.claim))]


def claims_of(extra_data: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of one sign-in: SAML attributes, or OpenID Connect's ID token and user information in one."""
    merged: dict[str, Any] = {}
    for part in (extra_data, extra_data.get("id_token"), extra_data.get("userinfo")):
        if isinstance(part, Mapping):
            merged |= {name: value for name, value in part.items() if name not in ("id_token", "userinfo")}
    return merged


def _values(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list | tuple) else []
