"""`manage.py administrator EMAIL`: make an existing account the first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participants.accounts import services
from participants.accounts.models import RoleAssignment, User


class Command(BaseCommand):
    """Assign the role of administrator."""

    help = (
        "Makes an existing account administrator of the whole portal. Add further administrators at /roles/."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The account."""
        parser.add_argument("email", help="the email address of the account")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Find the account and assign the role."""
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("There is no account with this email address. Sign up on the site first.")
        if user.is_administrator:
            self.stdout.write(f"{user.email} is an administrator already.")
            return
        services.grant_role(user=user, by=None, role=RoleAssignment.Role.ADMINISTRATOR)
        self.stdout.write(f"{user.email} is an administrator now.")
