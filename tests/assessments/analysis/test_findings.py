"""Findings: drafted by rules, bound to frozen cells, edited with revisions, published, exported as PDF."""

import io
import re

import pgtrigger
import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.analysis import pdf, services
from assessments.analysis.errors import OwnTextError, PublishedError, UnknownFigureError
from assessments.analysis.models import Findings
from assessments.needs import services as needs
from participants.accounts.queries import Role
from portal.access.errors import StaleRevisionError
from portal.jobs.models import Job
from tests.factories import assessments as make
from tests.factories.participants import RoleFactory
from tests.responses import messages_of


@pytest.fixture
def closed(db):
    assessment = make.open_assessment(weights={"judge": "0.6", "civil_society": "0.4"})
    for group, first, second in (("judge", (5, 1), (3, 3)), ("civil_society", (3, 3), (5, 1))):
        for n in range(12):
            d1, d2 = (first[0] - n % 2, first[1]), (second[0] - n % 2, second[1])
            make.answer(assessment, group=group, ratings={"D1.1": d1, "D1.2": d2})
    return needs.close_assessment(assessment=assessment, by=None)


@pytest.fixture
def drafted(closed, coordinator):
    return services.draft_findings(ranking=closed.rankings.get(), language="en", by=coordinator)


def publish(findings):
    """By a second person."""
    second = RoleFactory(role=Role.COORDINATOR).user
    return services.publish_findings(findings=findings, revision=findings.revision, by=second)


def at(name, findings):
    return reverse(f"assessments:analysis:{name}", args=[findings.public_id])


def page_of(client, findings):
    return client.get(at("findings", findings)).content.decode()


def test_the_draft_quotes_frozen_figures_by_name(drafted, coordinator, client_of):
    ranked = drafted.ranking.ranked_needs.get(group_code="", rank=1)

    page = page_of(client_of(coordinator), drafted)

    assert "{D1.1.score}" in drafted.body["needs"]
    assert f"{ranked.score:.2f}" in page
    assert "24 responded" in page
    assert "“Task 1.1”" in page  # where the groups disagree
    assert "{" not in page.split('class="reading"')[1].split("</div>")[0]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_a_draft_is_made_in_each_language(closed, coordinator, language):
    findings = services.draft_findings(ranking=closed.rankings.get(), language=language, by=coordinator)

    assert set(findings.body) == {"answered", "needs", "apart", "robust", "limits"}
    assert all(findings.body.values())


def test_findings_have_the_title_in_their_language(closed, coordinator, client_of):
    def titled(language):
        findings = services.draft_findings(ranking=closed.rankings.get(), language=language, by=coordinator)
        return re.search(r"<h1>.*?</h1>", page_of(client_of(coordinator), findings), re.DOTALL)[0]

    with pgtrigger.ignore():  # an opened questionnaire cannot be changed
        closed.collection.version.texts.update_or_create(
            language="fr", defaults={"title": "Besoins du Pacifique"}
        )

    assert "Besoins du Pacifique" in titled("fr")
    assert closed.title in titled("en")
    assert closed.title in titled("es")


def test_a_second_draft_does_not_overwrite_what_was_edited(drafted, coordinator):
    services.write_findings(findings=drafted, body={"needs": "Ours"}, revision=1, by=coordinator)

    again = services.draft_findings(ranking=drafted.ranking, language="en", by=coordinator)

    assert (again.pk, again.body) == (drafted.pk, {"needs": "Ours"})


def test_a_withheld_figure_is_shown_as_withheld(coordinator):
    assessment = make.open_assessment(weights={"judge": "0.5", "lawyer": "0.5"})
    for n in range(20):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 2)})
    for _n in range(3):
        make.answer(assessment, group="lawyer", ratings={"D1.1": (1, 5)})
    needs.close_assessment(assessment=assessment, by=None)
    findings = services.draft_findings(ranking=assessment.rankings.get(), language="en", by=coordinator)

    facts = services.load_quoted_figures(findings.ranking)

    assert (
        facts.fill_placeholders("{D1.1.lawyer.score} {D1.1.lawyer.n} {answers.lawyer.complete}")
        == "withheld withheld withheld"
    )
    assert "lawyer." not in " ".join(findings.body.values())


def test_an_unknown_figure_is_rejected_beside_its_section(drafted, coordinator, client_of):
    body = {**drafted.body, "needs": "It is {D9.9.score}."}

    shown = client_of(coordinator).post(at("edit_findings", drafted), {**body, "revision": "1"})

    assert shown.status_code == 422
    assert "There is no figure named “D9.9.score”" in shown.content.decode()
    with pytest.raises(UnknownFigureError):
        services.write_findings(findings=drafted, body=body, revision=1, by=coordinator)


