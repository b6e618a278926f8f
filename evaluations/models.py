"""Imports the models of all packages, because Django looks for them here."""

from evaluations.agenda.comment_models import *  # noqa: F403
from evaluations.agenda.models import *  # noqa: F403
from evaluations.agenda.motion_models import *  # noqa: F403
from evaluations.agenda.pdf_models import *  # noqa: F403
from evaluations.certificates.models import *  # noqa: F403
from evaluations.indicators.models import *  # noqa: F403
from evaluations.publications.models import *  # noqa: F403
from evaluations.reforms.models import *  # noqa: F403
from evaluations.reports.models import *  # noqa: F403
from evaluations.results.models import *  # noqa: F403
