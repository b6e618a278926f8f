"""From an empty database to a published impact report of one programme with two courts.

Everything is done in the browser by the people who do it: no factory and no demonstration. Only the first
administrator comes from the operator's command, and links of emails are read from the emails that were sent.
"""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.needs.models import NeedsAssessment, TrainingNeed
from evaluations.certificates.models import Certificate
from evaluations.indicators.models import CaseloadReturn
from evaluations.reforms.models import ReformPlan, ReformStep
from evaluations.reports.models import ImpactReport
from evaluations.results.models import Milestone, Result
from participants.accounts.models import User
from portal.jobs.models import Job
from programs.cohorts.models import Cohort, Enrolment
from programs.curriculum.models import Edition
from programs.learning.models import Unit
from programs.programmes.models import Programme
from programs.sessions.models import Session
from tests.harness import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]

TODAY = date.today()  # noqa: DTZ011  # the browser's day, from which every other date counts
LAST_YEAR, YEAR_BEFORE = TODAY.year - 1, TODAY.year - 2
ADMINISTRATOR, COORDINATOR, APPROVER = "first@pjn.example", "ana@pjn.example", "ben@pjn.example"
JUDGES = {"mere@courts.example": ("Mere Vula", "Fiji"), "tui@courts.example": ("Tui Leavai", "Samoa")}
RESPONDENTS = {f"judge{n}@courts.example": "FJ" if n < 4 else "WS" for n in range(1, 7)}
COURTS = {"Fiji": "High Court, Suva", "Samoa": "District Court, Apia"}


class Visitor:
    """One person at a browser: opens pages by name, fills forms and submits them."""

    def __init__(self, browser, email: str = "", *, width: int = 1280) -> None:
        self.page = browser(User.objects.get(email=email) if email else None, width=width)

    def open(self, name: str, /, *args) -> "Visitor":
        path = reverse(name, args=[getattr(arg, "public_id", arg) for arg in args])
        response = self.page.goto(path)
        assert response.ok, f"{path}: {response.status}"
        return self

    def fill(self, **fields) -> "Visitor":
        """Text, dates, options of selects (by value or by label) and ticked boxes (a list of values)."""
        for name, value in fields.items():
            if isinstance(value, list):
                for each in value:
                    self.page.check(f"main [name='{name}'][value='{each}']")
                continue
            field = self.page.locator(f"main [name='{name}']").first
            if field.evaluate("e => e.tagName") == "SELECT":
                labels = [text.strip() for text in field.locator("option").all_inner_texts()]
                field.select_option(**({"label": value} if value in labels else {"value": str(value)}))
            else:
                field.fill(str(value))
        return self

    def send(self, selector: str = "main form button.button:not(.second):not(.quiet)") -> "Visitor":
        with self.page.expect_navigation():
            self.page.locator(selector).last.click()
        problems = self.page.locator("main .error, main .alert.bad").all_inner_texts()
        assert not problems, f"{self.page.url}: {problems}"
        assert self.page.locator("main h1").count(), self.page.url
        return self

    def form(self, name: str, /, *args, **fields) -> "Visitor":
        return self.open(name, *args).fill(**fields).send()


def value_of(visitor: Visitor, name: str, label: str) -> str:
    """The value of the checkbox or radio button with this label."""
    return (
        visitor.page.locator(f"label:has([name='{name}'])", has_text=label)
        .locator("input")
        .get_attribute("value")
    )


def link_in_email(smtp_server, to: str, path: str) -> str:
    """The address with this path in the latest email to the person, once it has arrived."""
    found = []

    def arrived() -> bool:
        texts = [
            str(mail.get_body(("plain",)).get_content()) for mail in smtp_server.emails if mail["To"] == to
        ]
        found[:] = [match[0] for text in texts for match in re.finditer(re.escape(path) + r"[\w-]+", text)]
        return bool(found)

    wait_until(arrived)
    return found[-1]


