"""Translation files: complete for public pages, and with the same placeholders as the messages."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from portal.languages import catalogues
from tests.harness import ROOT

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
# Judges and the public read these pages: no message may remain in English.
FOR_EVERYONE = (
    "templates/base.html",
    "templates/components/",
    "templates/account/",
    "templates/mfa/",
    "templates/usersessions/",
    "templates/errors/",
    "templates/portal/dashboard/",
    "templates/portal/mail/_notices.html",
    "templates/portal/ui/form.html",
    "templates/evaluations/certificates/verify.html",
    "templates/evaluations/certificates/mine.html",
    "templates/evaluations/certificates/_own_card.html",
    "templates/programs/cohorts/_application_state.html",
    "templates/programs/cohorts/catalogue.html",
    "templates/programs/cohorts/cohort.html",
    "templates/programs/cohorts/apply.html",
    "templates/programs/cohorts/application.html",
    "templates/programs/home/_learning.html",
    "templates/programs/learning/course.html",
    "templates/programs/learning/unit.html",
    "templates/programs/learning/quiz.html",
    "templates/assessments/collection/",
    "templates/assessments/instruments/_",
    "templates/assessments/needs/open_link.html",
    "templates/assessments/needs/open_closed.html",
    "templates/assessments/consensus/_base.html",
    "templates/assessments/consensus/vote.html",
    "templates/assessments/consensus/finish.html",
    "templates/assessments/consensus/closed.html",
    "templates/assessments/analysis/findings.html",
    "assessments/collection/",
    "assessments/consensus/errors.py",
    "assessments/consensus/voting_views.py",
    "assessments/analysis/drafting.py",
    "assessments/analysis/pdf.py",
    "assessments/instruments/models.py",
    "assessments/stakeholders/groups.py",
    "participants/organisations/models.py",
    "templates/evaluations/agenda/",
    "evaluations/agenda/",
    "templates/evaluations/reforms/",
    "templates/evaluations/reports/verify.html",
    "templates/evaluations/publications/publication",
    "templates/evaluations/publications/_latest.html",
    "templates/mail/",
    "portal/error_pages.py",
    "portal/files/",
    "portal/ui/forms.py",
    "portal/links/services.py",
    "programs/cohorts/errors.py",
)


def catalogue(code):
    path = settings.LOCALE_PATHS[0] / to_locale(code) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(code))


@pytest.mark.parametrize("code", TRANSLATED)
def test_pages_for_judges_and_the_public_are_translated_completely(code):
    left = [
        message.id
        for message in catalogue(code)
        if message.id
        and any(name.startswith(FOR_EVERYONE) for name, _line in message.locations)
        and not catalogues.is_translated(message)
    ]

    assert left == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_have_all_placeholders_and_plural_forms(code):
    assert list(catalogues.placeholder_errors(catalogue(code))) == []


def test_messages_of_code_and_templates_are_collected_with_their_plurals(tmp_path):
    (tmp_path / "portal").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "portal" / "views.py").write_text(
        'title = _("Issue %(n)s")\nngettext("%(n)s seat", "%(n)s seats", 2)'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% translate "Find a course" %}\n  {% blocktranslate count n=n %}'
        "{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )

    message_ids = {message.id for message in catalogues.collect(tmp_path) if message.id}

    assert message_ids == {
        "Issue %(n)s",
        ("%(n)s seat", "%(n)s seats"),
        "Find a course",
        ("%(n)s row", "%(n)s rows"),
    }


def test_every_alias_of_gettext_is_collected():
    """Messages in calls of an unknown alias would be missing from the catalogues without any warning."""
    named = re.compile(r"import (?:n|np|p)?gettext(?:_lazy|_noop)? as (\w+)")
    names = {
        (path, name)
        for folder in catalogues.FOLDERS
        for path in ROOT.joinpath(folder).rglob("*.py")
        for name in named.findall(path.read_text(encoding="utf-8"))
    }

    assert len(names) > 200
    assert [alias for alias in names if alias[1] not in catalogues.KEYWORDS] == []


def test_a_changed_placeholder_is_reported(tmp_path):
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "views.py").write_text('_("Issue %(number)s")')
    path = tmp_path / "fr.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        '#, python-format\nmsgid "Issue %(number)s"\nmsgstr "Délivrer %(nombre)s"\n'
    )

    merged, _content = catalogues.merged(path, "fr", catalogues.collect(tmp_path))

    assert [problem.split(":")[0] for problem in catalogues.placeholder_errors(merged)] == [
        "Issue %(number)s"
    ]
