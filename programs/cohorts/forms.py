"""Forms for applying to a cohort, declining applications and planning a cohort."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Jurisdiction
from portal.languages.zones import ZONES
from portal.ui.forms import MOMENT, PortalForm, PortalModelForm, set_querysets, style_field
from programs.cohorts.models import Cohort, CohortApplication, Quota
from programs.curriculum.models import Edition
from programs.programmes.models import Programme


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
    """Dates, seats and other settings of a cohort; `revision` detects concurrent edits."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Cohort
        fields = (
            "title", "edition", "activity_type", "selection", "timezone", "languages", "capacity",
            "opens_at", "closes_at", "starts", "ends", "state", "revision",
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


class QuotaForm(PortalModelForm):
    class Meta:
        model = Quota
        fields = ("jurisdiction", "minimum", "maximum")

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort
        set_querysets(self, jurisdiction=Jurisdiction.objects.filter(programmes=cohort.programme_id))
