"""Caseload returns and observations: entry, verification by a second person, correction, and the API."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations.indicators import services
from evaluations.indicators.models import CaseloadReturn, Observation
from portal.access.errors import StaleRevisionError
from tests.factories.evaluations import (
    CaseloadReturnFactory,
    IndicatorFactory,
    ObservationFactory,
    VerifiedReturnFactory,
)
from tests.factories.participants import CourtFactory, RoleFactory
from tests.responses import error_codes

pytestmark = pytest.mark.django_db
COUNTS = {"pending_start": "700", "incoming": "1200", "resolved": "1260", "pending_end": "640"}


def url(name, *rows):
    return reverse(f"evaluations:indicators:{name}", args=[row.public_id for row in rows])


def typed(court, **changes):
    return {
        "court": court.pk,
        "case_type": "Civil",
        "period": "2024",
        **COUNTS,
        "source": "Registry",
        **changes,
    }


def test_a_return_is_entered_and_its_rates_are_calculated(coordinator, client_of):
    court = CourtFactory()

    client_of(coordinator).post(url("return_new"), typed(court))

    row = CaseloadReturn.objects.get()
    assert (str(row.starts), str(row.ends), row.entered_by) == ("2024-01-01", "2024-12-31", coordinator)
    page = client_of(coordinator).get(url("jurisdiction", court.organisation.jurisdiction))
    assert "105.0%" in page.content.decode()
    assert page.context["now"].unverified == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"pending_end": "650"}, {"quality_note": ["unbalanced"]}),
        ({"period": "2099"}, {"period": ["future"]}),
        ({"period": "soon"}, {"period": ["not_a_period"]}),
        ({"incoming": "-5"}, {"incoming": ["min_value"]}),
        ({"incoming": "many"}, {"incoming": ["invalid"]}),
    ],
)
def test_inconsistent_counts_are_rejected_and_stay_in_the_form(coordinator, client_of, changes, errors):
    answer = client_of(coordinator).post(url("return_new"), typed(CourtFactory(), **changes))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert error_codes(answer) == errors
    assert 'value="1260"' in text
    assert not CaseloadReturn.objects.exists()


def test_counts_that_do_not_balance_are_saved_with_a_reason_that_is_shown(coordinator, client_of):
    court = CourtFactory()

    client_of(coordinator).post(
        url("return_new"), typed(court, pending_end="650", quality_note="Ten files moved here.")
    )

    page = client_of(coordinator).get(url("jurisdiction", court.organisation.jurisdiction)).content.decode()
    assert "Ten files moved here." in page


def test_a_second_return_for_a_period_is_rejected_with_a_message(coordinator, client_of):
    row = CaseloadReturnFactory()

    answer = client_of(coordinator).post(url("return_new"), typed(row.court, period="2025"))

    assert answer.status_code == 422
    assert error_codes(answer) == {"__all__": ["caseload_return_unique_period"]}


def test_only_a_second_person_can_verify(coordinator, administrator, client_of):
    row = CaseloadReturnFactory(entered_by=coordinator)

    assert client_of(coordinator).post(url("return_verify", row)).status_code == 403
    with pytest.raises(services.OwnFigureError):
        services.verify(row=row, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseloadReturn.objects.filter(pk=row.pk).update(verified_by=coordinator)
    client_of(administrator).post(url("return_verify", row))

    row.refresh_from_db()
    assert row.verified_by == administrator


def test_bulk_verification_leaves_out_returns_that_the_user_entered(coordinator, client_of):
    others = CaseloadReturnFactory.create_batch(3)
    own = CaseloadReturnFactory(entered_by=coordinator)

    client_of(coordinator).post(url("returns_bulk_verify"), {"all": "1"})

    own.refresh_from_db()
    assert own.verified_by is None
    assert {row.verified_by for row in CaseloadReturn.objects.filter(pk__in=[r.pk for r in others])} == {
        coordinator
    }


def test_a_corrected_return_must_be_verified_again_and_its_history_has_both_versions(coordinator, client_of):
    row = VerifiedReturnFactory()

    client_of(coordinator).post(
        url("return_correct", row), {**COUNTS, "incoming": "1201", "resolved": "1261", "source": "Letter"}
    )

    row.refresh_from_db()
    assert (row.incoming, row.entered_by, row.verified_by) == (1201, coordinator, None)
    assert {event.incoming for event in row.events.all()} == {1200, 1201}


def test_unverified_figures_are_shown_only_to_those_who_may_enter_or_verify_them(judge, funder, client_of):
    row = CaseloadReturnFactory()
    VerifiedReturnFactory(
        court=row.court, starts="2024-01-01", ends="2024-12-31", incoming=1000, pending_end=440
    )

    for person in (judge, funder):
        page = (
            client_of(person).get(url("jurisdiction", row.court.organisation.jurisdiction)).content.decode()
        )
        assert "126.0%" in page
        assert "105.0%" not in page
        assert client_of(person).get(url("return", row)).status_code == 404


def test_a_focal_point_enters_figures_of_their_own_jurisdiction_only(client_of):
    court, elsewhere = CourtFactory(), CourtFactory()
    person = RoleFactory(role="focal_point", jurisdiction=court.organisation.jurisdiction).user

    client_of(person).post(url("return_new"), typed(court))
    refused = client_of(person).post(url("return_new"), typed(elsewhere))

    assert refused.status_code == 422
    assert [row.court for row in CaseloadReturn.objects.all()] == [court]


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_take_the_same_queries_at_any_length(
    coordinator, client_of, rows, django_assert_max_num_queries
):
    for _number in range(rows):
        VerifiedReturnFactory()
        IndicatorFactory()
    client = client_of(coordinator)

    query_counts = {}
    for name in ("returns", "jurisdictions", "indicators"):
        with django_assert_max_num_queries(12) as queries:
            assert client.get(url(name)).status_code == 200
        query_counts[name] = len(queries)

    assert query_counts == {"returns": 6, "jurisdictions": 5, "indicators": 5}


def test_a_corrected_observation_supersedes_the_old_one_which_remains(coordinator, client_of):
    old = ObservationFactory(value=40)

    client_of(coordinator).post(
        url("observation_correct", old), {"availability": "value", "value": "41", "source": "Recount"}
    )

    new = Observation.objects.get(is_current=True)
    old.refresh_from_db()
    assert (new.value, new.supersedes, old.is_current) == (41, old, False)
    assert "previously 40" in client_of(coordinator).get(url("indicator", old.indicator)).content.decode()
    with pytest.raises(services.NotCurrentError):
        services.correct_observation(observation=old, by=coordinator, availability="value", value=42)


def test_a_share_is_computed_from_its_counts_and_needs_a_denominator(coordinator):
    share = IndicatorFactory(formula="share", unit="%")
    fields = {
        "starts": date(2025, 1, 1),
        "ends": date(2025, 12, 31),
        "court": CourtFactory(),
        "by": coordinator,
    }

    row = services.record_observation(indicator=share, numerator=645, denominator=1720, **fields)
    with pytest.raises(services.ZeroDenominatorError):
        services.record_observation(indicator=share, numerator=1, denominator=0, **fields)

    assert row.value == Decimal("37.5")


def test_a_rate_that_is_computed_from_returns_cannot_be_entered(coordinator, client_of):
    computed = IndicatorFactory(formula="clearance_rate")

    answer = client_of(coordinator).post(
        url("observation_new", computed),
        {
            "court": CourtFactory().pk,
            "period": "2025",
            "availability": "value",
            "value": "105",
            "source": "x",
        },
    )

    assert answer.status_code == 422
    assert error_codes(answer) == {"__all__": [services.ComputedError.code]}


def api(name, row=None):
    return f"/api/v1/{name}/" + (f"{row.public_id}/" if row else "")


def test_the_api_gives_indicators_observations_and_returns_that_the_person_may_see(
    coordinator, judge, client_of
):
    hidden, shown = CaseloadReturnFactory(), VerifiedReturnFactory()

    def ids(user):
        return {row["id"] for row in client_of(user).get(api("caseload-returns")).json()["results"]}

    assert ids(judge) == {str(shown.public_id)}
    assert ids(coordinator) == {str(hidden.public_id), str(shown.public_id)}


def test_the_api_corrects_an_observation_only_with_the_etag_that_was_read(coordinator, client_of):
    row, client = ObservationFactory(value=40), client_of(coordinator)
    body = {"value": "41", "source": "Recount"}
    tag = client.get(api("observations", row)).headers["ETag"]

    def patch(**headers):
        return client.patch(api("observations", row), body, content_type="application/json", headers=headers)

    assert patch().status_code == 428
    assert patch(**{"If-Match": '"stale"'}).status_code == 412
    answer = patch(**{"If-Match": tag})

    assert answer.status_code == 200
    assert answer.json()["supersedes"] == str(row.public_id)
    assert answer.headers["ETag"] != tag
    assert patch(**{"If-Match": tag}).status_code == 404  # no longer the current value


def test_the_api_accepts_values_only_from_those_who_may_enter_them(coordinator, judge, client_of):
    body = {
        "indicator": str(IndicatorFactory().public_id), "court": str(CourtFactory().public_id), "starts": "2025-01-01",
        "ends": "2025-12-31", "value": "12", "source": "Registry",
    }  # fmt: skip

    assert client_of(judge).post(api("observations"), body).status_code == 403
    assert client_of(coordinator).post(api("observations"), body).status_code == 201
    again = client_of(coordinator).post(api("observations"), body)

    assert Observation.objects.count() == 1
    assert again.status_code == 409
    assert again.json()["code"] == "conflict"


def test_a_changed_definition_has_a_new_version_and_a_changed_title_has_not(coordinator):
    fields = {"code": "CONF", "title": "Confidence", "definition": "Share of users", "unit": "%"}
    indicator = services.define_indicator(by=coordinator, **fields)

    renamed = services.define_indicator(
        indicator=indicator, revision=1, by=coordinator, **fields | {"title": "Users’ confidence"}
    )
    redefined = services.define_indicator(
        indicator=indicator, revision=2, by=coordinator, **fields | {"definition": "Share of parties"}
    )

    assert [row.definition_version for row in (indicator, renamed, redefined)] == [1, 1, 2]
    with pytest.raises(StaleRevisionError):
        services.define_indicator(indicator=indicator, revision=1, by=coordinator, **fields)
