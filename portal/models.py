"""Django looks for tables only here: one import line a room."""

from portal.audit.models import *  # noqa: F403
from portal.files.models import *  # noqa: F403
from portal.jobs.models import *  # noqa: F403
from portal.links.models import *  # noqa: F403
from portal.mail.models import *  # noqa: F403
from portal.search.models import *  # noqa: F403
from portal.tables.models import *  # noqa: F403
