"""Quotas of all jurisdictions on one page; who would get a seat is shown before it is saved."""

from datetime import date

import pytest
from django.urls import reverse

from portal.mail.models import OutgoingMail
from programs.cohorts import services, setup
from programs.cohorts.models import CohortApplication, Quota
from programs.cohorts.seats import QuotaRule
from programs.curriculum.models import Edition
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


@pytest.fixture
def cohort(coordinator):
    """Two seats, one of them free; Fiji may have one, so that its second applicant waits."""
    cohort = CohortFactory(capacity=2)
    fiji, samoa = JurisdictionFactory(name="Fiji"), JurisdictionFactory(name="Samoa")
    cohort.programme.jurisdictions.add(fiji, samoa)
    EnrolmentFactory(cohort=cohort, jurisdiction=fiji)
    setup.set_quotas(cohort=cohort, quotas={fiji.pk: QuotaRule(0, 1)}, by=coordinator)
    application = CohortApplicationFactory(cohort=cohort, jurisdiction=fiji)
    services.add_to_waiting_list(application=application, by=coordinator)
    OutgoingMail.objects.all().delete()
    return cohort


def waiting(cohort):
    return CohortApplication.objects.get(cohort=cohort, state="waiting")


def test_all_jurisdictions_are_on_one_page_with_their_quotas(cohort, coordinator, client_of):
    rows = client_of(coordinator).get(url("quotas", cohort)).context["rows"]

    assert [(str(row), maximum.value(), seated) for row, _minimum, maximum, seated in rows] == [
        ("Fiji", 1, 1),
        ("Samoa", None, 0),
    ]


def test_a_higher_quota_says_who_would_get_a_seat_before_it_is_saved(cohort, coordinator, client_of):
    fiji, samoa = cohort.programme.jurisdictions.order_by("name")
    person = waiting(cohort).person
    typed = {f"max_{fiji.pk}": "2", f"min_{samoa.pk}": "0"}
    client = client_of(coordinator)

    shown = client.post(url("quotas", cohort), typed)
    before = (Quota.objects.get().maximum, OutgoingMail.objects.count())
    client.post(url("quotas", cohort), typed | {"confirmed": "1"})

    assert shown.context["promoted"] == [person]
    assert before == (1, 0)
    assert Quota.objects.get().maximum == 2
    assert OutgoingMail.objects.get().user == person.user


def test_more_seats_say_who_would_get_one_before_they_are_saved(cohort, coordinator, client_of):
    Quota.objects.all().delete()
    type(cohort).objects.update(capacity=1)
    approval = {"approved_on": date(2026, 1, 1), "approved_by": cohort.programme.lead_organisation}
    Edition.objects.update(state="retired", **approval)
    cohort.programme.editions.create(edition=cohort.edition)
    client = client_of(coordinator)
    form = client.get(url("edit", cohort)).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"capacity": 2}
    typed = {
        name: value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "hour") else value
        for name, value in typed.items()
    }

    shown = client.post(url("edit", cohort), typed)
    before = OutgoingMail.objects.count()
    client.post(url("edit", cohort), typed | {"confirmed": "1"})

    assert shown.context["promoted"] == [CohortApplication.objects.get().person]
    assert before == 0
    cohort.refresh_from_db()
    assert (cohort.capacity, OutgoingMail.objects.count()) == (2, 1)


def test_a_lower_quota_is_saved_and_takes_nobodys_seat(cohort, coordinator, client_of):
    fiji = cohort.programme.jurisdictions.get(name="Fiji")

    client_of(coordinator).post(url("quotas", cohort), {f"max_{fiji.pk}": "0"})

    assert Quota.objects.get().maximum == 0
    assert cohort.enrolments.seated().count() == 1


def test_a_maximum_below_the_minimum_is_shown_at_the_jurisdiction(cohort, coordinator, client_of):
    samoa = cohort.programme.jurisdictions.get(name="Samoa")

    response = client_of(coordinator).post(
        url("quotas", cohort), {f"min_{samoa.pk}": "3", f"max_{samoa.pk}": "2"}
    )

    assert response.status_code == 422
    assert f"max_{samoa.pk}" in response.context["form"].errors
    assert Quota.objects.get().maximum == 1
