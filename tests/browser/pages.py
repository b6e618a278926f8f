"""The main pages of each role, as URLs of the sample data."""

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, reverse

Row = Callable[[], Any]


def pages_by_account() -> dict[str, dict[str, str]]:
    """Account ("" for the public) -> name -> URL. Pages whose row is not in the sample data are left out."""
    return {account: _addresses(pages) for account, pages in _pages().items()}


def results_chain_url() -> str:
    """Results chain of the completed Pacific cohort in the sample data."""
    return reverse("evaluations:results_chain:chain", args=["programs.cohort", _cohort().public_id])


def _addresses(pages: dict[str, Any]) -> dict[str, str]:
    addresses = {name: _address(page) for name, page in pages.items()}
    return {name: address for name, address in addresses.items() if address}


def _address(page: Any) -> str:
    """URL of the page; "" if the row or the page does not exist."""
    if isinstance(page, str) and page.startswith("/"):
        return page
    url_name, *arguments = (page,) if isinstance(page, str) else page
    rows = [argument() if callable(argument) else argument for argument in arguments]
    if None in rows:
        return ""
    try:
        return reverse(url_name, args=[getattr(row, "public_id", row) for row in rows])
    except NoReverseMatch:
        return ""


def _pages() -> dict[str, dict[str, Any]]:
    return {
        "": {
            "courses": "/courses/",
            "home": "/",
            "verify": "/verify/",
            "sign-in": "/accounts/login/",
            "privacy": "/privacy/",
        },
        "judge": {
            "home": "home",
            "find": "programs:cohorts:catalogue",
            "cohort": ("programs:cohorts:cohort", _open_cohort),
            "apply": ("programs:cohorts:apply", _open_cohort),
            "course": ("programs:learning:course", _enrolment),
            "test": ("programs:learning:unit", _enrolment, _test),
            "answer-survey": ("programs:surveys:answer", _survey("session", "open")),
            "certificates": "evaluations:certificates:mine",
            "attendance-code": "programs:sessions:here",
            "reforms": "evaluations:reforms:plans",
            "reform": ("evaluations:reforms:plan", _reform),
        },
        "coordinator": {
            "home": "home",
            "needs": "assessments:needs:assessments",
            "need-results": ("assessments:needs:results", _assessment),
            "consultations": ("assessments:consultations:consultations", _assessment),
            "consultation": ("assessments:consultations:consultation", _consultation),
            "evidence": ("assessments:consultations:evidence", _assessment),
            "panels": ("assessments:consensus:panels", _assessment),
            "panel": ("assessments:consensus:panel", _panel),
            "consensus": ("assessments:consensus:results", _panel),
            "modules": "programs:curriculum:modules",
            "edition": ("programs:curriculum:edition", _edition),
            "draft": ("programs:curriculum:edition", _draft),
            "edit-draft": ("programs:curriculum:edit", _draft),
            "new-section": ("programs:curriculum:add_section", _draft),
            "edit-section": ("programs:curriculum:edit_section", _section),
            "remove-section": ("programs:curriculum:remove_section", _section),
            "edit-unit": ("programs:learning:edit_unit", _unit),
            "remove-unit": ("programs:learning:remove_unit", _unit),
            "programmes": "programs:programmes:programmes",
            "programme": ("programs:programmes:programme", _programme),
            "cohort": ("programs:cohorts:overview", _cohort),
            "applications": ("programs:cohorts:applications", _open_cohort),
            "share": ("programs:cohorts:share", _open_cohort),
            "cancel-cohort": ("programs:cohorts:cancel", _open_cohort),
            "duplicate-cohort": ("programs:cohorts:duplicate", _open_cohort),
            "waiting": ("programs:cohorts:waiting_list", _open_cohort),
            "sessions": ("programs:sessions:sessions", _cohort),
            "staff": ("programs:staffing:staff", _cohort),
            "new-staff": ("programs:staffing:new_staff", _cohort),
            "members": ("programs:staffing:members", _programme),
            "attendance": ("programs:sessions:attendance", _session),
            "attendance-code": ("programs:sessions:code_screen", _session),
            "surveys": ("programs:surveys:surveys", _cohort),
            "plan-survey": ("programs:surveys:plan", _cohort),
            "survey": ("programs:surveys:survey", _survey("course")),
            "transfer": ("programs:surveys:survey", _survey("transfer")),
            "reports": ("programs:surveys:survey", _survey("exchange", "open")),
            "test-questions": ("programs:learning:question_bank", _edition),
            "results": ("evaluations:results:framework", _programme),
            "target": ("evaluations:results:target_edit", _target),
            "wording": ("evaluations:certificates:edit_template", _programme),
            "jurisdiction": ("evaluations:indicators:jurisdiction", _jurisdiction),
            "indicators": "evaluations:indicators:indicators",
            "trace": ("evaluations:results_chain:chain", "programs.cohort", _cohort),
        },
        "mentor": {"home": "home", "reform": ("evaluations:reforms:plan", _reform)},
        "faculty": {"home": "home"},
        "focal": {"home": "home", "jurisdiction": ("evaluations:indicators:jurisdiction", _jurisdiction)},
        "funder": {
            "home": "home",
            "programme": ("programs:programmes:programme", _programme),
            "report": ("evaluations:reports:report", _report),
            "trace": ("evaluations:results_chain:chain", "programs.cohort", _cohort),
        },
        "evaluator": {"home": "home", "indicators": "evaluations:indicators:indicators"},
        "administrator": {
            "home": "home",
            "roles": "participants:accounts:roles",
            "jobs": "jobs:jobs",
            "outbox": "mail:outbox",
            "components": "components",
        },
    }


