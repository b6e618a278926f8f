"""The version is the same everywhere and has a section in the changelog."""

import re
from pathlib import Path

from django.conf import settings

from portal import __version__

ROOT = Path(__file__).resolve().parent.parent


def test_the_api_schema_has_the_version_of_the_portal():
    assert settings.SPECTACULAR_SETTINGS["VERSION"] == __version__


def test_the_changelog_has_a_section_for_the_version():
    sections = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert sections[:2] == ["Unreleased", __version__]
