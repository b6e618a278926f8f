"""Imports the models of all packages, since Django looks for an app's models here only."""

from participants.accounts.models import *  # noqa: F403
from participants.directory.models import *  # noqa: F403
from participants.invitations.models import *  # noqa: F403
from participants.organisations.models import *  # noqa: F403
from participants.people.models import *  # noqa: F403
from participants.sign_in.models import *  # noqa: F403
