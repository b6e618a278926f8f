"""PDF files, certificates and emails in Arabic show numbers in Arabic digits."""

import re

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.analysis import pdf as findings_pdf
from assessments.analysis.models import Findings
from evaluations.agenda import pdf as agenda_pdf
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.queries import visible_agenda
from evaluations.certificates.models import Certificate
from evaluations.certificates.texts import texts_for
from evaluations.reports.models import ImpactReport
from evaluations.reports.rendering import pdf as report_pdf
from portal.documents import report as documents
from portal.mail.delivery import compose
from portal.mail.models import OutgoingMail
from tests import access
from tests.test_direction import OTHER_TEXT, plant, with_other_digits, wrong_texts

TEXTS = ("about", "error", "note", "reason", "state", "subject", "text", "title")
EMAIL_TEMPLATES = settings.BASE_DIR / "templates" / "mail"
EMAILS = sorted(
    str(path.relative_to(EMAIL_TEMPLATES)).removesuffix("_subject.txt")
    for path in EMAIL_TEMPLATES.rglob("*_subject.txt")
)


@pytest.mark.db
def test_documents_in_arabic_have_arabic_digits(db, monkeypatch):
    access.DemoSite()
    plant()
    rendered = []
    monkeypatch.setattr(documents, "render_report", lambda html, **_options: rendered.append(html))
    findings = Findings.objects.filter(state=Findings.State.PUBLISHED).select_related("ranking").first()
    findings.language = "ar"
    agenda = visible_agenda(ReformAgenda.objects.first(), is_board=True, today=timezone.localdate())

    findings_pdf.render_pdf(findings)
    agenda_pdf.render_pdf(agenda, reader=None, language="ar", made_at=timezone.now())
    report_pdf.render_pdf(ImpactReport.objects.exclude(snapshot=None).first(), "ar")
    certificate = Certificate.objects.select_related(
        "completion__enrolment__cohort", "completion__enrolment__person", "template"
    ).first()
    enrolment = certificate.completion.enrolment
    enrolment.cohort.languages, enrolment.person.languages, enrolment.person.user = ["ar"], ["ar"], None
    [text] = texts_for(
        [certificate.completion],
        template=certificate.template,
        numbers=[certificate.number],
        on=timezone.localdate(),
    )

    assert text.language == "ar"
    assert [line for line in [*text.attests, *dict(text.facts).values()] if re.search("[0-9]", line)] == []
    assert len(rendered) == 3
    assert set.union(*(wrong_texts(html, with_other_digits) for html in rendered)) == set()


@pytest.mark.parametrize("template", EMAILS)
def test_emails_in_arabic_have_arabic_digits(template):
    """Each variable that is not an address or a text is a number, so that each place is checked."""
    source = "".join(path.read_text(encoding="utf-8") for path in EMAIL_TEMPLATES.glob(f"{template}*"))
    names = set(re.findall(r"\{\{ *(\w+)|(?:=|if |elif )(\w+)", source))
    context = {name: 7 for pair in names for name in pair if name and "url" not in name} | dict.fromkeys(
        TEXTS, "نص"
    )

    subject, text, html = compose(OutgoingMail(template=template, language="ar", context=context))

    assert [part for part in (subject, text) if re.search("[0-9]", OTHER_TEXT.sub("", part))] == []
    assert wrong_texts(html, with_other_digits) == set()
