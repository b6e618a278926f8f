"""An email to several people: previewed, edited for this sending, sent once, with its delivery shown to the sender."""

import pytest
from django.urls import reverse

from assessments.collection.models import Invitation
from assessments.needs import services as needs
from portal.mail import delivery, edited_texts
from portal.mail.models import Mailing, OutgoingMail
from tests.factories.assessments import draft_assessment, invitation
from tests.factories.participants import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(coordinator):
    draft = draft_assessment()
    for email, name, language in (("a@courts.example", "Ana", "en"), ("b@courts.example", "بنتا", "ar")):
        invitation(draft, email=email, name=name, language=language, invited_at=None)
    return needs.open_assessment(assessment=draft, by=None)


def page(assessment, name="invite"):
    return reverse(f"assessments:needs:{name}", args=[assessment.public_id])


def shown(client, assessment):
    form = client.get(page(assessment)).context["form"]
    return {bound.html_name: bound.value() for bound in form}


def composed():
    return {mail.to: delivery.compose(mail) for mail in OutgoingMail.objects.select_related("mailing")}


def test_the_page_shows_count_recipients_and_text_and_sends_as_the_template_says(
    assessment, coordinator, client_of
):
    client = client_of(coordinator)
    fields = shown(client, assessment)
    assert "Ana" in client.get(page(assessment)).content.decode()
    assert "{link}" in fields["text_en"]
    sent = client.post(page(assessment), fields)

    mailing = Mailing.objects.get()
    assert sent.url == mailing.get_absolute_url()
    assert mailing.texts == {}
    assert {mail.mailing_id for mail in OutgoingMail.objects.all()} == {mailing.pk}
    assert all("/answer/" in text for _subject, text, _html in composed().values())


def test_an_edited_text_goes_to_each_person_with_their_own_name_and_link(assessment, coordinator, client_of):
    client = client_of(coordinator)
    fields = shown(client, assessment) | {
        "subject_en": "Your view, {name}",
        "text_en": "Dear {name},\n\nHere: {link}",
    }
    preview = client.post(page(assessment), fields | {"preview": "1"})
    assert "Your view, Ana" in preview.content.decode()
    assert not OutgoingMail.objects.exists()
    client.post(page(assessment), fields)

    subject, text, html = composed()["a@courts.example"]
    assert subject == "Your view, Ana"
    assert text.startswith("Dear Ana,\n\nHere: http")
    assert '<a href="http' in html
    assert "Your view" not in composed()["b@courts.example"][0]


@pytest.mark.parametrize(
    "text",
    [
        "Dear {name}, http://127.0.0.1:8000/answer/abcdef and {link}",  # somebody's own link
        "Dear {name}, please answer.",  # no link at all
        "Dear {nom}, {link}",
    ],
)
def test_a_text_that_would_mislead_is_refused_and_kept(assessment, coordinator, client_of, settings, text):
    settings.SITE_URL = "http://127.0.0.1:8000"
    client = client_of(coordinator)
    response = client.post(page(assessment), shown(client, assessment) | {"text_en": text})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"text_en"}
    assert text in response.content.decode()
    assert not OutgoingMail.objects.exists()


def test_sending_twice_sends_once(assessment, coordinator, client_of):
    client = client_of(coordinator)
    fields = shown(client, assessment)
    client.post(page(assessment), fields)
    client.post(page(assessment), fields)

    assert OutgoingMail.objects.count() == 2
    assert Mailing.objects.count() == 1


def test_the_sender_sees_what_bounced_and_sends_it_again_and_others_do_not(
    assessment, coordinator, client_of
):
    client = client_of(coordinator)
    client.post(page(assessment), shown(client, assessment))
    OutgoingMail.objects.filter(to="a@courts.example").update(state="failed", reason="550 no such user")
    mailing = Mailing.objects.get()

    assert "550 no such user" in client.get(mailing.get_absolute_url()).content.decode()
    other = client_of(RoleFactory(role="coordinator").user)
    assert other.get(mailing.get_absolute_url()).status_code == 404
    client.post(reverse("mail:resend_mailing", args=[mailing.public_id]))
    assert OutgoingMail.objects.filter(state="queued").count() == 2
    assert Invitation.objects.exclude(invited_at=None).count() == 2


def test_text_is_escaped_in_html_and_addresses_become_links():
    edited = {"subject": "A\nB", "text": "<b>{name}</b>\n\nSee {link}."}
    subject, text, html = edited_texts.fill(edited, name="O’Neill <x>", link="https://x.example/a?b=1&c=2")

    assert subject == "A B"
    assert "<b>O’Neill <x></b>" in text
    assert "<b>" not in html
    assert '<a href="https://x.example/a?b=1&amp;c=2" dir="ltr">' in html
