"""Decisions on needs: owner, due date and measure; every decision stays on record and one is in force."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.needs import decisions
from assessments.needs.decision_models import NeedDecision
from assessments.needs.errors import NeedAnsweredError
from assessments.needs.models import RankedNeed
from portal.access.errors import StaleRevisionError
from programs.curriculum import module_answers
from programs.curriculum.models import ModuleNeed
from programs.programmes import need_answers
from programs.programmes.models import ProgrammeNeed
from tests.assessments.needs.test_results import closed_assessment
from tests.factories.assessments import framework
from tests.factories.landscape import offer as make_offer
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import ModuleFactory, ProgrammeFactory
from tests.racing import two_at_once
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(db):
    assessment = closed_assessment()
    competency = RankedNeed.objects.filter(ranking__assessment=assessment).first().competency
    return assessment.training_needs.create(competency=competency, statement="Firm dates")


def soon(days=30):
    return timezone.localdate() + timedelta(days=days)


def typed(kind, **fields):
    return {
        "kind": kind, "reason": "The board said so.", "owner": OrganisationFactory().pk, "due_on": soon().isoformat(),
        "measured_by": "Days to the first hearing", "after": "", **fields,
    }  # fmt: skip


def decide(need, kind, by, **fields):
    last = decisions.current(need)
    return need_answers.decide(
        need=need, kind=kind, by=by,
        **{
            "reason": "The board said so.", "owner": OrganisationFactory(), "due_on": soon(),
            "measured_by": "Days to the first hearing", "after": last.pk if last else None, **fields,
        },
    )  # fmt: skip


def test_an_existing_module_answers_the_need_at_once_and_the_page_shows_the_decision(
    need, coordinator, client_of
):
    module = ModuleFactory(title="Case-flow management")
    url = reverse("programs:programmes:decide", args=[need.public_id])
    client, owner = client_of(coordinator), OrganisationFactory(name="Institute of the Courts")

    answer = client.post(
        url, typed("existing", module=module.pk, owner=owner.pk, evidence="Minutes of 4 May")
    )

    assert answer.status_code == 302
    need.refresh_from_db()
    assert need.state == "answered"
    assert ModuleNeed.objects.get().evidence == "Minutes of 4 May"
    page = client.get(reverse("assessments:needs:training_need", args=[need.public_id])).content.decode()
    for expected in (
        "Case-flow management",
        "Institute of the Courts",
        "Days to the first hearing",
        "The board said so.",
    ):
        assert expected in page


def test_a_programme_answers_a_need_and_is_withdrawn_with_a_reason(need, coordinator, client_of):
    decide(need, "existing", coordinator, programme=ProgrammeFactory())
    answer = ProgrammeNeed.objects.get()
    url = reverse("programs:programmes:withdraw_programme_answer", args=[answer.public_id])

    client_of(coordinator).post(url, {"reason": "It closed early."})

    need.refresh_from_db()
    assert (need.state, need.reason) == ("open", "It closed early.")
    assert not ProgrammeNeed.objects.exists()


def test_a_need_stays_answered_by_a_programme_when_its_module_is_withdrawn(need, coordinator):
    decide(need, "existing", coordinator, programme=ProgrammeFactory(), module=ModuleFactory())

    module_answers.withdraw_answer(answer=ModuleNeed.objects.get(), reason="Too old", by=coordinator)

    need.refresh_from_db()
    assert need.state == "answered"


def test_a_planned_module_answers_the_need_only_once_it_is_marked(need, coordinator):
    module = ModuleFactory()
    decide(need, "adapted", coordinator, module=module)
    need.refresh_from_db()
    before = (need.state, ModuleNeed.objects.count())

    module_answers.answer_need(need=need, module=module, evidence="", by=coordinator)

    need.refresh_from_db()
    assert (before, need.state) == (("planned", 0), "answered")


@pytest.mark.parametrize(
    ("kind", "changes", "errors"),
    [
        ("existing", {}, {"module": ["required"]}),
        ("adapted", {}, {"module": ["required"]}),
        ("offer", {}, {"offer": ["required"]}),
        ("not_training", {}, {"remedy": ["required"]}),
        ("new", {"measured_by": ""}, {"measured_by": ["required"]}),
        ("new", {"due_on": "2020-01-01"}, {"due_on": [decisions.PastDateError.code]}),
        ("deferred", {"reason": ""}, {"reason": ["required"]}),
        ("reopened", {}, {"kind": ["invalid_choice"]}),
    ],
)
def test_each_kind_names_its_missing_fields_and_keeps_what_was_typed(
    need, coordinator, client_of, kind, changes, errors
):
    url = reverse("programs:programmes:decide", args=[need.public_id])

    answer = client_of(coordinator).post(url, typed(kind, **{"reason": "Kept as typed", **changes}))

    assert answer.status_code == 422
    assert error_codes(answer) == errors
    assert changes.get("reason", "Kept as typed") in answer.content.decode()
    assert not NeedDecision.objects.exists()


@pytest.mark.parametrize(
    ("kind", "state", "cause"),
    [("offer", "answered", "training"), ("not_training", "not_answered", "non_training"),
     ("deferred", "deferred", "training"), ("new", "planned", "training")],
)  # fmt: skip
def test_each_other_kind_sets_the_state_and_cause_of_the_need(
    need, coordinator, client_of, kind, state, cause
):
    url = reverse("programs:programmes:decide", args=[need.public_id])
    extra = {"offer": make_offer().pk, "remedy": "law"}

    client_of(coordinator).post(url, typed(kind, **extra))

    need.refresh_from_db()
    decision = NeedDecision.objects.get()
    assert (need.state, need.cause, decision.kind) == (state, cause, kind)
    assert bool(decision.offer) is (kind == "offer")
    assert decision.remedy == ("law" if kind == "not_training" else "")


def test_a_later_decision_supersedes_and_the_earlier_one_stays_visible(need, coordinator, client_of):
    decide(need, "deferred", coordinator, reason="After the elections", measured_by="")

    decide(need, "not_training", coordinator, reason="The law was passed", remedy="law")

    page = client_of(coordinator).get(reverse("assessments:needs:training_need", args=[need.public_id]))
    assert [d.kind for d in NeedDecision.objects.in_force()] == ["not_training"]
    assert "After the elections" in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():  # the first decision is already superseded
        NeedDecision.objects.create(
            need=need, kind="deferred", reason="x", owner=OrganisationFactory(), due_on=soon(),
            supersedes=NeedDecision.objects.get(kind="deferred"),
        )  # fmt: skip


def test_a_decision_cannot_be_changed_or_deleted(need, coordinator):
    decision = decide(need, "deferred", coordinator, measured_by="")

    for act in (lambda: NeedDecision.objects.update(reason="y"), decision.delete):
        with pytest.raises(Exception, match=r"(?i)cannot"), transaction.atomic():
            act()


def test_a_decision_cannot_supersede_a_decision_on_another_need(need, coordinator):
    other = need.assessment.training_needs.create(
        competency=RankedNeed.objects.exclude(competency=need.competency).first().competency,
        statement="Other",
    )
    decision = decide(need, "deferred", coordinator, measured_by="")

    with pytest.raises(IntegrityError), transaction.atomic():
        NeedDecision.objects.create(
            need=other, kind="deferred", reason="x", owner=OrganisationFactory(), due_on=soon(),
            supersedes=decision,
        )  # fmt: skip


def test_a_concurrent_decision_is_shown_before_the_next_can_be_saved(need, coordinator, client_of):
    decide(need, "deferred", coordinator, reason="After the elections", measured_by="")
    client, url = client_of(coordinator), reverse("programs:programmes:decide", args=[need.public_id])

    rejected = client.post(url, typed("new"))  # the form was opened before the other decision
    shown = rejected.content.decode()
    again = client.post(url, typed("new", after=decisions.current(need).pk))

    assert rejected.status_code == 422
    assert "After the elections" in shown
    assert f'value="{NeedDecision.objects.get(kind="deferred").pk}"' in shown
    assert again.status_code == 302


def test_a_need_with_a_module_cannot_be_deferred(need, coordinator):
    decide(need, "existing", coordinator, module=ModuleFactory())

    with pytest.raises(NeedAnsweredError):
        decide(need, "deferred", coordinator)


def test_a_module_cannot_be_marked_against_the_current_decision(need, coordinator):
    decide(need, "not_training", coordinator, remedy="staff")

    with pytest.raises(module_answers.DecidedOtherwiseError):
        module_answers.answer_need(need=need, module=ModuleFactory(), evidence="", by=coordinator)


def test_a_withdrawn_offer_cannot_answer_a_need(need, coordinator):
    offer = make_offer(withdrawn_at=timezone.now())

    with pytest.raises(decisions.OfferWithdrawnError):
        decide(need, "offer", coordinator, offer=offer)


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_decisions_one_is_saved(coordinator):
    assessment = closed_assessment()
    competency = RankedNeed.objects.filter(ranking__assessment=assessment).first().competency
    need = assessment.training_needs.create(competency=competency, statement="Firm dates")
    owner = OrganisationFactory()

    def act(kind):
        return lambda: need_answers.decide(
            need=need, kind=kind, by=coordinator, reason="x", owner=owner, due_on=soon(), measured_by="y",
            remedy="law", after=None,
        )  # fmt: skip

    outcomes = two_at_once(act("not_training"), act("deferred"))

    assert sorted(type(outcome) is StaleRevisionError for outcome in outcomes) == [False, True]
    assert NeedDecision.objects.in_force().count() == 1


def test_only_coordinators_of_the_need_can_decide(
    need, judge, evaluator, other_coordinator, client, client_of
):
    url = reverse("programs:programmes:decide", args=[need.public_id])

    answers = [client.post(url, typed("deferred"))]
    answers += [
        client_of(user).post(url, typed("deferred")) for user in (judge, evaluator, other_coordinator)
    ]

    assert [answer.status_code for answer in answers] == [302, 404, 403, 403]
    assert reverse("account_login") in answers[0].url
    assert not NeedDecision.objects.exists()


def test_decision_texts_are_escaped_on_the_page_and_in_the_file(need, coordinator, client_of):
    decide(need, "deferred", coordinator, reason="=HYPERLINK(1)<script>x</script>", measured_by="@SUM(A1)")
    client = client_of(coordinator)

    page = client.get(reverse("assessments:needs:training_need", args=[need.public_id])).content.decode()
    file = client.get(reverse("assessments:needs:training_needs"), {"export": "csv"}).content.decode()

    assert "<script>x" not in page
    assert "'=HYPERLINK" in file
    assert "'@SUM" in file


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_has_a_constant_number_of_queries(coordinator, client_of, rows, django_assert_num_queries):
    assessment = closed_assessment(version=framework(domains=4, each=6))
    ranked = RankedNeed.objects.filter(ranking__assessment=assessment, group_code="").select_related(
        "competency"
    )
    cells = list(ranked)
    assert len(cells) >= rows
    for cell in cells[:rows]:
        need = assessment.training_needs.create(competency=cell.competency, statement="Firm dates")
        decide(need, "deferred", coordinator)
    client, url = client_of(coordinator), reverse("assessments:needs:training_needs")
    client.get(url)

    with django_assert_num_queries(6):
        response = client.get(url)

    assert response.context["listing"].total == rows


def test_a_deferred_need_becomes_an_action_item_on_its_review_date(need, coordinator, client_of):
    decide(need, "deferred", coordinator, due_on=soon(3))
    client = client_of(coordinator)
    early = client.get(reverse("home")).context["action_items"]

    with time_machine.travel(timezone.now() + timedelta(days=5)):
        late = client_of(coordinator).get(reverse("home")).context["action_items"]

    page = reverse("assessments:needs:training_need", args=[need.public_id])
    assert page not in {item.url for item, _days in early}
    assert ["Firm dates" in item.title for item, _days in late if item.url == page] == [True]
