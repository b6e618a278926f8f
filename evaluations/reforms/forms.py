"""Forms for reform plans, steps, stages and evidence."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.reforms.models import ReformPlan, ReformStep
from evaluations.results.models import Milestone
from participants.organisations.models import Court
from portal.files import uploads
from portal.ui.forms import PortalForm, PortalModelForm, set_choices, set_querysets
from programs.programmes.models import Programme


class PlanForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = ReformPlan
        fields = ("court", "title", "problem", "visibility", "revision")
        widgets = {"problem": forms.Textarea(attrs={"rows": 4}), "visibility": forms.RadioSelect}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jurisdictions = programme.jurisdictions.all()
        courts = Court.objects.filter(organisation__jurisdiction__in=jurisdictions).select_related(
            "organisation"
        )
        set_querysets(self, court=courts if courts.exists() else Court.objects.select_related("organisation"))
        set_choices(self, visibility=ReformPlan.Visibility.choices)


class StepForm(PortalModelForm):
    class Meta:
        model = ReformStep
        fields = ("title", "due_on", "milestone")

    def __init__(self, *args: Any, plan: ReformPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        milestones = Milestone.objects.filter(
            result__framework__programme=plan.cohort.programme_id, cancelled_on=None
        ).filter(court__in=[plan.court_id])
        set_querysets(self, milestone=milestones)
        self.fields["milestone"].label = _("Milestone")
        self.fields["milestone"].help_text = _(
            "The programme milestone that this step counts towards, if any."
        )


class ReportStepForm(PortalForm):
    done_on = forms.DateField(label=_("Done on"), initial=timezone.localdate)
    upload = forms.FileField(
        label=_("Evidence file"), required=False, help_text=_("PDF, Word or an image. Remove names first.")
    )
    note = forms.CharField(label=_("What it shows"), max_length=200, required=False)

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Enter today’s date or a date in the past."))
        return day

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                uploads.check(upload, kinds=("pdf", "docx", "image"))
            except uploads.UploadRejected as error:
                raise forms.ValidationError(str(error), code=error.code) from error
        return upload


class ReturnStepForm(PortalForm):
    reason = forms.CharField(label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 3}))


class StageForm(PortalForm):
    stage = forms.ChoiceField(label=_("Stage"), choices=ReformPlan.Stage.choices)
    entered_on = forms.DateField(label=_("Since"), initial=timezone.localdate)
    decision = forms.CharField(
        label=_("Supporting decision"),
        max_length=300,
        required=False,
        help_text=_("Number, date and signatory."),
    )