def _programme() -> Any:
    from programs.programmes.models import Programme

    return Programme.objects.filter(code="PAC-CFM").first()


def _cohort() -> Any:
    from programs.cohorts.models import Cohort

    rows = Cohort.objects.filter(enrolments__person__user__email="judge@demo.example")
    return rows.order_by("starts").first()


def _open_cohort() -> Any:
    from programs.cohorts.models import Cohort

    own = Cohort.objects.filter(applications__person__user__email="judge@demo.example")
    return Cohort.objects.filter(state="open").exclude(pk__in=own.values("pk")).order_by("closes_at").first()


def _session() -> Any:
    return _cohort().sessions.order_by("starts").first()


def _test() -> Any:
    from programs.learning.models import Unit

    return Unit.objects.filter(section__edition=_enrolment().cohort.edition, quiz__phase="post").first()


def _edition() -> Any:
    return _cohort().edition


def _draft() -> Any:
    from programs.curriculum.models import Edition

    return Edition.objects.filter(state="draft").first()


def _section() -> Any:
    draft = _draft()
    return draft and draft.sections.first()


def _unit() -> Any:
    section = _section()
    return section and section.units.first()


def _survey(builtin_template: str, state: str = "closed") -> Row:
    def find() -> Any:
        from programs.surveys.models import CohortSurvey

        rows = CohortSurvey.objects.filter(
            version__instrument__builtin_template=builtin_template, state=state
        )
        return rows.order_by("pk").first()

    return find


def _enrolment() -> Any:
    from programs.cohorts.models import Enrolment

    return Enrolment.objects.filter(person__user__email="judge@demo.example").order_by("pk").first()


def _reform() -> Any:
    from evaluations.reforms.models import ReformPlan

    return ReformPlan.objects.filter(person__user__email="judge@demo.example").order_by("pk").first()


def _assessment() -> Any:
    from assessments.needs.models import NeedsAssessment

    return NeedsAssessment.objects.order_by("pk").first()


def _consultation() -> Any:
    from assessments.consultations.models import Consultation

    return Consultation.objects.order_by("pk").first()


def _panel() -> Any:
    from assessments.consensus.models import ConsensusPanel

    return ConsensusPanel.objects.order_by("pk").first()


def _jurisdiction() -> Any:
    from participants.organisations.models import Jurisdiction

    return Jurisdiction.objects.filter(code="FJ").first()


def _target() -> Any:
    from evaluations.results.models import Target

    return Target.objects.filter(result__framework__programme=_programme()).first()


def _report() -> Any:
    from evaluations.reports.models import ImpactReport

    return ImpactReport.objects.filter(state="published").order_by("pk").first()
