import pytest
from django.urls import reverse

from programs.cohorts.errors import WAITING_MESSAGES, NotDecidableError
from programs.cohorts.models import CohortApplication
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import (
    CohortApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    ProgrammeFactory,
)
from tests.responses import message_levels, messages_of


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


def test_an_invalid_application_keeps_everything_typed(judge, client_of):
    cohort = CohortFactory()

    response = client_of(judge).post(
        url("apply", cohort), {"motivation": "Fewer adjournments", "language": "xx"}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "Fewer adjournments" in text
    assert 'aria-invalid="true"' in text
    assert not CohortApplication.objects.exists()


def test_a_draft_may_be_incomplete_and_is_hidden_from_the_coordinator(judge, coordinator, client_of):
    cohort = CohortFactory()

    client_of(judge).post(url("apply", cohort), {"motivation": "Half a thought", "draft": "1"})

    assert "Half a thought" in client_of(judge).get(url("apply", cohort)).content.decode()
    assert "Half a thought" not in client_of(coordinator).get(url("applications", cohort)).content.decode()
    assert list(CohortApplication.objects.visible_to(coordinator)) == []


def test_an_applicant_on_the_waiting_list_sees_the_reason(judge, client_of):
    cohort = CohortFactory(capacity=1, selection="first_come")
    jurisdiction = JurisdictionFactory()
    EnrolmentFactory(cohort=cohort)

    answer = client_of(judge).post(
        url("apply", cohort),
        {"jurisdiction": jurisdiction.pk, "language": "en", "motivation": "A firm rule"},
        follow=True,
    )

    assert str(WAITING_MESSAGES["full"]) in answer.content.decode()


def test_an_application_of_another_person_is_not_found(judge, other_judge, client_of):
    application = CohortApplicationFactory(person=judge.person)

    assert client_of(other_judge).get(url("application", application)).status_code == 404
    assert client_of(judge).get(url("application", application)).status_code == 200


def test_withdrawing_twice_shows_an_error(judge, client_of):
    application = CohortApplicationFactory(person=judge.person)
    client = client_of(judge)

    client.post(url("withdraw", application))
    again = client.post(url("withdraw", application), follow=True)

    assert CohortApplication.objects.get().state == "withdrawn"
    assert str(NotDecidableError.message) in again.content.decode()


def test_judges_do_not_find_draft_cohorts_or_programmes_in_design(judge, client_of):
    visible = CohortFactory(title="Visible")
    CohortFactory(title="Hidden", programme=ProgrammeFactory(state="design"))
    CohortFactory(title="Draft", state="draft")

    rows = client_of(judge).get(reverse("programs:cohorts:catalogue")).context["rows"]

    assert [entry.cohort for entry, _state in rows] == [visible]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_applications_page_has_a_constant_number_of_queries(
    coordinator, client_of, rows, django_assert_max_num_queries
):
    cohort = CohortFactory()
    CohortApplicationFactory.create_batch(rows, cohort=cohort, jurisdiction=JurisdictionFactory())
    client = client_of(coordinator)

    with django_assert_max_num_queries(12):
        response = client.get(url("applications", cohort))

    assert len(response.context["listing"].rows) == rows


def test_a_bulk_decision_lists_the_failures_with_their_reasons(coordinator, client_of):
    cohort = CohortFactory(capacity=1)
    jurisdiction = JurisdictionFactory()
    rows = [CohortApplicationFactory(cohort=cohort, jurisdiction=jurisdiction) for _ in range(2)]

    response = client_of(coordinator).post(
        url("bulk_decide", cohort), {"id": [r.public_id for r in rows], "act": "accept"}, follow=True
    )

    assert sorted(CohortApplication.objects.values_list("state", flat=True)) == ["accepted", "submitted"]
    assert message_levels(response) == ["success", "warning"]
    assert messages_of(response)[1].endswith(str(WAITING_MESSAGES["full"]))


def test_an_export_neutralises_formulas(coordinator, client_of):
    cohort = CohortFactory()
    CohortApplicationFactory(cohort=cohort, person__full_name="=cmd()")

    body = (
        client_of(coordinator).get(url("applications", cohort), {"export": "csv"}).content.decode("utf-8-sig")
    )

    assert "'=cmd()" in body
