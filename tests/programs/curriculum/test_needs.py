"""Modules that answer needs: the answer can be changed and withdrawn, and the history records both."""

import pytest
from django.urls import reverse

from assessments.needs.models import RankedNeed
from portal.access.locking import DeletedError
from programs.curriculum import module_answers
from programs.curriculum.models import ModuleNeed
from tests.assessments.needs.test_results import closed_assessment
from tests.factories.programs import ModuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(db):
    competency = RankedNeed.objects.filter(ranking__assessment=closed_assessment()).first().competency
    return closed_assessment().training_needs.create(competency=competency, statement="Firm dates")


def test_the_evidence_can_be_changed_without_a_second_answer(need, coordinator, client_of):
    module = ModuleFactory(code="CFM")
    module_answers.answer_need(need=need, module=module, evidence="", by=coordinator)
    url = reverse("programs:curriculum:answer_need", args=[need.public_id])
    client = client_of(coordinator)

    offered = client.get(url, {"module": "CFM"}).content.decode()
    client.post(url, {"module": module.pk, "evidence": "Minutes of 4 May"})

    assert f'<option value="{module.pk}" selected' in offered
    assert ModuleNeed.objects.get().evidence == "Minutes of 4 May"


def test_withdrawing_an_answer_requires_a_reason_and_reopens_the_need(need, coordinator, client_of):
    module = ModuleFactory(title="Case-flow")
    answer = module_answers.answer_need(need=need, module=module, evidence="", by=coordinator)
    client, url = (
        client_of(coordinator),
        reverse("programs:curriculum:withdraw_answer", args=[answer.public_id]),
    )

    refused = client.post(url, {"reason": ""})
    client.post(url, {"reason": "It teaches listing, not dates."})

    need.refresh_from_db()
    assert refused.status_code == 422
    assert (need.state, need.reason) == ("open", "It teaches listing, not dates.")
    assert not ModuleNeed.objects.exists()
    page = client.get(reverse("assessments:needs:training_need", args=[need.public_id])).content.decode()
    assert "It teaches listing, not dates." in page
    history = client.get(
        reverse("history", args=["assessments.trainingneed", need.public_id])
    ).content.decode()
    assert "It teaches listing, not dates." in history
    assert ModuleNeed.pgh_event_model.objects.filter(pgh_obj_id=answer.pk, pgh_label="delete").exists()


def test_a_need_stays_answered_while_another_module_addresses_it(need, coordinator):
    first, second = ModuleFactory(), ModuleFactory()
    answer = module_answers.answer_need(need=need, module=first, evidence="", by=coordinator)
    module_answers.answer_need(need=need, module=second, evidence="", by=coordinator)

    module_answers.withdraw_answer(answer=answer, reason="Superseded", by=coordinator)

    need.refresh_from_db()
    assert need.state == "answered"
    with pytest.raises(DeletedError):  # it has already been withdrawn
        module_answers.withdraw_answer(answer=answer, reason="Superseded", by=coordinator)


def test_readers_cannot_withdraw_answers(need, coordinator, evaluator, judge, client_of):
    answer = module_answers.answer_need(need=need, module=ModuleFactory(), evidence="", by=coordinator)
    url = reverse("programs:curriculum:withdraw_answer", args=[answer.public_id])

    assert client_of(evaluator).post(url, {"reason": "x"}).status_code == 403
    assert client_of(judge).post(url, {"reason": "x"}).status_code in (403, 404)
    assert ModuleNeed.objects.exists()
