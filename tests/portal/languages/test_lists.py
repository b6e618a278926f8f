"""Words of a list are parted as the reader's language parts them, on pages and in prints."""

import pytest
from django.template import Context, engines
from django.utils import translation

from portal.languages.lists import join_list


@pytest.mark.parametrize(
    ("language", "read"), [("en", "Fiji, Tonga"), ("ar", "Fiji، Tonga"), ("zh-hans", "Fiji、Tonga")]
)
def test_a_list_has_the_comma_of_its_reader(language, read):
    template = engines["django"].from_string(
        "{% for one in places %}{{ one }}{% if not forloop.last %}{% ui_comma %}{% endif %}{% endfor %}"
        "|{{ places|listed }}"
    )

    with translation.override(language):
        shown = template.template.render(Context({"places": ["Fiji", "Tonga"]}))

        assert shown == f"{read}|{read}"
        assert join_list(["Fiji", "Tonga"]) == read
