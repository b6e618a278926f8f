"""What this app shows in the shared registries: places, home cards, search, history."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.collection import keeping
from participants.accounts.queries import Role, holds, learns, teaches
from portal.audit import registry as audit
from portal.dashboard.action_items import register_action_items
from portal.dashboard.registry import register_card, register_nav_item, register_subnav_item
from portal.files import registry as files
from portal.search import registry as search
from programs import home, home_of_roles
from programs.cohorts import policies as cohort_policies
from programs.cohorts import registrations as cohorts
from programs.cohorts.models import Cohort
from programs.curriculum import policies as curriculum_policies
from programs.curriculum.models import CorePart, Module
from programs.funding import policies as funding
from programs.learning import policies as learning_policies
from programs.learning import registrations as learning
from programs.programmes import policies as programme_policies
from programs.programmes.models import Programme
from programs.surveys import desk as surveys
from programs.surveys import policies as survey_policies
from programs.surveys.models import CohortSurvey


def works_on_programmes(user: Any) -> bool:
    return holds(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT, Role.EVALUATOR)


def register() -> None:
    register_nav_item(
        "programs:curriculum:modules", _("Curriculum"), order=20,
        test=lambda user: works_on_programmes(user) or holds(user, Role.FACULTY),
    )  # fmt: skip
    register_nav_item("programs:programmes:programmes", _("Programmes"), order=30, test=works_on_programmes)
    register_nav_item("programs:cohorts:find", _("Find a course"), order=10, test=learns)
    register_subnav_item(
        "assessments:needs:assessments",
        "programs:funding:gaps",
        _("Gaps"),
        order=35,
        test=funding.may_see_gaps,
    )
    register_action_items(home.waits, test=works_on_programmes)
    register_card(
        "programs/home/_next_sessions.html", home.sessions_ahead, order=40, test=works_on_programmes
    )
    register_card("programs/home/_programmes.html", home.programmes, order=50, test=works_on_programmes)
    register_card("programs/home/_learning.html", home.learning, order=10, test=learns)
    register_card("programs/home/_teaching.html", home.teaching, order=15, test=teaches)
    search.register(
        Programme,
        kind=_("Programme"),
        page="programs:programmes:programme",
    )
    search.register(Cohort, kind=_("Cohort"), page="programs:cohorts:cohort")
    search.register(
        Module,
        kind=_("Module"),
        page="programs:curriculum:module",
    )
    keeping.register(survey_policies.keeps)
    register_action_items(surveys.waits, test=learns)
    audit.register(CohortSurvey, survey_policies.may_manage)
    files.register(CorePart, may_read=learning_policies.may_read_unit_file)
    audit.register(Programme, programme_policies.may_coordinate)
    audit.register(Cohort, cohort_policies.may_coordinate)
    audit.register(Module, curriculum_policies.may_write_module)
    home_of_roles.register()
    cohorts.register()
    learning.register()