def test_an_empty_portal_is_set_up_and_publishes_a_report(browser, celery_worker_process, smtp_server):
    call_command("administrator", ADMINISTRATOR)
    set_up(Visitor(browser, ADMINISTRATOR))
    invite(browser, smtp_server, role="coordinator", people={COORDINATOR: "Ana Tui", APPROVER: "Ben Koro"})
    coordinator, approver = Visitor(browser, COORDINATOR), Visitor(browser, APPROVER)

    need = find_a_need(browser, coordinator, smtp_server)
    edition = write_a_module(coordinator, need)
    programme, cohort = plan_a_cohort(coordinator, edition)
    for judge, (name, jurisdiction) in JUDGES.items():
        invite(browser, smtp_server, role="participant", people={judge: name}, jurisdiction=jurisdiction)
        Visitor(browser, judge, width=360).form(
            "programs:cohorts:apply", cohort, language=["en"], motivation="Hearings are adjourned too often."
        )
    teach(browser, coordinator, cohort)
    certify(browser, coordinator, cohort)
    milestone = plan_results(coordinator, approver, programme, need)
    reform(browser, approver, milestone)
    report = publish(coordinator, approver, programme)

    visitor = Visitor(browser).open("public_home")
    assert report.title in visitor.page.inner_text("main")
    assert visitor.open("evaluations:reports:verify", report).page.locator("main h1").count() == 1
    visitor.open("evaluations:certificates:verify_code", Certificate.objects.valid().first().number)
    assert "Pacific Judicial Network" in visitor.page.inner_text("main")


def set_up(administrator: Visitor) -> None:
    administrator.form(
        "owner:edit", languages=["en"], full_en="Pacific Judicial Network", short_en="PJN",
        timezone="Pacific/Fiji", privacy_email="privacy@pjn.example", sender_email="training@pjn.example",
    )  # fmt: skip
    administrator.form("participants:directory:choose", codes=["FJ", "WS"])
    for jurisdiction, court in COURTS.items():
        administrator.form(
            "participants:directory:paste_organisations", kind="court", level="first",
            jurisdiction=jurisdiction, text=court,
        )  # fmt: skip
    administrator.form("participants:directory:new_organisation", name="Pacific Justice Fund", kind="funder")
    administrator.open("assessments:competencies:frameworks").send()
    administrator.form(
        "evaluations:certificates:edit_default_template", first_name="Mere Tuilagi", first_office="President",
        second_name="Ana Tui", second_office="Registrar",
    )  # fmt: skip


def invite(browser, smtp_server, *, role: str, people: dict[str, str], jurisdiction: str = "") -> None:
    """The administrator invites; each person opens the account with the link in the email, on a phone."""
    administrator = Visitor(browser, ADMINISTRATOR)
    lines = "\n".join(f"{email}; {name}" for email, name in people.items())
    scope = {"jurisdiction": jurisdiction} if jurisdiction else {}
    administrator.form("participants:invitations:invite", role=role, people=lines, **scope)
    administrator.send("main button[name=send]")
    for email in people:
        guest = Visitor(browser, width=360)
        guest.page.goto(link_in_email(smtp_server, email, "/invitation/"))
        guest.fill(password="seven quiet herons", **scope).send()


def find_a_need(browser, coordinator: Visitor, smtp_server) -> TrainingNeed:
    coordinator.open("assessments:needs:new")
    both = [value_of(coordinator, "jurisdictions", name) for name in COURTS]
    for language in coordinator.page.locator("main [name=languages]:checked:not([value=en])").all():
        language.uncheck()
    coordinator.fill(
        title="What Pacific courts need", owner="Pacific Judicial Network",
        framework_version="Common core of judicial competencies 1.0", jurisdictions=both,
        anonymity=["named"], opens_at=f"{TODAY - timedelta(1)}T00:00", closes_at=f"{TODAY + timedelta(21)}T12:00",
    ).send()  # fmt: skip
    assessment = NeedsAssessment.objects.get()
    coordinator.open("assessments:needs:items", assessment)
    chosen = [value_of(coordinator, "competencies", code) for code in ("CM1", "CM2")]
    coordinator.fill(competencies=chosen).send()
    coordinator.open("assessments:needs:groups", assessment)
    for field in coordinator.page.locator("main .weight input").all():
        field.fill("")
    coordinator.fill(judge="100").send("main form button.button:not(.second)")
    lines = "\n".join(f"{email}, Judge, judge, {code}, en" for email, code in RESPONDENTS.items())
    coordinator.form("assessments:needs:add_respondents", assessment, text=lines)
    coordinator.open("assessments:needs:open", assessment).send()
    coordinator.open("assessments:needs:invite", assessment).send()
    for number, email in enumerate(RESPONDENTS):
        respondent = Visitor(browser, width=360)
        respondent.page.goto(link_in_email(smtp_server, email, "/answer/"))
        names = respondent.page.locator("main input[type=radio][value='5']").evaluate_all(
            "all => all.map(e => e.name)"
        )
        answers = [5 - number % 2, 2, 4, 3 - number % 2]  # importance and ability of both tasks
        respondent.fill(**{name: [answer] for name, answer in zip(names, answers, strict=True)})
        respondent.send("main form button.button:not(.second)").send("main form button.button:not(.second)")
    coordinator.open("assessments:needs:close", assessment).send()
    coordinator.open("assessments:needs:accept", assessment, "CM1").send()
    return TrainingNeed.objects.get()


