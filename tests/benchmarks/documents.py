"""Certificates through the job and in a naive way, the impact report, and freezing its figures.

Each runs in a process of its own, so that peak memory is measured separately. Seconds are CPU seconds of one core.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import count

PEOPLE = 200
NAIVE = 12
SCRIPTS = {
    "en": "Matalena Aumua",
    "ru": "Айгуль Нурмухамедова",
    "ar": "فاطمة الزهراء بنت عبد الرحمن",
    "zh-hans": "欧阳晓明",
}


def alone(act: Callable[..., dict], *arguments: object) -> dict:
    """Measure `act` in a new process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=_begin) as pool:
        return pool.submit(act, *arguments).result()


def _begin() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    django.setup()


def certificates() -> dict:
    """Certificates per second and core for each script, end to end, and the naive way in the same run."""
    measured = {language: alone(_issue, language, name) for language, name in SCRIPTS.items()}
    return measured | {"naive": alone(_naive)}


def _issue(language: str, name: str) -> dict:
    """A cohort's certificates through the job: rows frozen, files stored, hashes saved, emails queued."""
    from django.contrib.auth import get_user_model

    from evaluations.certificates import services
    from evaluations.certificates.models import Certificate
    from participants.people.models import Person
    from portal.jobs import services as jobs
    from tests.benchmarks.works import timed
    from tests.factories import completions

    by = get_user_model().objects.get(email__startswith="coordinator@")
    completions._number = count(time.time_ns() // 1_000_000_000)  # the database is kept between runs
    cohort = completions.cohort(languages=[language])
    services.set_up_template(
        programme=cohort.programme,
        issuer=cohort.programme.lead_organisation,
        signatures=[("A", "B"), ("C", "D")],
        by=by,
    )
    done = completions.graduates(PEOPLE + 1, cohort, language=language)
    Person.objects.filter(enrolments__cohort=cohort).update(full_name=name)

    def issue(completions: list) -> None:
        job = services.start_issuing(cohort=cohort, completions=completions, by=by)
        with jobs.claim(job.pk) as claimed:
            services.issue(claimed)

    issue(done[:1])  # fonts, style sheet and letterhead are loaded once per worker
    _none, measured = timed(lambda: issue(done[1:]))
    assert Certificate.objects.filter(completion__in=done).count() == PEOPLE + 1
    return measured | {"a_second_and_core": round(PEOPLE / measured["cpu_seconds"], 1)}


def _naive() -> dict:
    """Everything rendered for each certificate: letterhead and QR code as SVG in the page, nothing shared."""
    from django.template.loader import render_to_string
    from django.utils.html import escape

    from portal.documents.assets import stylesheet
    from portal.documents.certificates import _context
    from portal.documents.engine import render_document
    from portal.documents.letterhead import letterhead_svg
    from portal.documents.qr import qr_svg
    from tests.benchmarks.works import timed
    from tests.portal.documents.certificate_texts import certificate_text

    style = f"<style>{stylesheet('base', 'certificate')}</style><body>"

    def certificate(number: int) -> bytes:
        row = certificate_text(code=f"CODE-{number}")
        html = render_to_string("documents/certificates.html", _context([row]))
        art = letterhead_svg(1, "ltr") + qr_svg(row.verify_url, title=escape(row.verify_url))
        whole = html.replace("<body>", style).replace("</section>", f"{art}</section>")
        return render_document(whole, sheets=(), variant="pdf/ua-1").write_pdf(pdf_variant="pdf/ua-1")

    certificate(0)
    _none, measured = timed(lambda: [certificate(number) for number in range(1, NAIVE + 1)])
    return measured | {"a_second_and_core": round(NAIVE / measured["cpu_seconds"], 1)}


def report() -> dict:
    """The published report of the sample data, rendered again: seconds, memory, pages, bytes."""
    return alone(_print_report)


def _print_report() -> dict:
    import io

    import pikepdf

    from evaluations.reports.models import ImpactReport
    from evaluations.reports.rendering.pdf import render_pdf
    from tests.benchmarks.works import timed

    made = ImpactReport.objects.filter(programme__code="PAC-CFM", state="published").order_by("pk").first()
    file, measured = timed(lambda: render_pdf(made, "en"))
    with pikepdf.open(io.BytesIO(file)) as pdf:
        pages = len(pdf.pages)
    return measured | {"pages": pages, "mb": round(len(file) / 1e6, 2)}


def freezing() -> dict:
    """All figures of the largest programme's report, read and stored."""
    return alone(_freeze)


def _freeze() -> dict:
    from datetime import timedelta

    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from evaluations.reports import services
    from portal.jobs import services as jobs
    from programs.programmes.models import Programme
    from tests.benchmarks.works import timed

    by = get_user_model().objects.get(email__startswith="coordinator@")
    programme, ends = Programme.objects.get(code="PAC-CFM"), timezone.localdate()
    made = services.make_report(
        programme=programme,
        title="Measured",
        starts=ends - timedelta(days=900),
        ends=ends,
        languages=["en"],
        by=by,
    )

    def freeze() -> None:
        job = services.start_freezing(report=made, by=by)
        with jobs.claim(job.pk) as claimed:
            services.freeze(claimed)

    _none, measured = timed(freeze)
    made.refresh_from_db()
    figures = made.snapshot.figures.count()
    services.withdraw(report=made, by=by)
    return measured | {"figures": figures}
