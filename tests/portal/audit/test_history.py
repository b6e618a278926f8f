"""The history page names events in words."""

import pytest
from django.utils import translation

from portal.audit.queries import history_of
from tests.factories.participants import OrganisationFactory


@pytest.mark.parametrize(("language", "words"), [("en", ["Changed", "Created"]), ("ar", ["تعديل", "إنشاء"])])
@pytest.mark.django_db
def test_events_of_a_record_are_named_in_the_readers_language(language, words):
    row = OrganisationFactory()
    row.name = "Another name"
    row.save()

    with translation.override(language):
        assert [entry.action for entry in history_of(row)] == words