def test_the_second_of_two_editors_sees_what_the_first_saved(drafted, coordinator, client_of):
    services.write_findings(findings=drafted, body={"needs": "First hand"}, revision=1, by=coordinator)

    shown = client_of(coordinator).post(
        at("edit_findings", drafted), {"needs": "Second hand", "revision": "1"}
    )

    assert shown.status_code == 422
    assert "First hand" in shown.content.decode()
    assert "Second hand" in shown.content.decode()
    with pytest.raises(StaleRevisionError):
        services.write_findings(findings=drafted, body={}, revision=1, by=coordinator)


def test_anyone_reads_published_findings_but_no_drafts(
    drafted, coordinator, judge, evaluator, client_of, client
):
    url = at("findings", drafted)
    before = (
        client.get(url).status_code,
        client_of(judge).get(url).status_code,
        client_of(evaluator).get(url).status_code,
    )

    publish(drafted)

    assert before == (302, 404, 403)
    assert "“Task 1.1”" in client.get(url).content.decode()
    assert "Edit" not in client.get(url).content.decode()
    assert client_of(judge).post(at("withdraw_findings", drafted)).status_code == 403
    services.withdraw_findings(findings=drafted, by=coordinator)
    assert client.get(url).status_code == 302


def test_published_findings_cannot_be_changed(drafted, coordinator):
    publish(drafted)

    with pytest.raises(PublishedError):
        services.write_findings(findings=drafted, body={}, revision=1, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Findings.objects.filter(pk=drafted.pk).update(body={"needs": "Changed"})


def test_published_findings_get_a_pdf_that_is_removed_on_withdrawal(drafted, coordinator, client):
    publish(drafted)
    drafted.refresh_from_db()

    made = pdf.render_pdf(drafted)

    assert Job.objects.get(kind="needs.create_findings_pdf").target == drafted
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) >= 3
        assert str(document.docinfo["/Title"]) == drafted.ranking.assessment.title
    assert made == pdf.render_pdf(drafted)


def test_text_that_looks_like_markup_stays_text(drafted, coordinator, client_of):
    services.write_findings(
        findings=drafted, body={"needs": "<script>alert(1)</script>"}, revision=1, by=coordinator
    )

    assert "&lt;script&gt;alert(1)" in page_of(client_of(coordinator), drafted)


def test_whoever_wrote_the_text_does_not_publish_it_alone(drafted, coordinator, client_of):
    second = RoleFactory(role=Role.COORDINATOR).user
    own = page_of(client_of(coordinator), drafted)

    refused = client_of(coordinator).post(at("publish_findings", drafted), follow=True)
    services.write_findings(findings=drafted, body=dict(drafted.body), revision=1, by=second)
    unread = client_of(second).post(at("publish_findings", drafted), follow=True)  # names no revision
    changed = drafted.body | {next(iter(drafted.body)): "Judges ask for this."}
    services.write_findings(findings=drafted, body=changed, revision=1, by=second)
    swapped = client_of(second).post(at("publish_findings", drafted) + "?revision=2", follow=True)
    outdated = client_of(coordinator).post(at("publish_findings", drafted) + "?revision=1", follow=True)
    client_of(coordinator).post(at("publish_findings", drafted) + "?revision=2")

    assert at("publish_findings", drafted) not in own
    assert "someone else must publish it" in own
    assert messages_of(refused) == messages_of(swapped) == [str(OwnTextError.message)]
    assert messages_of(outdated) == messages_of(unread) == [str(StaleRevisionError.message)]
    drafted.refresh_from_db()
    assert (drafted.state, drafted.written_by, drafted.published_by) == ("published", second, coordinator)


def test_the_database_keeps_the_two_people_apart(drafted, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Findings.objects.filter(pk=drafted.pk).update(published_by=coordinator)


def test_no_sentence_is_written_about_no_task(coordinator):
    assessment = make.open_assessment()
    make.answer(assessment, ratings={"D1.1": (5, 2)})
    ranking = needs.close_assessment(assessment=assessment, by=None).rankings.get()

    body = services.draft_findings(ranking=ranking, language="en", by=coordinator).body

    assert body["robust"] == ""
    assert "Of the top 0" not in str(body)
    assert "verified" not in str(body)
