"""Transfer surveys in the report: the same figures and suppression as on the survey's page."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.collection.models import Collection
from tests.factories import completions, surveys
from tests.factories.programs import EnrolmentFactory

pytestmark = pytest.mark.django_db


def closed(programme, choices: list[str], *, title: str, on: datetime.datetime):
    """A transfer survey of a cohort of the programme, closed at that time."""
    cohort = completions.cohort(programme)
    cohort.title, cohort.languages = title, ["en"]
    cohort.save()
    for _n in choices:
        EnrolmentFactory(cohort=cohort)
    survey = surveys.closed(cohort, [{"used": choice} for choice in choices], builtin_template="transfer")
    Collection.objects.filter(pk=survey.collection_id).update(
        opens_at=on - datetime.timedelta(days=9), closes_at=on
    )
    return survey


@pytest.fixture
def three(programme):
    inside = datetime.datetime(2025, 12, 31, 22, tzinfo=datetime.UTC)
    choices = ["regularly"] * 6 + ["sometimes"] * 6 + ["never"] * 6 + ["no_occasion"] * 6
    return [
        closed(programme, choices, title="Shown", on=inside),
        closed(programme, ["regularly"] * 9 + ["never"] * 2, title="Withheld", on=inside),
        closed(programme, choices, title="Later", on=inside + datetime.timedelta(hours=3)),
    ]


def test_surveys_closed_in_the_period_are_in_the_report_with_their_interval(three, frozen, maker, client):
    shown, withheld, later = (str(survey.public_id)[:8] for survey in three)
    values = {figure.key: figure for figure in frozen.snapshot.figures.filter(key__startswith="used.")}

    rate = values[f"used.{shown}.rate"]
    assert (rate.value.quantize(Decimal("0.01")), rate.n) == (Decimal("66.67"), 18)
    assert values[f"used.{shown}.occasion"].value == 18
    assert values[f"used.{shown}.complete"].value == 24
    assert float(values[f"used.{shown}.low"].value) == pytest.approx(43.75, abs=0.01)
    assert float(values[f"used.{shown}.high"].value) == pytest.approx(83.72, abs=0.01)
    assert {values[f"used.{withheld}.{key}"].reason for key in ("rate", "occasion", "low")} == {"suppressed"}
    assert not any(later in key for key in values)

    client.force_login(maker)
    page = client.get(reverse("evaluations:reports:report", args=[frozen.public_id])).content.decode()
    assert "66.7%" in page


def test_without_a_survey_the_report_has_no_transfer_table(frozen):
    assert not frozen.snapshot.figures.filter(key__startswith="used.").exists()
