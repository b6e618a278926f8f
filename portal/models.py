"""Imports the models of all packages, since Django looks for an app's models here only."""

from portal.audit.models import *  # noqa: F403
from portal.files.models import *  # noqa: F403
from portal.jobs.models import *  # noqa: F403
from portal.links.models import *  # noqa: F403
from portal.mail.models import *  # noqa: F403
from portal.owner.models import *  # noqa: F403
from portal.search.models import *  # noqa: F403
from portal.setup.models import *  # noqa: F403
from portal.tables.models import *  # noqa: F403
from portal.ui.models import *  # noqa: F403