def write_a_module(coordinator: Visitor, need: TrainingNeed) -> Edition:
    coordinator.form(
        "programs:curriculum:new", code="CM-1", title="Early hearings", owner="Pacific Judicial Network"
    )
    edition = Edition.objects.get()
    coordinator.form(
        "programs:curriculum:edit", edition, objectives="Fix firm hearing dates.", contact_hours="12"
    )
    coordinator.form("programs:curriculum:add_section", edition, title="Hearing dates")
    coordinator.form(
        "programs:learning:new_unit", edition.sections.get(), kind="text", title="Why hearings are adjourned",
        body="A hearing is adjourned when nobody decides what is in dispute.",
    )  # fmt: skip
    competency = need.competency
    coordinator.form(
        "programs:curriculum:set_coverage", edition, competency=competency.pk, depth="assesses", level="3"
    )
    coordinator.form(
        "programs:curriculum:publish", edition, approved_by="Pacific Judicial Network", approved_on=TODAY
    )
    coordinator.form("programs:curriculum:answer_need", need, module="Early hearings")
    return edition


def plan_a_cohort(coordinator: Visitor, edition: Edition) -> tuple[Programme, Cohort]:
    coordinator.open("programs:programmes:new")
    both = [value_of(coordinator, "jurisdictions", name) for name in COURTS]
    coordinator.fill(
        code="PAC", title="Pacific hearings", lead_organisation="Pacific Judicial Network", currency="USD",
        starts=f"{YEAR_BEFORE}-01-01", ends=f"{TODAY.year + 1}-12-31", state="running", jurisdictions=both,
    ).send()  # fmt: skip
    programme = Programme.objects.get()
    coordinator.form("programs:programmes:use_edition", programme, edition=edition.pk)
    coordinator.form(
        "programs:cohorts:new", programme, title="Suva and Apia", edition=edition.pk, timezone="Pacific/Fiji",
        languages=["en"], capacity="20", opens_at=f"{TODAY - timedelta(60)}T00:00",
        closes_at=f"{TODAY + timedelta(9)}T00:00", starts=TODAY - timedelta(30), ends=TODAY - timedelta(2),
    )  # fmt: skip
    cohort = Cohort.objects.get()
    coordinator.form("programs:completion:criteria", cohort, attendance_percent="80", quiz_percent="0")
    day = TODAY - timedelta(20)
    coordinator.form(
        "programs:sessions:new", cohort, title="Fixing dates", starts=f"{day}T09:00", ends=f"{day}T12:00",
        join_url="https://meet.example/suva",
    )  # fmt: skip
    coordinator.form("programs:cohorts:open", cohort)
    return programme, cohort


def teach(browser, coordinator: Visitor, cohort: Cohort) -> None:
    coordinator.open("programs:cohorts:applications", cohort)
    for box in coordinator.page.locator("main [name=id]").all():
        box.check()
    coordinator.send("main button[value=accept]")
    coordinator.open("programs:sessions:attendance", Session.objects.get())
    for minutes in coordinator.page.locator("main form input[inputmode], main form input[type=number]").all():
        minutes.fill("180")
    coordinator.send()
    for judge in JUDGES:
        enrolment = Enrolment.objects.get(person__user__email=judge)
        Visitor(browser, judge, width=360).open(
            "programs:learning:unit", enrolment, Unit.objects.get()
        ).send()


