"""A small draft questionnaire with a condition."""

import pytest

from tests.factories import questionnaires as forms


@pytest.fixture
def version():
    return forms.version(
        [
            ("type", "name", "label", "relevant"),
            ("begin_group", "you", "About you", ""),
            ("select_one yesno", "sits", "Do you sit?", ""),
            ("integer", "years", "For how many years?", "${sits} = 'yes'"),
            ("end_group", "", "", ""),
        ]
    )
