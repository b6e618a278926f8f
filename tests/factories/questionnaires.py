"""Questionnaires as workbooks, as a coordinator would upload them: sheets as lists of rows."""

import io
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from openpyxl import Workbook

from assessments.instruments import services
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.xlsform.parsed_form import FormRows
from assessments.instruments.xlsform.reader import read_form
from assessments.instruments.xlsform.storage import competencies_of, replace_contents
from tests.factories.participants import OrganisationFactory

Sheet = Sequence[Sequence[object]]
YES_NO = [("list_name", "name", "label"), ("yesno", "yes", "Yes"), ("yesno", "no", "No")]


def workbook(survey: Sheet, choices: Sheet = YES_NO, settings_: Sheet = ()) -> io.BytesIO:
    book = Workbook()
    book.remove(book.active)
    for name, lines in (("survey", survey), ("choices", choices), ("settings", settings_)):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def read(survey: Sheet, choices: Sheet = YES_NO, settings_: Sheet = (), **fields) -> FormRows:
    return read_form(workbook(survey, choices, settings_), dict(settings.LANGUAGES), **fields)


def version(
    survey: Sheet = (), choices: Sheet = YES_NO, settings_: Sheet = (), *, framework=None, **fields
) -> InstrumentVersion:
    """A draft version with the survey."""
    made = services.create_instrument(
        owner=fields.pop("owner", None) or OrganisationFactory(),
        title="What we ask",
        kind=fields.pop("kind", Instrument.Kind.FEEDBACK),
    )
    if framework:
        made.framework_version = framework
        made.save()
    if survey:
        fill(made, survey, choices, settings_)
    return made


def fill(made: InstrumentVersion, survey: Sheet, choices: Sheet = YES_NO, settings_: Sheet = ()) -> FormRows:
    """Import a survey into a draft and return the parsed rows."""
    codes = frozenset(competency.code for competency in competencies_of(made))
    form = read(survey, choices, settings_, competencies=codes)
    assert form.errors == []
    replace_contents(version=made, form=form, by=None)
    return form


def url_of(name: str, version: InstrumentVersion, *rest: object) -> str:
    return reverse(f"assessments:instruments:{name}", args=[version.public_id, *rest])
