"""A text that is not in the language of the page names its own language, for screen readers and fonts."""

import pytest
from django.utils import translation

from assessments.competencies.models import Competency, CompetencyText
from portal.templatetags.ui import bdi
from tests.factories.assessments import framework


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "<bdi>Bail hearings</bdi>"),
        ("fr", "<bdi>Audiences de caution</bdi>"),
        ("ar", '<bdi lang="en">Bail hearings</bdi>'),
    ],
)
def test_a_competency_without_a_translation_names_its_language(db, language, expected):
    competency = Competency.objects.filter(version=framework(), kind="competency").first()
    competency.texts.all().delete()
    expected = expected.replace("Bail hearings", competency.statement)
    CompetencyText.objects.create(competency=competency, language="fr", statement="Audiences de caution")

    with translation.override(language):
        assert bdi(competency) == expected


def test_content_without_a_stored_language_names_none():
    assert bdi("High Court, Suva") == "<bdi>High Court, Suva</bdi>"
