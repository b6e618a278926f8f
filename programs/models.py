"""Imports the models of all packages, since Django looks for an app's models here only."""

from programs.cohorts.message_models import *  # noqa: F403
from programs.cohorts.models import *  # noqa: F403
from programs.completion.models import *  # noqa: F403
from programs.curriculum.models import *  # noqa: F403
from programs.funding.models import *  # noqa: F403
from programs.learning.models import *  # noqa: F403
from programs.programmes.models import *  # noqa: F403
from programs.programmes.overlap_models import *  # noqa: F403
from programs.sessions.models import *  # noqa: F403
from programs.surveys.models import *  # noqa: F403
