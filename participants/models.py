"""Django looks for tables only here: one import line a room."""

from participants.accounts.models import *  # noqa: F403
from participants.organisations.models import *  # noqa: F403
from participants.people.models import *  # noqa: F403
