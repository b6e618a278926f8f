"""Pages of certificates: public verification, the holder's own, and the coordinator's list."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from evaluations.certificates import services
from evaluations.certificates.models import Certificate
from portal.files.models import FileDownload
from portal.jobs.models import Job
from tests.factories import completions
from tests.responses import message_levels

pytestmark = pytest.mark.django_db


@pytest.fixture
def public():
    return Client()


@pytest.fixture
def certificate(cohort, issue):
    completions.completion(cohort, name="Matalena Aumua")
    issue(cohort)
    return Certificate.objects.get()


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def ask(client: Client, code: str):
    return client.get(reverse("evaluations:certificates:verify_code", args=[code]))


def test_a_valid_code_shows_the_text_of_the_certificate_and_nothing_more(public, certificate):
    response = ask(public, certificate.number)

    text = response.content.decode()
    assert response.context["answer"].outcome == "valid"
    for text_part in ("Matalena Aumua", "Case-flow Management", "Network of Supreme and Regional Courts"):
        assert text_part in text
    holder = certificate.completion.enrolment.person
    assert holder.user.email not in text
    assert str(holder.public_id) not in text


def test_a_revoked_code_shows_date_and_reason_but_neither_note_nor_name(public, certificate, issuer):
    services.revoke(certificate=certificate, reason="misconduct", note="Confidential matter.", by=issuer)

    response = ask(public, certificate.number)

    text = response.content.decode()
    assert response.context["answer"].outcome == "revoked"
    assert "Misconduct" in text
    assert "Confidential" not in text
    assert "Matalena" not in text


def test_an_unknown_code_warns_that_the_certificate_may_not_be_genuine(public, certificate):
    from evaluations.certificates.numbers import new_number

    answer = ask(public, new_number()).context["answer"]

    assert (answer.outcome, answer.reading.marked, answer.reading.length_is_wrong) == ("unknown", (), False)


def test_a_mistyped_code_is_distinguished_from_an_unknown_one(public, certificate):
    letters = certificate.number.replace("-", "")
    wrong = ("B" if letters[0] == "A" else "A") + letters[1:]  # the check letter detects one wrong letter

    answer = ask(public, wrong).context["answer"]

    assert (answer.outcome, answer.reading.number) == ("unknown", None)


def test_the_code_is_repeated_as_typed_without_spaces_between_its_characters(public, certificate):
    text = ask(public, "".join(reversed(certificate.number.replace("-", "")))).content.decode()
    repeated = text.partition('<bdi dir="ltr">')[2].partition("</bdi>")[0]

    assert re.fullmatch(r"[\w-]+", re.sub(r"<[^>]*>", "", repeated))


def test_case_and_spaces_in_the_code_and_an_upper_case_url_do_not_matter(public, certificate):
    number = certificate.number

    answers = [
        public.get(f"/verify/{number.lower()}"),
        public.get(f"/verify/{number.replace('-', ' ')}"),
        public.get(f"/VERIFY/{number}"),
        public.get("/verify/", {"code": f" {number.lower()} "}, follow=True),
    ]

    assert [answer.context["answer"].outcome for answer in answers] == ["valid"] * 4


def test_all_answers_have_the_same_status_headers_and_number_of_queries(
    public, certificate, issuer, django_assert_num_queries
):
    from evaluations.certificates.numbers import new_number

    unknown, broken = new_number(), "AAAA"
    responses = []
    for code in (certificate.number, unknown, broken):
        with django_assert_num_queries(2):
            responses.append(ask(public, code))
    services.revoke(certificate=certificate, reason="error", by=issuer)
    with django_assert_num_queries(2):
        responses.append(ask(public, certificate.number))

    assert {r.status_code for r in responses} == {200}
    assert {r["X-Robots-Tag"] for r in responses} == {"noindex, nofollow"}
    assert {r["Cache-Control"] for r in responses} == {"no-store"}


def test_an_unissued_certificate_is_unknown(public, certificate, cohort, issuer):
    from evaluations.certificates.numbers import new_number

    number = new_number()
    Certificate.objects.create(
        completion=completions.completion(cohort),
        template=certificate.template,
        number=number,
        issued_by=issuer,
    )

    assert ask(public, number).context["answer"].outcome == "unknown"


def test_guessing_is_slowed_down(public):
    cache.clear()

    answers = [ask(public, f"{n:013d}").status_code for n in range(40)]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_holder_sees_and_downloads_the_own_certificates_only(certificate, cohort, issue):
    completions.completion(cohort, name="Somebody Else")
    issue(cohort)
    holder = certificate.completion.enrolment.person.user
    client = signed_in(holder)

    page = client.get(reverse("evaluations:certificates:mine"))
    download = client.get(reverse("files:download", args=[certificate.file.public_id]))

    assert set(page.context["certificates"]) == {certificate}
    assert b"".join(download.streaming_content).startswith(b"%PDF")
    assert download["Content-Disposition"].startswith("attachment")
    assert FileDownload.objects.get().user == holder


@pytest.mark.parametrize("who", ["another holder", "a stranger", "nobody"])
def test_nobody_else_downloads_a_certificate(certificate, cohort, issue, who):
    other = completions.completion(cohort)
    issue(cohort)
    client = {
        "another holder": lambda: signed_in(other.enrolment.person.user),
        "a stranger": lambda: signed_in(completions.user()),
        "nobody": Client,
    }[who]()

    response = client.get(reverse("files:download", args=[certificate.file.public_id]))

    assert response.status_code in (302, 403, 404)
    assert not FileDownload.objects.exists()


@pytest.mark.parametrize("people", [1, 20])
def test_the_certificate_list_takes_the_same_queries_at_any_length(
    cohort, issuer, people, django_assert_num_queries
):
    completions.graduates(people, cohort)
    client = signed_in(issuer)
    client.get("/")

    with django_assert_num_queries(11):
        response = client.get(reverse("evaluations:certificates:cohort", args=[cohort.public_id]))

    assert response.context["numbers"] == {"issued": 0, "ready": people, "revoked": 0, "blocked": 0}


def test_the_certificate_list_shows_issued_ready_blocked_and_revoked(cohort, issue, issuer):
    completions.completion(cohort, name="Issued One")
    completions.completion(cohort, name="Revoked One")
    issue(cohort)
    revoked = Certificate.objects.get(completion__enrolment__person__full_name="Revoked One")
    services.revoke(certificate=revoked, reason="error", note="x", by=issuer)
    completions.completion(cohort, name="Ready One")
    completions.completion(cohort, name="赟 Boxes")
    completions.enrolment(cohort, name="Unfinished One")

    response = signed_in(issuer).get(reverse("evaluations:certificates:cohort", args=[cohort.public_id]))

    states = {row.person.full_name: row.status for row in response.context["listing"].rows}
    assert states == {
        "Issued One": "issued",
        "Revoked One": "revoked",
        "Ready One": "ready",
        "赟 Boxes": "ready",
        "Unfinished One": "blocked",
    }
    assert response.content.decode().count("赟") > 1  # in the name and in the warning about our fonts


def test_issuing_twice_from_the_page_starts_one_job(cohort, issuer):
    completions.graduates(3, cohort)
    client = signed_in(issuer)
    address = reverse("evaluations:certificates:issue", args=[cohort.public_id])

    first, second = (client.post(address, {"all": "1"}) for _ in range(2))

    job = Job.objects.get()
    assert first.url == second.url == job.get_absolute_url()
    assert len(job.params["completions"]) == 3


def test_selecting_nobody_shows_a_message(cohort, issuer):
    completions.graduates(1, cohort)

    response = signed_in(issuer).post(
        reverse("evaluations:certificates:issue", args=[cohort.public_id]), {"id": []}, follow=True
    )

    assert message_levels(response) == ["error"]
    assert not Job.objects.exists()


def test_revoking_asks_for_confirmation_and_keeps_rejected_input(certificate, issuer):
    client = signed_in(issuer)
    address = reverse("evaluations:certificates:revoke", args=[certificate.public_id])

    confirmation = client.get(address)
    refused = client.post(address, {"reason": "", "note": "Typed already"})
    done = client.post(address, {"reason": "error", "note": "Wrong course"}, follow=True)

    assert "Matalena Aumua" in confirmation.content.decode()
    assert refused.status_code == 422
    assert "Typed already" in refused.content.decode()
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "error"
    assert certificate.number in done.content.decode()


def test_a_judge_can_neither_issue_nor_revoke(certificate, cohort):
    holder = certificate.completion.enrolment.person.user
    client = signed_in(holder)

    answers = [
        client.post(reverse("evaluations:certificates:issue", args=[cohort.public_id]), {"all": "1"}),
        client.get(reverse("evaluations:certificates:cohort", args=[cohort.public_id])),
        client.post(
            reverse("evaluations:certificates:revoke", args=[certificate.public_id]), {"reason": "error"}
        ),
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_the_template_form_saves_both_signatories(issuer):
    bare = completions.cohort()
    typed = {
        "issuer": bare.programme.lead_organisation_id,
        "first_name": "Hon. Justice Sela Tamanikaiwai",
        "first_office": "President",
        "second_name": "Dr Ilaisa Naivalu",
        "second_office": "Director",
    }

    response = signed_in(issuer).post(
        reverse("evaluations:certificates:edit_template", args=[bare.programme.public_id]), typed
    )

    assert response.status_code == 302
    assert [s["name"] for s in bare.programme.certificate_templates.get().signatures] == [
        "Hon. Justice Sela Tamanikaiwai",
        "Dr Ilaisa Naivalu",
    ]


def test_the_api_answers_as_the_public_page_does(public, certificate, issuer):
    address = f"/api/v1/certificates/verify/{certificate.number.lower()}/"

    valid = public.get(address).json()
    services.revoke(certificate=certificate, reason="error", note="Secret matter", by=issuer)
    revoked = public.get(address)

    assert (valid["outcome"], valid["holder"], valid["number"]) == (
        "valid",
        "Matalena Aumua",
        certificate.number,
    )
    assert (revoked.json()["outcome"], revoked.json()["reason"], revoked.json()["holder"]) == (
        "revoked",
        "error",
        None,
    )
    assert "Secret" not in revoked.content.decode()


def test_the_api_lists_ones_own_certificates(certificate, cohort, issue):
    completions.completion(cohort, name="Somebody Else")
    issue(cohort)

    listed = signed_in(certificate.completion.enrolment.person.user).get("/api/v1/certificates/").json()

    assert [row["number"] for row in listed["results"]] == [certificate.number]
