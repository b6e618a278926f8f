"""The results chain from any of its rows, with documented, stated and broken links."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.indicators.models import Indicator
from evaluations.reforms.models import ReformPlan
from evaluations.reports import services
from evaluations.results.models import Milestone
from evaluations.results_chain.link_evidence import Strength
from programs.cohorts.models import Cohort
from tests.factories import completions

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(label, row):
    return reverse("evaluations:results_chain:chain", args=[label, row.public_id])


def stages_of(answer):
    """Key of each stage -> number of rows."""
    return {stage.key: stage.count for stage in answer.context["stages"]}


@pytest.fixture
def starts(programme):
    return {
        "programs.programme": programme,
        "programs.cohort": Cohort.objects.get(programme=programme),
        "programs.module": Cohort.objects.get(programme=programme).edition.module,
        "evaluations.reformplan": ReformPlan.objects.get(title="Early conferences"),
        "evaluations.milestone": Milestone.objects.get(title="Direction in force"),
        "evaluations.indicator": Indicator.objects.get(code="DT"),
    }


def test_every_start_shows_the_chain_in_at_most_twelve_queries(maker, starts, django_assert_max_num_queries):
    client = signed_in(maker)
    client.get("/home/")
    for label, row in starts.items():
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(url(label, row))
        assert answer.status_code == 200, label
        assert len(answer.context["stages"]) == 7


def test_the_chain_of_a_programme_shows_people_and_reforms_without_linked_steps(maker, programme):
    answer = signed_in(maker).get(url("programs.programme", programme))

    counts = stages_of(answer)
    assert (counts["cohort"], counts["reform"], counts["milestone"]) == (1, 1, 0)
    assert "of 15 enrolled" in answer.content.decode()
    links = {stage.key: stage.link.strength for stage in answer.context["stages"] if stage.link}
    assert links["reform"] is Strength.BROKEN


def test_private_plans_and_what_only_they_lead_to_are_not_shown(maker, programme):
    page = signed_in(maker).get(url("programs.programme", programme)).content.decode()

    assert "Early conferences" in page
    assert "A private matter" not in page


def test_a_chain_without_a_need_shows_where_it_is_broken(maker, programme):
    answer = signed_in(maker).get(url("programs.programme", programme))

    assert answer.context["broken"].key == "need"
    assert answer.context["broken"].title in answer.content.decode()


def test_the_support_of_each_link_can_be_exported(maker, programme):
    answer = signed_in(maker).get(url("programs.programme", programme) + "?export=csv")

    lines = list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))
    assert lines[1][2] == "Broken"
    assert len(lines) == 7


@pytest.fixture
def published(frozen, approver, maker, carry_out):
    carry_out(services.approve(report=frozen, by=approver), services.create_files)
    frozen.refresh_from_db()
    return services.publish(report=frozen, by=maker)


def test_a_funder_can_open_the_results_chain_of_a_report_figure(
    published, funder, django_assert_max_num_queries
):
    client = signed_in(funder)
    page = client.get(reverse("evaluations:reports:report", args=[published.public_id])).content.decode()
    leads = dict.fromkeys(re.findall(r'href="(/results-chain/evaluations\.reportfigure/[^"]+)"', page))
    reached = set()
    for lead in leads:
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(lead)
        assert answer.status_code == 200
        counts = stages_of(answer)
        assert counts["figure"] == 1
        assert "headline." not in answer.content.decode().partition("<main")[2]
        reached |= {key for key, n in counts.items() if n}

    assert reached >= {"cohort", "milestone", "indicator", "figure"}


def test_the_chain_of_a_report_figure_is_only_for_those_who_may_read_the_report(frozen, funder):
    figure = frozen.snapshot.figures.first()

    for outsider in (funder, completions.user()):
        assert signed_in(outsider).get(url("evaluations.reportfigure", figure)).status_code == 404
