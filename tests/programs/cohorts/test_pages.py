import pytest
from django.urls import reverse

from programs.cohorts.models import CohortApplication
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import (
    CohortApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    ProgrammeFactory,
)


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


def test_a_refused_application_keeps_everything_typed(judge, client_of):
    cohort = CohortFactory()

    response = client_of(judge).post(
        url("apply", cohort), {"motivation": "Fewer adjournments", "language": "xx"}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "Fewer adjournments" in text
    assert 'aria-invalid="true"' in text
    assert not CohortApplication.objects.exists()


def test_a_draft_is_kept_incomplete_and_unseen_by_the_coordinator(judge, coordinator, client_of):
    cohort = CohortFactory()

    client_of(judge).post(url("apply", cohort), {"motivation": "Half a thought", "draft": "1"})

    assert "Half a thought" in client_of(judge).get(url("apply", cohort)).content.decode()
    assert "Half a thought" not in client_of(coordinator).get(url("applications", cohort)).content.decode()
    assert list(CohortApplication.objects.visible_to(coordinator)) == []


def test_who_waits_reads_the_rule_that_holds_them(judge, client_of):
    cohort = CohortFactory(capacity=1, selection="first_come")
    place = JurisdictionFactory()
    EnrolmentFactory(cohort=cohort)

    answer = client_of(judge).post(
        url("apply", cohort),
        {"jurisdiction": place.pk, "language": "en", "motivation": "A firm rule"},
        follow=True,
    )

    assert "All seats are taken." in answer.content.decode()


def test_another_person_s_application_is_not_there(judge, other_judge, client_of):
    application = CohortApplicationFactory(person=judge.person)

    assert client_of(other_judge).get(url("application", application)).status_code == 404
    assert client_of(judge).get(url("application", application)).status_code == 200


def test_whoever_withdraws_twice_is_told_so(judge, client_of):
    application = CohortApplicationFactory(person=judge.person)
    client = client_of(judge)

    client.post(url("withdraw", application))
    again = client.post(url("withdraw", application), follow=True)

    assert CohortApplication.objects.get().state == "withdrawn"
    assert "decided or withdrawn meanwhile" in again.content.decode()


def test_cohorts_of_a_programme_in_design_are_not_found_by_judges(judge, client_of):
    shown = CohortFactory(title="Shown")
    CohortFactory(title="Hidden", programme=ProgrammeFactory(state="design"))
    CohortFactory(title="Draft", state="draft")

    rows = client_of(judge).get(reverse("programs:cohorts:catalogue")).context["rows"]

    assert [cohort for cohort, _state in rows] == [shown]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_applications_page_costs_the_same_at_any_length(
    coordinator, client_of, rows, django_assert_max_num_queries
):
    cohort = CohortFactory()
    CohortApplicationFactory.create_batch(rows, cohort=cohort, jurisdiction=JurisdictionFactory())
    client = client_of(coordinator)

    with django_assert_max_num_queries(12):
        response = client.get(url("applications", cohort))

    assert len(response.context["listing"].rows) == rows


def test_deciding_many_tells_who_was_refused_and_why(coordinator, client_of):
    cohort = CohortFactory(capacity=1)
    place = JurisdictionFactory()
    rows = [CohortApplicationFactory(cohort=cohort, jurisdiction=place) for _ in range(2)]

    response = client_of(coordinator).post(
        url("decide_many", cohort), {"id": [r.public_id for r in rows], "act": "accept"}, follow=True
    )

    said = [str(message) for message in response.context["messages"]]
    assert said[0] == "1 application decided."
    assert said[1].endswith("All seats are taken.")


def test_an_export_neutralises_formulas(coordinator, client_of):
    cohort = CohortFactory()
    CohortApplicationFactory(cohort=cohort, person__full_name="=cmd()")

    body = (
        client_of(coordinator).get(url("applications", cohort), {"export": "csv"}).content.decode("utf-8-sig")
    )

    assert "'=cmd()" in body
