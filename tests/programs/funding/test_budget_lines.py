"""The form of a budget line."""

import pytest
from django.urls import reverse

from programs.funding.models import BudgetLine
from tests.factories import completions

pytestmark = pytest.mark.django_db


def test_a_code_that_another_line_has_is_refused_without_naming_the_constraint(client_of):
    programme = completions.programme()
    client = client_of(completions.coordinator())
    url = reverse("programs:funding:line", args=[programme.public_id])
    fields = {"code": "1", "title": "Cohorts", "amount": "1000"}

    client.post(url, fields)
    again = client.post(url, fields)

    assert again.status_code == 422
    assert "This already exists." in again.content.decode()
    assert "budget_line" not in again.content.decode().split("<form", 2)[-1]
    assert BudgetLine.objects.filter(programme=programme).count() == 1
