"""Accounts for the tests of the shared packages, which use no role but administrator."""

from participants.accounts.models import RoleAssignment, User


def person(address: str = "judge@court.example", **fields) -> User:
    return User.objects.create_user(address, **fields)


def administrator(address: str = "root@portal.example") -> User:
    user = person(address)
    RoleAssignment.objects.create(user=user, role="administrator")
    return user
