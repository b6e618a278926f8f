"""Import and export of a 500-question XLSForm, and 50 people who respond at once over 50 connections."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.benchmarks.documents import alone
from tests.benchmarks.serving import Browser

PEOPLE, DRAFTS = 50, 2
LENGTHS = (125, 250, 500)


def xlsform() -> dict[str, Any]:
    """Seconds and peak memory of importing forms of three lengths, each in a process of its own."""
    by_length: dict[str, Any] = {}
    for length in LENGTHS:
        by_length[str(length)] = alone(_import, length)
    seconds = [
        by_length[str(length)]["read_seconds"] + by_length[str(length)]["stored_seconds"]
        for length in LENGTHS
    ]
    by_length["growth_for_twice_the_length"] = round(seconds[-1] / max(seconds[-2], 0.001), 2)
    return by_length


def _import(length: int) -> dict[str, Any]:
    from django.conf import settings

    from assessments.instruments.xlsform.reader import read_form
    from assessments.instruments.xlsform.storage import replace_contents
    from assessments.instruments.xlsform.writer import workbook_of
    from participants.organisations.models import Organisation
    from tests.benchmarks.works import timed
    from tests.factories import questionnaires as forms

    version = forms.version(owner=Organisation.objects.order_by("pk").first())
    file = forms.workbook(*_rows(length))
    form, read = timed(lambda: read_form(file, dict(settings.LANGUAGES)))
    assert form.faults == [], form.faults[:3]
    _version, stored = timed(lambda: replace_contents(version=version, form=form, by=None))
    content, written = timed(lambda: workbook_of(version))
    stored = version.questions.exclude(type="group").count()
    version.questions.all().delete()
    return {
        "questions": stored,
        "read_seconds": read["wall_seconds"],
        "stored_seconds": stored["wall_seconds"],
        "written_seconds": written["wall_seconds"],
        "written_bytes": len(content),
        "peak_mb": written["peak_mb"],
    }


def _rows(length: int) -> tuple[list[tuple], list[tuple]]:
    """Twenty questions per page, a condition on every third, two languages, lists of five choices."""
    survey: list[tuple] = [
        ("type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "constraint")
    ]
    for n in range(length):
        if n % 20 == 0:
            survey.append(("begin_group", f"page{n}", f"Page {n}", f"صفحة {n}", "", ""))
        kind = ("select_one five", "integer", "text", "select_multiple five", "date")[n % 5]
        relevant = f"${{q{n - 1}}} != ''" if n % 3 == 1 else ""
        survey.append(
            (kind, f"q{n}", f"Question {n}", f"سؤال {n}", relevant, ". >= 0" if kind == "integer" else "")
        )
        if n % 20 == 19 or n == length - 1:
            survey.append(("end_group", "", "", "", "", ""))
    choices = [("list_name", "name", "label::English (en)", "label::العربية (ar)")]
    choices += [("five", code, f"Choice {code}", f"خيار {code}") for code in "abcde"]
    return survey, choices


def answering(port: int) -> dict[str, Any]:
    """Responses of 50 people, each with a connection and each page saved twice; every draft and response is counted."""
    from assessments.collection.models import Answer, Response

    assessment, tokens = _open_assessment()
    version = assessment.collection.version
    pages = _pages_of(version)

    def answer(token: str) -> list[int]:
        browser = Browser(port, "")
        statuses = []
        for number, names in enumerate(pages, 1):
            path = f"/answer/{token}/{number}"
            form = browser.get(path, gzip=False)
            csrf = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)
            cookie = re.search(r"csrftoken=([^;]+)", form.headers.get("Set-Cookie", ""))
            known = {
                "token": csrf.group(1).decode() if csrf else "",
                "csrf_cookie": cookie.group(1) if cookie else "",
            }
            values = dict.fromkeys(names, "4")
            drafts = [browser.post(path, {**values, "later": "1"}, **known) for _n in range(DRAFTS)]
            statuses += [draft.status for draft in drafts]
        statuses.append(browser.post(f"/answer/{token}/send", {}, **known).status)
        return statuses

    with ThreadPoolExecutor(PEOPLE) as threads:
        statuses = [status for part in threads.map(answer, tokens) for status in part]
    sent = Response.objects.filter(collection=assessment.collection, submitted_at__isnull=False)
    return {
        "people": len(tokens),
        "posts": len(statuses),
        "errors": sum(status != 302 for status in statuses),
        "sent": sent.count(),
        "answers": Answer.objects.filter(response__in=sent).count(),
        "answers_expected": len(tokens) * sum(len(names) for names in pages),
    }


def _open_assessment() -> tuple[Any, list[str]]:
    from assessments.competencies.models import FrameworkVersion
    from participants.organisations.models import Jurisdiction, Organisation
    from tests.factories import assessments as make

    assessment = make.open_assessment(
        version=FrameworkVersion.objects.filter(state="adopted").order_by("pk").first(),
        owner=Organisation.objects.order_by("pk").first(),
        jurisdiction=Jurisdiction.objects.order_by("pk").first(),
        title="Fifty at once",
    )
    return assessment, [make.token_for(make.invitation(assessment)) for _n in range(PEOPLE)]


def _pages_of(version: Any) -> list[list[str]]:
    from assessments.instruments.pages import pages_of
    from assessments.instruments.queries import Questionnaire

    return [
        [f"q{question.question.pk}" for question in page.questions if question.type == "rating"]
        for page in pages_of(Questionnaire(version, "en"))
    ]
