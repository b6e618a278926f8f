"""Each page for each person: median and p95 milliseconds, queries, bytes, and ratio to a bare view."""

import statistics
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.benchmarks.serving import Browser

ROUNDS = 25
API_LISTS = (
    "programmes", "cohorts", "enrolments", "cohort-surveys", "needs-results", "certificates", "indicators", "observations",
    "caseload-returns", "reports", "report-figures",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    name: str
    person: str
    path: str
    most_ratio: float = 12
    is_first_page: bool = False


def wanted_pages() -> list[Wanted]:
    """Pages of coordinator, judge, funder and public, with rows of the sample data."""
    from assessments.needs.models import TrainingNeed
    from evaluations.indicators.models import Indicator
    from evaluations.reports.models import ImpactReport
    from participants.organisations.models import Jurisdiction
    from programs.cohorts.models import Cohort, Enrolment
    from programs.programmes.models import Programme
    from programs.surveys.models import CohortSurvey

    programme = Programme.objects.get(code="PAC-CFM")
    cohort = Cohort.objects.filter(programme=programme, state="completed").order_by("pk").first()
    invitation = (
        CohortSurvey.objects.filter(state="closed", version__instrument__builtin_template="course")
        .order_by("pk")
        .first()
    )
    own = Enrolment.objects.filter(person__user__email="judge@demo.example").order_by("-pk").first()
    pages = [
        Wanted("public home", "", "/", is_first_page=True),
        Wanted("verify", "", "/verify/"),
        Wanted("coordinator home", "coordinator", reverse("home"), is_first_page=True),
        Wanted("judge home", "judge", reverse("home"), is_first_page=True),
        Wanted("funder home", "funder", reverse("home"), is_first_page=True),
        Wanted("find a course", "judge", reverse("programs:cohorts:catalogue")),
        Wanted("course", "judge", reverse("programs:learning:course", args=[own.public_id])),
        Wanted("programmes", "coordinator", reverse("programs:programmes:programmes")),
        Wanted("programme", "coordinator", reverse("programs:programmes:programme", args=[programme.public_id])),
        Wanted("modules", "coordinator", reverse("programs:curriculum:modules")),
        Wanted("people", "coordinator", reverse("participants:people:people")),
        Wanted("cohort overview", "coordinator", reverse("programs:cohorts:overview", args=[cohort.public_id])),
        Wanted("applications", "coordinator", reverse("programs:cohorts:applications", args=[cohort.public_id])),
        Wanted("sessions", "coordinator", reverse("programs:sessions:sessions", args=[cohort.public_id])),
        Wanted("attendance", "coordinator", reverse("programs:sessions:attendance", args=[cohort.sessions.order_by("pk").first().public_id])),
        Wanted("waiting list", "coordinator", reverse("programs:cohorts:waiting_list", args=[cohort.public_id])),
        Wanted("completion", "coordinator", reverse("programs:completion:completion_status", args=[cohort.public_id])),
        Wanted("surveys", "coordinator", reverse("programs:surveys:surveys", args=[invitation.cohort.public_id])),
        Wanted("results of a survey", "coordinator", reverse("programs:surveys:survey", args=[invitation.public_id])),
        Wanted("search", "coordinator", reverse("search") + "?q=case"),
        Wanted("needs", "coordinator", "/needs/"),
        Wanted("framework of results", "coordinator", reverse("evaluations:results:framework", args=[programme.public_id])),
        Wanted("jurisdiction", "coordinator", reverse("evaluations:indicators:jurisdiction", args=[Jurisdiction.objects.get(code="FJ").public_id])),
        Wanted("indicator", "coordinator", reverse("evaluations:indicators:indicator", args=[Indicator.objects.get(code="DT").public_id])),
        Wanted("trace of a cohort", "coordinator", reverse("evaluations:results_chain:chain", args=["programs.cohort", cohort.public_id]), most_ratio=25),
        Wanted("trace of a programme", "coordinator", reverse("evaluations:results_chain:chain", args=["programs.programme", programme.public_id]), most_ratio=25),
    ]  # fmt: skip
    pages += [Wanted(f"API {name}", "coordinator", f"/api/v1/{name}/") for name in API_LISTS]
    pages += [
        Wanted("certificates of a cohort", "coordinator", reverse("evaluations:certificates:cohort", args=[cohort.public_id])),
        Wanted("own certificates", "judge", reverse("evaluations:certificates:mine")),
        Wanted("jurisdictions", "coordinator", reverse("evaluations:indicators:jurisdictions")),
        Wanted("court returns", "coordinator", reverse("evaluations:indicators:returns")),
        Wanted("reports", "funder", reverse("evaluations:reports:reports")),
        Wanted("focal point home", "focal", reverse("home"), is_first_page=True),
        Wanted("evaluator home", "evaluator", reverse("home"), is_first_page=True),
    ]  # fmt: skip
    report = ImpactReport.objects.filter(programme=programme, state="published").first()
    if report:
        pages.append(
            Wanted("report", "funder", reverse("evaluations:reports:report", args=[report.public_id]))
        )
    need = TrainingNeed.objects.order_by("pk").first()
    if need:
        path = reverse("evaluations:results_chain:chain", args=["assessments.trainingneed", need.public_id])
        pages.append(Wanted("trace of a need", "coordinator", path, most_ratio=25))
    return pages


def cookie_of(name: str) -> str:
    """A session of an account of the sample data."""
    from participants.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=f"{name}@demo.example"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def measure(port: int) -> list[dict]:
    """One row per page. The reference is measured in between, so that both run under the same load."""
    cookies: dict[str, str] = {"": ""}
    reference = Browser(port)
    for _ in range(20):
        reference.get("/bench/reference")
    rows = []
    for wanted in wanted_pages():
        cookies.setdefault(wanted.person, "") or cookies.update(
            {wanted.person: cookie_of(wanted.person) if wanted.person else ""}
        )
        browser = Browser(port, cookies[wanted.person])
        for _ in range(4):  # both workers are warm
            first = browser.get(wanted.path)
        timed, base = [], []
        for _ in range(ROUNDS):
            base.append(reference.get("/bench/reference").seconds)
            timed.append(browser.get(wanted.path).seconds)
        answer = browser.get(wanted.path)
        median, bare = statistics.median(timed), statistics.median(base)
        rows.append(
            {
                "page": wanted.name, "person": wanted.person or "public", "status": first.status,
                "median_ms": round(median * 1000, 1), "p95_ms": round(sorted(timed)[int(ROUNDS * 0.95)] * 1000, 1),
                "queries": answer.queries, "bytes_gzipped": answer.bytes_gzipped, "ratio": round(median / bare, 1),
                "most_ratio": wanted.most_ratio, "is_first_page": wanted.is_first_page,
            }
        )  # fmt: skip
    return rows
