"""Registers navigation items, home page cards, action items, search, history and files of this app."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.collection import registry
from participants.accounts.queries import (
    Role,
    has_role,
    is_focal_point,
    is_funder,
    may_take_courses,
    may_teach,
    works_on_programmes,
)
from portal.audit import registry as audit
from portal.dashboard.action_items import register_action_items
from portal.dashboard.panels import register_address, register_panel
from portal.dashboard.registry import (
    register_card,
    register_first_step,
    register_nav_item,
    register_public_card,
    register_subnav_item,
)
from portal.files import registry as files
from portal.search import registry as search
from programs import dashboard
from programs.cohorts import policies as cohort_policies
from programs.cohorts import registrations as cohorts
from programs.cohorts.models import Cohort
from programs.completion import registrations as completion
from programs.curriculum import policies as curriculum_policies
from programs.curriculum.models import Module, Section
from programs.funding import policies as funding
from programs.funding import registrations as money
from programs.learning import policies as learning_policies
from programs.learning import registrations as learning
from programs.programmes import policies as programme_policies
from programs.programmes.models import Programme
from programs.programmes.panels import answers_to_needs, decided_answers
from programs.sessions import registrations as sessions
from programs.surveys import dashboard as surveys
from programs.surveys import policies as survey_policies
from programs.surveys.models import CohortSurvey


def register() -> None:
    register_nav_item(
        "programs:curriculum:modules", _("Curriculum"), order=20,
        test=lambda user: works_on_programmes(user) or has_role(user, Role.FACULTY),
    )  # fmt: skip
    register_nav_item("programs:programmes:programmes", _("Programmes"), order=30, test=works_on_programmes)
    register_nav_item("programs:cohorts:catalogue", _("Find a course"), order=10, test=may_take_courses)
    register_subnav_item(
        "assessments:needs:assessments",
        "programs:funding:gaps",
        _("Gaps"),
        order=35,
        test=funding.may_see_gaps,
    )
    register_first_step(
        "programs:curriculum:new",
        _("Create a module"),
        about=_("Objectives, units, files and tests of a course, with the competencies that it covers."),
        order=20,
        test=curriculum_policies.may_create,
    )
    register_first_step(
        "programs:programmes:new",
        _("Create a programme"),
        about=_("Jurisdictions, partners and money; then cohorts that people apply for."),
        order=30,
        test=programme_policies.may_create,
    )
    register_public_card("programs/home/_open_cohorts.html", dashboard.open_cohorts, order=30)
    register_action_items(dashboard.action_items, test=works_on_programmes)
    register_card(
        "programs/home/_next_sessions.html", dashboard.next_sessions_card, order=40, test=works_on_programmes
    )
    register_card(
        "programs/home/_programmes.html", dashboard.programmes_card, order=50, test=works_on_programmes
    )
    register_card("programs/home/_learning.html", dashboard.learning_card, order=10, test=may_take_courses)
    register_card("programs/home/_teaching.html", dashboard.teaching_card, order=15, test=may_teach)
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
    registry.register_manager(survey_policies.can_manage)
    register_action_items(surveys.action_items, test=may_take_courses)
    audit.register(CohortSurvey, survey_policies.may_manage)
    files.register(Section, may_read=learning_policies.may_read_unit_file)
    audit.register(Programme, programme_policies.may_coordinate)
    audit.register(Cohort, cohort_policies.may_coordinate)
    audit.register(Module, curriculum_policies.may_write_module)
    register_panel("training_need", "programs/programmes/_need_answers.html", answers_to_needs, order=10)
    register_panel("need_decision", "programs/programmes/_decided_answer.html", decided_answers, order=10)
    register_address("decide_need", lambda need: reverse("programs:programmes:decide", args=[need.public_id]))
    register_address("coverage_map", lambda: reverse("programs:curriculum:coverage_map"))
    register_address("programme_map", lambda: reverse("programs:programmes:map"))
    register_address("calendar_feed", lambda: reverse("programs:sessions:make_feed"))
    register_card("programs/home/_grants.html", dashboard.grants_card, order=5, test=is_funder)
    register_card(
        "programs/home/_cohorts_from_here.html",
        dashboard.cohorts_of_jurisdiction_card,
        order=30,
        test=is_focal_point,
    )
    cohorts.register()
    money.register()
    sessions.register()
    completion.register()
    learning.register()
