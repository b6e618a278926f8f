"""Signature images: validated by content, printed above their own line, never above another person's name."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw, PngImagePlugin

from evaluations.certificates import services
from evaluations.certificates.models import Certificate, CertificateTemplate
from portal.documents.certificates import render_certificates
from portal.documents.signatures import clean
from portal.files.models import StoredFile
from portal.files.services import open_stored
from tests.factories import completions
from tests.portal.documents.certificate_texts import ARABIC, ENGLISH, certificate_text
from tests.portal.documents.reading import accessibility_errors, opened
from tests.responses import error_codes

pytestmark = pytest.mark.django_db
NAMES = ("Hon. Justice Sela Tamanikaiwai", "Dr Ilaisa Naivalu")
FIRST, SECOND = (134, 190), (207, 263)  # millimetres from the leading edge


def signature_image(kind="PNG", *, paper="white", ink="#102060", **options) -> bytes:
    """A broad stroke on paper."""
    image = Image.new("RGB", (500, 200), paper)
    ImageDraw.Draw(image).line([(20, 160), (250, 30), (480, 150)], fill=ink, width=30)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def upload(content=None, name="hand.png"):
    return SimpleUploadedFile(name, signature_image() if content is None else content)


def typed(programme, **changed):
    fields = {
        "issuer": programme.lead_organisation_id,
        "first_name": NAMES[0], "first_office": "President", "second_name": NAMES[1], "second_office": "Director",
    }  # fmt: skip
    return fields | changed


def state(client, programme, **changed):
    return client.post(
        reverse("evaluations:certificates:edit_template", args=[programme.public_id]),
        typed(programme, **changed),
    )


def ink_between(pdf: bytes, millimetres: tuple[float, float]) -> int:
    """Number of dark pixels in the box above a signature line."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=144 / 72).to_pil().convert("L")
    scale = page.width / 297
    left, right = (at * scale for at in millimetres)
    box = page.crop((int(left), int(161 * scale), int(right), int(175 * scale)))
    return sum(point < 90 for point in box.get_flattened_data())


def mirrored(millimetres):
    return 297 - millimetres[1], 297 - millimetres[0]


def test_the_image_is_printed_above_its_line_and_the_other_line_stays_blank(
    issuer, client_of, issue, tmp_path
):
    cohort = completions.cohort()
    completions.completion(cohort)
    assert state(client_of(issuer), cohort.programme, first_signature_image=upload()).status_code == 302

    issue(cohort)

    certificate = Certificate.objects.get()
    with open_stored(certificate.file) as stored:
        pdf = stored.read()
    assert ink_between(pdf, FIRST) > 500
    assert ink_between(pdf, SECOND) == 0
    assert services.render_again(certificate) == pdf
    assert accessibility_errors(pdf, tmp_path) == []
    assert len(opened(pdf).pages) == 1


def test_signature_images_are_on_the_side_where_the_text_begins():
    image = clean(signature_image())

    left = render_certificates([certificate_text(ENGLISH)], 2, (image, None))[0]
    right = render_certificates([certificate_text(ARABIC)], 2, (image, None))[0]

    assert ink_between(left, FIRST) > 500
    assert ink_between(right, mirrored(FIRST)) > 500
    assert ink_between(right, mirrored(SECOND)) == 0
    assert render_certificates([certificate_text(ENGLISH)], 2)[0] != left


@pytest.mark.parametrize(
    "image", [signature_image(), signature_image("JPEG", quality=90), signature_image(paper="#f4f1ea")]
)
def test_only_the_ink_of_an_image_is_stored(image):
    cleaned = Image.open(io.BytesIO(clean(image)))

    assert cleaned.mode == "RGBA"
    assert cleaned.width <= 660
    assert cleaned.height <= 180
    edges = [cleaned.getpixel((x, y))[3] for x in (cleaned.width // 2,) for y in (cleaned.height - 1,)]
    assert edges == [0]
    assert cleaned.getchannel("A").getextrema()[1] == 255


def test_metadata_and_trailing_bytes_are_removed():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "secret-author")

    cleaned = clean(signature_image(pnginfo=note) + b"<script>alert(1)</script>")

    assert b"secret-author" not in cleaned
    assert b"script" not in cleaned


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "wrong_kind"),
        (b"%PDF-1.7 x %%EOF", "wrong_kind"),
        (b"\x89PNG\r\n\x1a\nbroken", "damaged"),
        (signature_image(ink="white"), "blank"),
    ],
)
def test_invalid_signature_images_are_rejected_at_their_field_and_the_input_stays(
    issuer, client_of, content, code
):
    programme = completions.programme()

    answer = state(
        client_of(issuer), programme, second_signature_image=upload(content), first_office="Chief Justice"
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert error_codes(answer) == {"second_signature_image": [code]}
    assert 'href="#id_second_signature_image"' in text
    assert 'value="Chief Justice"' in text
    assert not CertificateTemplate.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_signature_image_is_kept_for_its_name_and_never_used_for_another(issuer, client_of):
    programme, client = completions.programme(), client_of(issuer)
    state(client, programme, first_signature_image=upload(), second_signature_image=upload())

    state(client, programme, first_office="Chief Justice")
    cleaned = CertificateTemplate.objects.order_by("-number").first()
    state(client, programme, first_name="Somebody Else")
    changed = CertificateTemplate.objects.order_by("-number").first()
    state(client, programme, first_name="Somebody Else", second_without="on")
    bare = CertificateTemplate.objects.order_by("-number").first()

    assert [image is not None for image in cleaned.signature_images] == [True, True]
    assert [image is not None for image in changed.signature_images] == [False, True]
    assert [image is not None for image in bare.signature_images] == [False, False]
    assert CertificateTemplate.objects.get(number=1).signature_images == cleaned.signature_images


def test_only_those_who_may_edit_the_template_can_open_a_signature_image(issuer, judge, client_of):
    programme = completions.programme()
    state(client_of(issuer), programme, first_signature_image=upload())
    address = reverse("files:download", args=[StoredFile.objects.get().public_id])

    assert client_of(judge).get(address).status_code in (403, 404)
    assert b"".join(client_of(issuer).get(address).streaming_content).startswith(b"\x89PNG")
