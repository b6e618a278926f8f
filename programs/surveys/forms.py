"""The form for planning surveys."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.collection.reminders import days_in
from assessments.instruments.builtin_templates import BUILTIN_TEMPLATES
from assessments.instruments.models import Instrument, InstrumentVersion
from portal.access.users import AnyUser
from portal.languages.directions import isolated
from portal.languages.numbers import date_format
from portal.ui.forms import PortalForm, set_choices
from programs.cohorts.models import Cohort
from programs.sessions.models import Session
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import questionnaires_for

COURSE, BUILTIN_PREFIX = "course", "portal:"
HALF_A_YEAR = 182


def _day_of(session: Session) -> str:
    """The day of the session in its own time zone."""
    return date_format(timezone.localtime(session.starts, ZoneInfo(session.timezone)), "SHORT_DATE_FORMAT")


class SurveyForm(PortalForm):
    """Plans one questionnaire for one or several subjects.

    Cleaned values: `subjects` are sessions, or None for the course; `questionnaire` is a version, or the name of a
    built-in template.
    """

    questionnaire = forms.ChoiceField(label=_("Questionnaire"), widget=forms.RadioSelect)
    subjects = forms.MultipleChoiceField(label=_("Subject"), widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(
        label=_("Respondents"), choices=CohortSurvey.Audience.choices, widget=forms.RadioSelect
    )
    days_after = forms.IntegerField(
        label=_("Opens (days after the end)"), min_value=0, max_value=1100, required=False,
        help_text=_(
            "If left empty, it opens as soon as the course or session is over. A questionnaire on "
            "what was used opens half a year later. If you invite those who were present, it opens "
            "once attendance is recorded."
        ),
    )  # fmt: skip
    open_days = forms.IntegerField(label=_("Days to respond"), min_value=1, max_value=120, initial=14)
    reminder_days = forms.CharField(
        label=_("Reminders (days before closing)"), required=False, max_length=60, initial="7, 2",
        help_text=_("Sent only to people who have not responded. Leave empty for no reminders."),
    )  # fmt: skip

    def __init__(self, *args: Any, cohort: Cohort, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(version.public_id): version for version in questionnaires_for(user, cohort)}
        self._sessions = {
            str(session.public_id): session
            for session in Session.objects.filter(cohort=cohort, cancelled_at=None).order_by("starts")
        }
        set_choices(
            self,
            questionnaire=[
                *(
                    (f"{BUILTIN_PREFIX}{key}", template.offered)
                    for key, template in BUILTIN_TEMPLATES.items()
                ),
                *((key, _label(version)) for key, version in self._versions.items()),
            ],
            subjects=[
                (COURSE, _("The course as a whole")),
                *(
                    (key, f"{isolated(session.title)} ({_day_of(session)})")
                    for key, session in self._sessions.items()
                ),
            ],
        )

    def clean_questionnaire(self) -> InstrumentVersion | str:
        value: str = self.cleaned_data["questionnaire"]
        return (
            value.removeprefix(BUILTIN_PREFIX) if value.startswith(BUILTIN_PREFIX) else self._versions[value]
        )

    def clean_subjects(self) -> list[Session | None]:
        return [self._sessions.get(value) for value in self.cleaned_data["subjects"]]

    def clean_reminder_days(self) -> list[int]:
        return days_in(self.cleaned_data["reminder_days"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_present = cleaned.get("audience") == CohortSurvey.Audience.PRESENT
        if is_present and None in cleaned.get("subjects", ()):
            message = gettext("Choose other respondents. Only sessions record who was present.")
            self.add_error("audience", forms.ValidationError(message, code="not_recorded"))
        if cleaned.get("days_after") is None and "days_after" not in self.errors:
            cleaned["days_after"] = HALF_A_YEAR if _is_transfer_survey(cleaned.get("questionnaire")) else 0
        return cleaned


def _is_transfer_survey(questionnaire: InstrumentVersion | str | None) -> bool:
    if isinstance(questionnaire, InstrumentVersion):
        return questionnaire.instrument.kind == Instrument.Kind.TRANSFER
    return questionnaire is not None and BUILTIN_TEMPLATES[questionnaire].kind == Instrument.Kind.TRANSFER


def _label(version: InstrumentVersion) -> str:
    return f"{version.instrument} ({version.instrument.owner})"
