"""The ranked needs in the report: competencies in every language of the framework, and how each is addressed."""

import pytest

from assessments.needs import services as needs
from assessments.needs.models import Ranking
from evaluations.reports.collectors import needs as collector
from tests.factories import assessments

pytestmark = pytest.mark.django_db


def test_ranked_competencies_have_their_names_in_every_language_of_the_framework():
    assessment = assessments.open_assessment()
    for _n in range(5):
        assessments.answer(
            assessment, ratings={"D1.1": (5, 2), "D1.2": (4, 3), "D2.1": (3, 3), "D2.2": (3, 2)}
        )
    needs.close_assessment(assessment=assessment, by=None)

    table = collector._ranked(Ranking.objects.get(assessment=assessment), answered={})

    row = next(row for row in table.outline()["rows"] if row["key"] == "D1.2")
    assert row["label"] == {"": "Task 1.2", "ar": "مهمة 1.2"}
    assert row["texts"] == {"answer": "no_module"}
