"""List separators follow the language, on pages and in PDF files."""

import pytest
from django.template import Context, engines
from django.utils import translation

from portal.languages.lists import join_list


@pytest.mark.parametrize(
    ("language", "joined"), [("en", "Fiji, Tonga"), ("ar", "Fiji، Tonga"), ("zh-hans", "Fiji、Tonga")]
)
def test_list_items_are_separated_as_the_language_requires(language, joined):
    template = engines["django"].from_string(
        "{% for one in names %}{{ one }}{% if not forloop.last %}{% ui_comma %}{% endif %}{% endfor %}"
        "|{{ names|join_list }}"
    )

    with translation.override(language):
        shown = template.template.render(Context({"names": ["Fiji", "Tonga"]}))

        assert shown == f"{joined}|{joined}"
        assert join_list(["Fiji", "Tonga"]) == joined
