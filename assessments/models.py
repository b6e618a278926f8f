"""Django looks for models only here: one import per package."""

from assessments.analysis.models import *  # noqa: F403
from assessments.collection.models import *  # noqa: F403
from assessments.collection.outreach_models import *  # noqa: F403
from assessments.competencies.models import *  # noqa: F403
from assessments.competencies.profile_models import *  # noqa: F403
from assessments.consensus.models import *  # noqa: F403
from assessments.consultations.models import *  # noqa: F403
from assessments.instruments.models import *  # noqa: F403
from assessments.landscape.models import *  # noqa: F403
from assessments.needs.decision_models import *  # noqa: F403
from assessments.needs.models import *  # noqa: F403
from assessments.stakeholders.models import *  # noqa: F403