def certify(browser, coordinator: Visitor, cohort: Cohort) -> None:
    coordinator.open("programs:completion:completion_status", cohort).send()
    coordinator.open("evaluations:certificates:cohort", cohort)
    coordinator.page.check("main [name=all]")
    coordinator.send("main form[action$=issue] button")
    wait_until(lambda: Certificate.objects.valid().count() == len(JUDGES))
    for judge in JUDGES:
        own = Visitor(browser, judge, width=360).open("evaluations:certificates:mine")
        assert own.page.locator("main a[href*='/files/']").count() == 1


def plan_results(
    coordinator: Visitor, approver: Visitor, programme: Programme, need: TrainingNeed
) -> Milestone:
    coordinator.form(
        "evaluations:indicators:indicator_new", code="DT", title="Disposition time", unit="days",
        formula="disposition_time", direction="decrease",
    )  # fmt: skip
    for court in COURTS.values():
        for year, resolved, pending_end in ((YEAR_BEFORE, 300, 310), (LAST_YEAR, 330, 280)):
            coordinator.form(
                "evaluations:indicators:return_new", court=court, case_type="Civil", period=year,
                pending_start="310", incoming="300", resolved=resolved, pending_end=pending_end,
            )  # fmt: skip
    approver.open("evaluations:indicators:returns")
    approver.page.check("main [name=all]")
    approver.send("main form[action*=bulk] button")
    assert CaseloadReturn.objects.filter(verified_at=None).count() == 0
    coordinator.form(
        "evaluations:results:result_new", programme, level="outcome", title="Courts decide cases sooner",
        training_need=need.pk,
    )  # fmt: skip
    result = Result.objects.get()
    coordinator.form(
        "evaluations:results:target_new", result, indicator="Disposition time", court=COURTS["Fiji"],
        case_type="Civil", baseline="377", baseline_on=f"{YEAR_BEFORE}-12-31", value="300",
        starts=f"{LAST_YEAR}-01-01", ends=f"{TODAY.year}-12-31",
    )  # fmt: skip
    coordinator.form(
        "evaluations:results:milestone_new", result, title="Direction on adjournments in force",
        due_on=TODAY + timedelta(20), owner="Mere Vula", court=COURTS["Fiji"],
    )  # fmt: skip
    return Milestone.objects.get()


def reform(browser, approver: Visitor, milestone: Milestone) -> None:
    """A judge plans a reform and reports its first step; somebody else confirms it."""
    judge = Visitor(browser, "mere@courts.example", width=360)
    enrolment = Enrolment.objects.get(person__user__email="mere@courts.example")
    judge.form(
        "evaluations:reforms:new", enrolment, court=COURTS["Fiji"], title="Fewer adjournments",
        problem="Every second hearing is adjourned.", visibility=["programme"],
    )  # fmt: skip
    judge.form(
        "evaluations:reforms:add_step",
        ReformPlan.objects.get(),
        title="Draft the direction",
        milestone=milestone.pk,
    )
    step = ReformStep.objects.get()
    judge.form("evaluations:reforms:report_step", step, done_on=TODAY)
    approver.open("evaluations:reforms:plan", step.plan).send("main form[action$=confirm] button")


def publish(coordinator: Visitor, approver: Visitor, programme: Programme) -> ImpactReport:
    coordinator.form(
        "evaluations:reports:new", programme=programme.public_id, title="Pacific hearings so far",
        starts=f"{YEAR_BEFORE}-01-01", ends=f"{LAST_YEAR}-12-31", languages=["en"],
    )  # fmt: skip
    report = ImpactReport.objects.get()
    coordinator.open("evaluations:reports:report", report).send("main form[action$=freeze] button")
    wait_until(lambda: not Job.objects.open().exists())
    coordinator.form("evaluations:reports:narrative", report, changed="Courts decide cases sooner.")
    approver.open("evaluations:reports:report", report).send("main form[action$=approve] button")
    wait_until(lambda: not Job.objects.open().exists(), seconds=90)
    approver.open("evaluations:reports:report", report).send("main form[action$=publish] button")
    coordinator.form("evaluations:publications:release", report, summary="Two courts decide cases sooner.")
    report.refresh_from_db()
    assert report.published_at is not None
    assert report.files.exists()
    return report
