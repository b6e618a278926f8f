"""Access to reports, and the steps from draft to the funder's download."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.publications import services as transparency
from evaluations.publications.models import Publication
from evaluations.reports import services
from evaluations.reports.errors import SelfApprovalError
from evaluations.reports.models import ImpactReport
from participants.accounts.models import RoleAssignment
from portal.files.models import FileDownload
from portal.jobs.models import Job
from tests.evaluations.reports.conftest import ENDS, STARTS
from tests.factories import completions
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def at(name: str, report) -> str:
    return reverse(f"evaluations:reports:{name}", args=[report.public_id])


@pytest.fixture
def published(printed, maker):
    return services.publish(report=printed, by=maker)


def test_a_funder_downloads_a_published_report_in_one_click_from_home(published, funder):
    client = signed_in(funder)

    home = client.get("/home/").content.decode()
    pdf = published.files.get(kind="pdf", language="en").file
    address = reverse("files:download", args=[pdf.public_id])
    assert address in home
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    assert FileDownload.objects.get().user == funder


def test_a_funder_sees_published_reports_of_what_it_pays_for_and_nothing_else(published, funder, maker):
    other = services.make_report(
        programme=completions.programme(),
        title="Not theirs",
        starts=STARTS,
        ends=ENDS,
        languages=["en"],
        by=maker,
    )
    next_draft = services.make_report(
        programme=published.programme, title="Draft", starts=STARTS.replace(year=2024), ends=ENDS, languages=["en"],
        by=maker,
    )  # fmt: skip
    client = signed_in(funder)

    listed = client.get(reverse("evaluations:reports:reports")).context["listing"].rows

    assert {report.pk for report in listed} == {published.pk}
    assert [client.get(at("report", report)).status_code for report in (published, other, next_draft)] == [
        200,
        404,
        404,
    ]


def test_a_replaced_report_links_to_the_newer_edition_for_those_who_may_see_it(published, funder, maker):
    newer = services.make_report(
        programme=published.programme, title="Newer", starts=published.starts, ends=published.ends,
        languages=["en"], by=maker,
    )  # fmt: skip

    pages = [signed_in(reader).get(at("report", published)).content.decode() for reader in (maker, funder)]

    assert [at("report", newer) in page for page in pages] == [True, False]


def test_a_funder_of_another_programme_gets_neither_page_nor_file(published):
    account = completions.user()
    RoleAssignment.objects.create(
        user=account, role="funder", organisation=completions.organisation(kind="funder")
    )
    client = signed_in(account)
    file = published.files.first().file

    assert client.get(at("report", published)).status_code == 404
    assert client.get(reverse("files:download", args=[file.public_id])).status_code in (403, 404)


def test_before_publishing_the_funder_has_nothing(printed, funder):
    client = signed_in(funder)

    assert client.get(at("report", printed)).status_code == 404
    assert client.get(reverse("files:download", args=[printed.files.first().file.public_id])).status_code in (
        403,
        404,
    )


def test_the_steps_lead_from_draft_to_published(draft, maker, approver, carry_out):
    first, second = signed_in(maker), signed_in(approver)

    freezing = first.post(at("freeze", draft))
    carry_out(Job.objects.get(kind=services.FREEZE), services.freeze)
    own = first.post(at("approve", draft))
    printing = second.post(at("approve", draft))
    early = first.post(at("publish", draft))
    carry_out(Job.objects.get(kind=services.CREATE_FILES), services.create_files)
    done = first.post(at("publish", draft))

    assert (freezing.status_code, printing.status_code, done.status_code) == (302, 302, 302)
    assert own.status_code == 422
    assert str(SelfApprovalError.message) in own.content.decode()
    assert early.status_code == 422
    draft.refresh_from_db()
    assert draft.state == ImpactReport.State.PUBLISHED


def test_rejected_input_of_a_new_report_stays_in_the_form(programme, maker):
    client = signed_in(maker)
    typed = {"programme": programme.public_id, "title": "A title to keep", "starts": "2025-12-31", "ends": "2025-01-01",
             "languages": ["en"]}  # fmt: skip

    refused = client.post(reverse("evaluations:reports:new"), typed)

    assert refused.status_code == 422
    assert "A title to keep" in refused.content.decode()
    assert error_codes(refused) == {"ends": ["ends_before_start"]}


def test_an_unknown_figure_key_is_reported_at_its_field(frozen, maker):
    response = signed_in(maker).post(
        at("narrative", frozen), {"revision": frozen.revision, "changed": "Ours", "short": "{no.such.figure}"}
    )

    assert response.status_code == 422
    assert "no.such.figure" in str(response.context["form"].errors["short"])


def test_the_list_takes_the_same_queries_at_any_length(published, funder, maker, django_assert_num_queries):
    client = signed_in(maker)
    client.get("/")
    address = reverse("evaluations:reports:reports")
    with django_assert_num_queries(8):
        client.get(address)
    for year in range(2000, 2012):
        services.make_report(
            programme=published.programme, title=str(year), starts=STARTS.replace(year=year), ends=ENDS,
            languages=["en"], by=maker,
        )  # fmt: skip

    with django_assert_num_queries(8):
        client.get(address)


def test_the_report_page_takes_at_most_twelve_queries(published, maker, django_assert_max_num_queries):
    client = signed_in(maker)
    client.get("/")

    with django_assert_max_num_queries(12):
        client.get(at("report", published))


def test_the_verification_page_shows_edition_and_hashes_but_no_figure(published):
    text = Client().get(at("verify", published)).content.decode()

    assert published.snapshot.sha256 in text
    for file in published.files.all():
        assert file.file.sha256 in text
    assert "300.30" not in text


def test_the_verification_page_shows_withdrawn_editions_and_hides_drafts(published, draft, maker):
    services.withdraw(report=published, by=maker)

    assert Client().get(at("verify", published)).context["report"].state == "withdrawn"
    other = services.make_report(
        programme=published.programme, title="x", starts=STARTS.replace(year=2020), ends=ENDS, languages=["en"],
        by=maker,
    )  # fmt: skip
    assert Client().get(at("verify", other)).status_code == 404


def test_the_public_sees_a_released_summary_and_nothing_more(published, maker):
    publication = transparency.release(report=published, summary="Judges keep their dates now.", by=maker)
    public = Client()

    page = public.get(reverse("evaluations:publications:publication", args=[publication.public_id]))

    text = page.content.decode()
    assert "Judges keep their dates now." in text
    assert "Cohorts" not in text  # a budget line
    assert published.title in public.get(reverse("evaluations:publications:publications")).content.decode()
    assert public.get(at("report", published)).status_code == 302


def test_a_withdrawn_summary_is_not_public(published, maker):
    publication = transparency.release(report=published, summary="For a while.", by=maker)
    transparency.withdraw(publication=publication, by=maker)

    assert (
        Client()
        .get(reverse("evaluations:publications:publication", args=[publication.public_id]))
        .status_code
        == 404
    )
    assert (
        "For a while." not in Client().get(reverse("evaluations:publications:publications")).content.decode()
    )


def test_nothing_is_released_before_it_is_published(printed, maker):
    response = signed_in(maker).post(
        reverse("evaluations:publications:release", args=[printed.public_id]), {"summary": "Too soon"}
    )

    assert response.status_code == 422
    assert not Publication.objects.exists()


def test_the_api_gives_funders_the_figures_of_their_published_reports(published, funder, maker):
    services.make_report(
        programme=completions.programme(),
        title="Not theirs",
        starts=STARTS,
        ends=ENDS,
        languages=["en"],
        by=maker,
    )
    client = signed_in(funder)

    listed = client.get("/api/v1/reports/").json()["results"]
    spent = client.get("/api/v1/report-figures/", {"key": "lines.all.spent"}).json()["results"]

    assert [row["id"] for row in listed] == [str(published.public_id)]
    assert [row["value"] for row in spent] == ["300.30000000"]
