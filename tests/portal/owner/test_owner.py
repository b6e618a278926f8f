"""The organisation that runs the portal: entered once, shown on pages, in emails and as an organisation."""

import io

import pytest
from django.core import mail as django_mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from participants.organisations.models import Organisation
from portal.mail import delivery
from portal.mail.models import OutgoingMail
from portal.owner import current, services
from portal.owner.models import SiteOwner
from tests.factories.participants import RoleFactory

pytestmark = pytest.mark.django_db

PAGE = reverse("owner:edit")


@pytest.fixture
def administrator():
    return RoleFactory(role="administrator").user


def form(**changes):
    return {
        "languages": ["en", "fr"], "full_en": "Pacific Judicial Network", "short_en": "PJN",
        "full_fr": "Réseau judiciaire du Pacifique", "timezone": "Pacific/Fiji", "privacy_contact": "Registrar",
        "privacy_email": "privacy@pjn.example", "sender_email": "training@pjn.example", "revision": "1",
    } | changes  # fmt: skip


def png(size=(40, 20), colour=(20, 60, 120, 255)):
    out = io.BytesIO()
    Image.new("RGBA", size, colour).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_the_names_languages_and_contacts_are_used_everywhere(administrator, client_of, client):
    client_of(administrator).post(PAGE, form())

    home = client.get("/", headers={"accept-language": "fr"}).content.decode()
    assert "Réseau judiciaire du Pacifique" in home
    assert 'value="fr"' in home
    assert 'value="ru"' not in home
    assert "privacy@pjn.example" in client.get(reverse("privacy")).content.decode()
    assert 'lang="en"' in client.get("/", headers={"accept-language": "ru"}).content.decode()
    assert Organisation.objects.get().name == "Pacific Judicial Network"
    with override("fr"):
        assert current.localised_name("Pacific Judicial Network") == "Réseau judiciaire du Pacifique"
        assert current.localised_name("Another") == "Another"


def test_a_language_that_is_offered_needs_the_name_and_nothing_typed_is_lost(administrator, client_of):
    response = client_of(administrator).post(PAGE, form(full_fr="", short_en="PJN2"))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"full_fr"}
    assert "PJN2" in response.content.decode()
    assert not SiteOwner.objects.exists()


def test_a_new_name_renames_the_organisation_and_keeps_the_row(administrator, client_of):
    client = client_of(administrator)
    client.post(PAGE, form())
    first = Organisation.objects.get()
    client.post(PAGE, form(full_en="Network of Pacific Judges", revision="2"))

    assert Organisation.objects.get().pk == first.pk
    assert Organisation.objects.get().name == "Network of Pacific Judges"


def test_the_second_of_two_administrators_sees_what_the_first_has_saved(administrator, client_of):
    client_of(administrator).post(PAGE, form())
    response = client_of(RoleFactory(role="administrator").user).post(PAGE, form(full_en="Other name"))

    assert response.status_code == 422
    assert SiteOwner.objects.get().names["en"]["full"] == "Pacific Judicial Network"


def test_emails_come_from_the_sender_address_with_the_short_name(administrator, client_of, settings):
    settings.MAIL_OUTBOX_ONLY = False
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    client = client_of(administrator)
    client.post(PAGE, form())
    client.post(reverse("owner:test_email"))
    delivery.send_due()

    (sent,) = django_mail.outbox
    assert sent.from_email == "PJN <training@pjn.example>"
    assert sent.to == [administrator.email]
    assert services.last_test(administrator).state == OutgoingMail.State.SENT


def test_the_logo_is_public_and_rebuilt_and_its_old_address_ends(administrator, client_of, client):
    editor = client_of(administrator)
    editor.post(PAGE, form(logo_file=png()))
    old = reverse("owner:logo", args=[SiteOwner.objects.get().logo.sha256])
    shown = client.get(old)
    assert shown["Content-Type"] == "image/png"
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert old in client.get("/").content.decode()
    editor.post(PAGE, form(logo_file=png(colour=(120, 0, 0, 255)), revision="2"))

    assert client.get(old).status_code == 404
    editor.post(PAGE, form(remove_logo="on", revision="3"))
    assert SiteOwner.objects.get().logo is None


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbroken", b""])
def test_a_file_that_is_no_image_is_refused_beside_the_field(administrator, client_of, content):
    response = client_of(administrator).post(PAGE, form(logo_file=SimpleUploadedFile("logo.png", content)))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"logo_file"}


def test_others_than_administrators_may_not_edit(client_of):
    assert client_of(RoleFactory(role="coordinator").user).get(PAGE).status_code == 403
