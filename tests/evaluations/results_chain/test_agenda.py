"""Agenda items in the results chain: from need to milestone, back, and from the item itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import RankedNeed
from evaluations.reforms.models import ReformPlan
from evaluations.results.models import Milestone
from evaluations.results_chain.stages import stages_of
from evaluations.results_chain.traversal import ResultsChain
from programs.cohorts.models import Cohort
from programs.curriculum.module_answers import link_module
from tests.assessments.needs.test_results import closed_assessment
from tests.factories import agendas as make
from tests.factories.participants import UserFactory

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(label, row):
    return reverse("evaluations:results_chain:chain", args=[label, row.public_id])


@pytest.fixture
def carried(programme, maker):
    """A need that no module addresses, and an item that links it to a milestone of the programme."""
    assessment = closed_assessment()
    competency = assessment.framework_version.competencies.filter(kind="competency").first()
    need = assessment.training_needs.create(competency=competency, statement="Duty lawyers are missing")
    agenda = make.agenda(by=maker)
    make.partner(agenda, by=maker)
    milestone = Milestone.objects.get(title="Direction in force")
    step = make.item(agenda, title="A rule on duty lawyers", needs=[need], milestones=[milestone], by=maker)
    make.carry(agenda, item=step, title="The rule is put to parliament", by=maker)
    return need, step, milestone


def test_the_chain_of_a_need_without_module_reaches_the_milestone_through_the_agenda(carried, maker):
    need, _step, milestone = carried

    answer = signed_in(maker).get(url("assessments.trainingneed", need))

    stages = {stage.key: stage.count for stage in answer.context["stages"]}
    assert (stages["module"], stages["milestone"]) == (0, 1)
    page = answer.content.decode()
    assert 'href="#agenda"' in page
    assert "The rule is put to parliament" in page
    assert str(milestone) in page


def test_the_chain_of_a_need_decided_otherwise_shows_the_decision_and_is_not_broken(carried, maker):
    need, _step, _milestone = carried
    NeedDecision.objects.create(
        need=need, kind="not_training", remedy="law", reason="No rule obliges them", decided_by=maker,
        owner=need.assessment.owner, due_on=date(2027, 6, 30), measured_by="Rule in force",
    )  # fmt: skip

    answer = signed_in(maker).get(url("assessments.trainingneed", need))

    decision = answer.context["decision"]
    assert decision.kind == "not_training"
    for label in (decision.get_kind_display(), decision.get_remedy_display()):
        assert label in answer.context["stages"][0].rests_on


def test_a_score_is_rounded_not_truncated(carried):
    need, _step, _milestone = carried
    need.ranked_need = RankedNeed(rank=1, score=Decimal("0.98"), n=36)

    assert stages_of(ResultsChain(needs=[need]))[0].figure == "1.0"


def test_the_chain_of_a_milestone_shows_the_need_linked_through_the_agenda(carried, maker):
    need, _step, milestone = carried

    answer = signed_in(maker).get(url("evaluations.milestone", milestone))

    assert need.statement in answer.content.decode()


def test_the_chain_of_an_item_goes_both_ways_and_its_links_are_exported(carried, maker):
    need, step, milestone = carried

    client = signed_in(maker)
    page = client.get(url("evaluations.agendaitem", step)).content.decode()
    file = client.get(url("evaluations.agendaitem", step), {"export": "csv"}).content.decode()

    assert need.statement in page
    assert str(milestone) in page
    assert (
        "Need,Reform agenda,Documented,A rule on duty lawyers: decision 1: The rule is put to parliament"
        in file
    )


def test_users_outside_the_board_see_no_item(carried):
    need, step, milestone = carried
    stranger = signed_in(UserFactory())

    assert stranger.get(url("evaluations.agendaitem", step)).status_code == 404
    page = stranger.get(url("evaluations.milestone", milestone)).content.decode()
    assert step.title not in page
    assert need.statement not in page


def test_a_dropped_item_links_nothing(carried, maker):
    need, step, _milestone = carried
    make.carry(step.agenda, effect="drop", item=step, by=maker)

    answer = signed_in(maker).get(url("assessments.trainingneed", need))

    assert {stage.key: stage.count for stage in answer.context["stages"]}["milestone"] == 0


def test_a_chain_with_an_agenda_takes_at_most_thirteen_queries(
    carried, programme, maker, django_assert_max_num_queries
):
    need, step, milestone = carried
    cohort = Cohort.objects.get(programme=programme)
    assessment = need.assessment
    other = assessment.framework_version.competencies.filter(kind="competency").last()
    answered = assessment.training_needs.create(competency=other, statement="Firm dates")
    link_module(need=answered, module=cohort.edition.module, evidence="Minutes of 4 May", by=maker)
    plan = ReformPlan.objects.get(title="Early conferences")
    plan.steps.create(title="A rule", milestone=milestone)
    starts = {
        "assessments.trainingneed": answered, "programs.module": cohort.edition.module,
        "programs.programme": programme, "programs.cohort": cohort, "evaluations.reformplan": plan,
        "evaluations.agendaitem": step, "evaluations.milestone": milestone,
    }  # fmt: skip
    client = signed_in(maker)
    client.get("/home/")

    for label, row in starts.items():
        with django_assert_max_num_queries(13):
            page = client.get(url(label, row)).content.decode()
        assert need.statement in page, label
        assert (answered.statement in page) == (label != "evaluations.agendaitem"), label
        assert ("Minutes of 4 May" in page) == (label != "evaluations.agendaitem"), label


def test_a_delegate_without_a_role_sees_the_item_but_no_need(carried, maker):
    need, step, _milestone = carried
    _seat, delegate = make.partner(step.agenda, by=maker)

    answer = signed_in(delegate).get(url("evaluations.agendaitem", step))

    assert answer.status_code == 200
    assert step.title in answer.content.decode()
    assert need.statement not in answer.content.decode()
