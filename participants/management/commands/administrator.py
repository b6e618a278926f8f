"""`manage.py administrator EMAIL`: make an account the first administrator, and create it if there is none."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from participants.accounts import services


class Command(BaseCommand):
    """Assign the role of administrator."""

    help = (
        "Makes an account administrator of the whole portal. If there is no account with this address, it is "
        "created, and a link to set its password is printed. Add further administrators at /roles/."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The account."""
        parser.add_argument("email", help="the email address of the account")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Find or create the account and assign the role."""
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an email address.") from None
        user = services.make_administrator(email=email)
        self.stdout.write(f"{user.email} is an administrator now.")
        if not user.has_usable_password():
            key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
            address = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
            self.stdout.write(f"Set the password here: {address}")
