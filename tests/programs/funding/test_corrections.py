"""Money is corrected and cancelled with a reason; figures count what is in force."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from evaluations.reports.collectors import funding as collector
from programs.funding import services
from programs.funding.models import BudgetLine, Contribution, Expenditure
from programs.funding.queries import grants_of, programme_budget
from tests.factories.participants import OrganisationFactory, RoleFactory
from tests.factories.programs import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory(currency="USD")


@pytest.fixture
def line(programme):
    return BudgetLine.objects.create(programme=programme, code="1", title="Sessions", amount=1000)


@pytest.fixture
def gift(programme, line, coordinator):
    return services.record_contribution(
        programme=programme, organisation=OrganisationFactory(kind="funder"), lines=[line], by=coordinator,
        kind="money", amount=Decimal(500), currency="USD", pledged_on=date(2026, 1, 5),
    )  # fmt: skip


@pytest.fixture
def spending(line, gift, coordinator):
    return services.record_expenditure(
        line=line, contribution=gift, amount=Decimal(80), spent_on=date(2026, 2, 1), by=coordinator
    )


def url(name, row):
    return reverse(f"programs:funding:{name}", args=[row.public_id])


def reported(programme):
    lines, given = collector.read(programme, date(2026, 1, 1), date(2026, 12, 31))
    return lines.rows[-1].figures["spent"].value, [row.figures["pledged"].value for row in given.rows]


def test_a_cancelled_expenditure_counts_nowhere_and_stays_with_its_reason(
    programme, spending, gift, coordinator, client_of
):
    client, funder = client_of(coordinator), RoleFactory(role="funder", organisation=gift.organisation).user
    assert (programme_budget(programme).spent, grants_of(funder)[0].spent) == (80, 80)
    client.post(url("cancel_expenditure", spending), {"reason": "Entered for another programme"})

    assert programme_budget(programme).spent == 0
    assert grants_of(funder)[0].spent == 0
    assert reported(programme) == (0, [500])
    listed = client.get(url("expenditures", programme), {"status": "cancelled"}).content.decode()
    assert "Entered for another programme" in listed
    assert client.post(url("edit_expenditure", spending), {}).status_code == 422


def test_a_contribution_with_spending_is_cancelled_only_after_it(
    programme, spending, gift, coordinator, client_of
):
    client = client_of(coordinator)
    refused = client.post(url("cancel_contribution", gift), {"reason": "Withdrawn"})
    assert refused.status_code == 422
    services.cancel_expenditure(expenditure=spending, reason="Not paid", by=coordinator)
    assert client.post(url("cancel_contribution", gift), {"reason": "Withdrawn"}).status_code == 302

    assert programme_budget(programme).pledged == 0
    assert reported(programme)[1] == []
    assert "Withdrawn" in client.get(url("budget", programme)).content.decode()


def test_a_correction_keeps_the_record_and_refuses_the_second_editor(gift, coordinator, client_of):
    client = client_of(coordinator)
    entered = {
        "organisation": gift.organisation_id, "kind": "money", "amount": "450", "currency": "USD",
        "pledged_on": "2026-01-05", "revision": "1",
    }  # fmt: skip
    assert client.post(url("edit_contribution", gift), entered).status_code == 302
    assert client.post(url("edit_contribution", gift), entered | {"amount": "1"}).status_code == 422

    gift.refresh_from_db()
    assert (gift.amount, gift.earmarks.count(), Contribution.objects.count()) == (450, 0, 1)


def test_a_line_in_use_stays_and_an_unused_one_can_be_removed(
    programme, line, spending, coordinator, client_of
):
    unused = services.add_budget_line(programme=programme, code="2", title="Travel", amount=1, by=coordinator)
    client = client_of(coordinator)
    client.post(url("remove_line", line))
    client.post(url("remove_line", unused))

    assert list(BudgetLine.objects.all()) == [line]
    changes = {"code": "1", "title": "Hearings", "amount": "1200", "revision": "1"}
    client.post(url("edit_line", line), changes)
    line.refresh_from_db()
    assert (line.title, line.amount) == ("Hearings", 1200)


def test_evaluators_read_the_budget_but_change_nothing(line, gift, spending, evaluator, client_of):
    client = client_of(evaluator)

    assert client.get(url("budget", line.programme)).status_code == 200
    for name, row in (
        ("edit_line", line), ("edit_contribution", gift), ("cancel_contribution", gift), ("edit_expenditure", spending)
    ):  # fmt: skip
        assert client.get(url(name, row)).status_code == 403
    assert Expenditure.objects.in_force().count() == 1
