"""Forms for applying to a cohort, declining applications and planning a cohort."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.invitations import lines
from participants.organisations.models import Jurisdiction
from portal.languages.zones import zone_choices, zones_of_country
from portal.owner.current import offered_languages
from portal.ui.forms import MOMENT, PortalForm, PortalModelForm, set_choices, set_querysets, style_field
from portal.ui.zoned_times import aware_times_of, naive_times_of
from programs.cohorts.models import Cohort, CohortApplication
from programs.cohorts.seats import QuotaRule
from programs.curriculum.models import Edition
from programs.programmes.models import Programme

ZONED = ("opens_at", "closes_at")
MAX_NOMINATED = 500


class ApplicationForm(PortalModelForm):
    class Meta:
        model = CohortApplication
        fields = ("jurisdiction", "language", "motivation", "accessibility")
        widgets = {"motivation": forms.Textarea(attrs={"rows": 5}), "accessibility": forms.TextInput()}
        help_texts = {
            "motivation": _("One thing that you can decide yourself, or propose to the person who decides."),
            "accessibility": _(
                "Hearing, sight, mobility, childcare, prayer or diet. Only the coordinator sees "
                "this. It is not used for selection."
            ),
        }

    def __init__(self, *args: Any, cohort: Cohort, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Jurisdiction.objects.filter(programmes=cohort.programme_id)
        set_querysets(self, jurisdiction=own if own.exists() else Jurisdiction.objects.all())
        names = dict(settings.LANGUAGES)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language you want to take part in"),
            choices=[(code, names.get(code, code)) for code in cohort.languages],
            widget=forms.RadioSelect,
            required=not is_draft,
        )
        style_field(self.fields["language"])
        for name in ("jurisdiction", "motivation"):
            self.fields[name].required = not is_draft
        self.fields["accessibility"].required = False


class DeclineForm(PortalForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant will see this. Explain what would change the decision."),
    )


class CohortForm(PortalModelForm):
    """Dates, seats and other settings of a cohort; `revision` detects concurrent edits.

    The times are those of a clock in the cohort's time zone, wherever the person is who enters them.
    """

    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, choices=settings.LANGUAGES
    )
    timezone = forms.ChoiceField(label=_("Time zone"))
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Cohort
        fields = (
            "title", "edition", "activity_type", "selection", "timezone", "languages", "capacity",
            "opens_at", "closes_at", "starts", "ends", "revision",
        )  # fmt: skip
        widgets = {
            "opens_at": MOMENT,
            "closes_at": MOMENT,
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.programme = programme
        editions = Edition.objects.exclude(state=Edition.State.DRAFT).filter(programmes__programme=programme)
        set_querysets(self, edition=editions.select_related("module"))
        zones = list(usual_zones(programme))
        set_choices(self, timezone=zone_choices(zones), languages=offered_languages())
        if self.instance.pk:
            self.initial.update(naive_times_of(self.instance, ZONED))
        else:
            self.initial = {**_defaults(programme, zones), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | aware_times_of(cleaned, ZONED)


def usual_zones(programme: Programme) -> Iterator[str]:
    """The time zones of the programme's jurisdictions."""
    for jurisdiction in programme.jurisdictions.all():
        zones = zones_of_country(jurisdiction.country or jurisdiction.code)
        if (
            jurisdiction.timezone != "UTC" or not zones
        ):  # UTC is what a jurisdiction has before somebody sets it
            yield jurisdiction.timezone
        yield from zones


def _defaults(programme: Programme, zones: list[str]) -> dict[str, Any]:
    """Applications from today for three weeks, and a course of three months that begins in six weeks."""
    today = timezone.localdate()
    closes_on = today + timedelta(weeks=3)
    languages = {code for row in programme.jurisdictions.all() for code in row.languages}
    offered = [code for code, _name in offered_languages()]
    values = {
        "languages": [code for code in offered if code in languages] or [get_language()],
        "opens_at": datetime.combine(today, time(0, 0)),
        "closes_at": datetime.combine(closes_on, time(23, 59)),
        "starts": today + timedelta(weeks=6),
        "ends": today + timedelta(weeks=18),
        "capacity": 30,
    }
    return values | ({"timezone": zones[0]} if zones else {})


class CancelForm(PortalForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who applied will see it in an email."),
    )


class DuplicateForm(PortalForm):
    title = forms.CharField(label=_("Title of the new cohort"), max_length=200)
    starts = forms.DateField(label=_("First day"))

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"title": cohort.title, "starts": max(cohort.ends, cohort.today) + timedelta(days=1)}


class NominatedForm(PortalForm):
    people = forms.CharField(
        label=_("People, one per line"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_("Only the email address is required. For example: a.tui@courts.example; Ana Tui"),
    )
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction of people who have none"), queryset=Jurisdiction.objects.none(), required=False
    )
    invite = forms.BooleanField(
        label=_("Invite people without an account by email"), required=False, initial=True
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, jurisdiction=Jurisdiction.objects.filter(programmes=cohort.programme_id))
        names = dict(settings.LANGUAGES)
        set_choices(self, language=[(code, names.get(code, code)) for code in cohort.languages])
        self.invalid: list[lines.InvalidLine] = []

    def clean_people(self) -> list[lines.Person]:
        people, self.invalid = lines.read(self.cleaned_data["people"])
        if not people:
            raise forms.ValidationError(_("There is no email address in the list."))
        if len(people) > MAX_NOMINATED:
            raise forms.ValidationError(
                _("Enrol at most %(most)s people at once. The list has %(n)s."),
                params={"most": MAX_NOMINATED, "n": len(people)},
            )
        return people


class QuotasForm(PortalForm):
    """Reserved and maximum seats of every jurisdiction of the programme, on one page. Empty means no quota."""

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {quota.jurisdiction_id: quota for quota in cohort.quotas.all()}
        self.jurisdictions = list(
            Jurisdiction.objects.filter(Q(programmes=cohort.programme_id) | Q(pk__in=stored))
            .distinct()
            .order_by("name")
        )
        for row in self.jurisdictions:
            quota = stored.get(row.pk)
            for name, label in (("min", _("Reserved seats (minimum)")), ("max", _("Maximum seats"))):
                field = forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False)
                style_field(field)
                self.fields[f"{name}_{row.pk}"] = field
            if quota:
                self.initial[f"min_{row.pk}"] = quota.minimum or None
                self.initial[f"max_{row.pk}"] = quota.maximum

    def rows(self) -> list[tuple[Jurisdiction, Any, Any]]:
        return [(row, self[f"min_{row.pk}"], self[f"max_{row.pk}"]) for row in self.jurisdictions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in self.jurisdictions:
            minimum, maximum = cleaned.get(f"min_{row.pk}"), cleaned.get(f"max_{row.pk}")
            if maximum is not None and (minimum or 0) > maximum:
                self.add_error(
                    f"max_{row.pk}", _("Maximum seats must be the same as or more than reserved seats.")
                )
        return cleaned

    def quotas(self) -> dict[int, QuotaRule]:
        """Jurisdiction id -> quota of a valid form, without empty rows."""
        rules = {}
        for row in self.jurisdictions:
            minimum, maximum = self.cleaned_data[f"min_{row.pk}"], self.cleaned_data[f"max_{row.pk}"]
            if minimum or maximum is not None:
                rules[row.pk] = QuotaRule(minimum or 0, maximum)
        return rules
