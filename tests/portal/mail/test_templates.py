"""Every letter that the portal can write can be composed, in every language."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from portal.mail import delivery
from portal.mail.models import OutgoingMail

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"
LETTERS = sorted(
    str(path.relative_to(FOLDER)).removesuffix("_subject.txt") for path in FOLDER.rglob("*_subject.txt")
)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_has_subject_and_text_in_every_language(letter):
    for language, _name in settings.LANGUAGES:
        mail = OutgoingMail(key="x", to="a@b.example", language=language, template=letter, context={})

        subject, text, html = delivery.compose(mail)

        assert subject
        assert text.strip()
        assert not html or f'lang="{language}"' in html


def test_no_letter_is_half_there():
    bodies = {
        path for path in FOLDER.rglob("*") if path.suffix in {".txt", ".html"} and path.name != "base.html"
    }
    stems = {str(path.relative_to(FOLDER).with_suffix("")).removesuffix("_subject") for path in bodies}

    assert stems == set(LETTERS)


@pytest.mark.parametrize("letter", ["invitation", "reminder", "delegation"])
def test_whoever_is_asked_can_refuse_from_the_letter(letter):
    token = "7a" * 20
    url = f"https://portal.example{reverse('assessments:collection:answer', args=[token])}"
    mail = OutgoingMail(
        key="x", to="a@b.example", language="en", template=f"assessments/{letter}",
        context={"closes": "2026-12-10", "url": url},
    )  # fmt: skip

    _subject, text, html = delivery.compose(mail)

    refusal = f"https://portal.example{reverse('assessments:collection:decline', args=[token])}"
    assert refusal in text
    assert f'href="{refusal}"' in html


@pytest.mark.parametrize(("language", "day"), [("en", "10 December 2026"), ("ar", "١٠ ديسمبر ٢٠٢٦")])
def test_a_letter_tells_its_day_and_the_portal_s_name_in_its_own_language(language, day):
    mail = OutgoingMail(
        key="x", to="a@b.example", language=language, template="assessments/invitation",
        context={"closes": "2026-12-10", "url": "https://portal.example/answer/7a"},
    )  # fmt: skip

    _subject, text, html = delivery.compose(mail)

    assert day in text
    assert day in html
    assert "https://portal.example/answer/7a" in text
    assert ("Judicial Training Portal" in text) == (language == "en")
