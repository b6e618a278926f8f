"""Every email template can be rendered in every language."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.mail import delivery
from portal.mail.models import OutgoingMail

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"
EMAILS = sorted(
    str(path.relative_to(FOLDER)).removesuffix("_subject.txt") for path in FOLDER.rglob("*_subject.txt")
)


@pytest.mark.parametrize("name", EMAILS)
def test_each_email_has_a_subject_and_a_text_in_every_language(name):
    for language, _name in settings.LANGUAGES:
        mail = OutgoingMail(
            key="x", to="a@b.example", language=language, template=name, context={"subject": "Dates"}
        )

        subject, text, html = delivery.compose(mail)

        assert subject
        assert text.strip()
        assert not html or f'lang="{language}"' in html


def test_each_email_template_has_a_subject_and_a_text():
    bodies = {
        path for path in FOLDER.rglob("*") if path.suffix in {".txt", ".html"} and path.name != "base.html"
    }
    stems = {str(path.relative_to(FOLDER).with_suffix("")).removesuffix("_subject") for path in bodies}

    assert stems == set(EMAILS)


@pytest.mark.parametrize("name", ["invitation", "reminder", "delegation"])
def test_respondents_can_decline_from_the_email(name):
    token = "7a" * 20
    url = f"https://portal.example{reverse('assessments:collection:answer', args=[token])}"
    mail = OutgoingMail(
        key="x", to="a@b.example", language="en", template=f"assessments/{name}",
        context={"closes": "2026-12-10", "url": url},
    )  # fmt: skip

    _subject, text, html = delivery.compose(mail)

    decline_url = f"https://portal.example{reverse('assessments:collection:decline', args=[token])}"
    assert decline_url in text
    assert f'href="{decline_url}"' in html


@pytest.mark.parametrize(("language", "day"), [("en", "10 December 2026"), ("ar", "١٠ ديسمبر ٢٠٢٦")])
def test_an_email_formats_dates_and_the_site_name_in_its_language(language, day):
    mail = OutgoingMail(
        key="x", to="a@b.example", language=language, template="assessments/invitation",
        context={"closes": "2026-12-10", "url": "https://portal.example/answer/7a"},
    )  # fmt: skip

    _subject, text, html = delivery.compose(mail)

    assert day in text
    assert day in html
    assert "https://portal.example/answer/7a" in text
    with translation.override(language):
        assert translation.gettext(settings.SITE_NAME) in text
