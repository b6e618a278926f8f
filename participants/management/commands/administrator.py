"""`manage.py administrator ADDRESS`: names the first administrator, who has nobody to ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participants.accounts import services
from participants.accounts.models import RoleAssignment, User


class Command(BaseCommand):
    """Give the role to somebody who has opened an account."""

    help = "Gives an existing account the role of administrator of the whole portal. Later ones are named at /roles/."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose account."""
        parser.add_argument("address", help="the e-mail address of the account")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Find, give, say."""
        user = User.objects.filter(email__iexact=options["address"]).first()
        if user is None:
            raise CommandError("Nobody has an account with this address. Open one on the site first.")
        if user.is_administrator:
            self.stdout.write(f"{user.email} is an administrator already.")
            return
        services.grant_role(user=user, by=None, role=RoleAssignment.Role.ADMINISTRATOR)
        self.stdout.write(f"{user.email} is an administrator now.")
