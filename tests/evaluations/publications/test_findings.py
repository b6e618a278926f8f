"""Published findings of needs assessments are on the public pages; withdrawn ones are not."""

import pytest
from django.urls import reverse

from assessments.analysis import services
from participants.accounts.queries import Role
from tests.assessments.analysis.test_findings import closed  # noqa: F401
from tests.factories.participants import RoleFactory

pytestmark = pytest.mark.django_db
URL = "evaluations:publications:publications"


@pytest.fixture
def ranking(closed):  # noqa: F811
    return closed.rankings.get()


def publish(ranking, language, by):
    findings = services.draft_findings(ranking=ranking, language=language, by=by)
    second = RoleFactory(role=Role.COORDINATOR).user
    return services.publish_findings(findings=findings, revision=findings.revision, by=second)


def address(findings):
    return reverse("assessments:analysis:findings", args=[findings.public_id])


@pytest.mark.parametrize("where", ["/", "page"])
def test_published_findings_are_listed_for_everyone_and_drafts_for_nobody(
    ranking, coordinator, client, where
):
    where = reverse(URL) if where == "page" else where
    draft = services.draft_findings(ranking=ranking, language="fr", by=coordinator)
    before = client.get(where).content.decode()

    findings = publish(ranking, "en", coordinator)
    shown = client.get(where).content.decode()
    services.withdraw_findings(findings=findings, by=coordinator)
    after = client.get(where).content.decode()

    assert (address(findings) in before, address(findings) in shown, address(findings) in after) == (
        False, True, False,
    )  # fmt: skip
    assert address(draft) not in shown


def test_a_draft_is_not_listed_to_its_own_coordinator_either(ranking, coordinator, client_of):
    services.draft_findings(ranking=ranking, language="en", by=coordinator)

    assert client_of(coordinator).get(reverse(URL)).context["findings"] == []


@pytest.mark.parametrize(("preferred", "shown"), [("en", "en"), ("ar", "ar"), ("fr", "en")])
def test_an_assessment_is_one_line_in_the_readers_language(ranking, coordinator, client, preferred, shown):
    for language in ("ar", "ru", "en"):
        publish(ranking, language, coordinator)

    [line] = client.get(reverse(URL), headers={"accept-language": preferred}).context["findings"]

    assert line.row.language == shown
    assert {row.language for row in line.others} == {"ar", "ru", "en"} - {shown}


def test_the_page_links_to_the_other_languages_of_an_assessment(ranking, coordinator, client):
    french, english = (publish(ranking, language, coordinator) for language in ("fr", "en"))

    page = client.get(reverse(URL)).content.decode()

    assert address(french) in page
    assert address(english) in page


@pytest.mark.parametrize("languages", [["en"], ["en", "fr", "es", "ar", "ru", "zh-hans"]])
def test_the_page_takes_the_same_queries_at_any_number(
    ranking, coordinator, client, languages, django_assert_num_queries
):
    for language in languages:
        publish(ranking, language, coordinator)
    client.get(reverse(URL))

    with django_assert_num_queries(3):
        client.get(reverse(URL))
