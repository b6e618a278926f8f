"""Forms for writing and publishing modules and for linking them to needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from participants.organisations.models import Organisation
from portal.ui.forms import PortalForm, PortalModelForm, set_querysets
from programs.curriculum.models import CoverageCell, Edition, Module, ModuleNeed, Section


class ModuleForm(PortalModelForm):
    class Meta:
        model = Module
        fields = ("code", "title", "owner")


class EditionForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Edition
        fields = (
            "summary",
            "objectives",
            "contact_hours",
            "self_study_hours",
            "assessment_hours",
            "revision",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "objectives": forms.Textarea(attrs={"rows": 5}),
        }


class SectionForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Section
        fields = ("title", "revision")


class CoverageForm(PortalModelForm):
    class Meta:
        model = CoverageCell
        fields = ("competency", "depth", "level")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        rows = Competency.objects.filter(kind=Competency.Kind.COMPETENCY).exclude(version__state="draft")
        set_querysets(self, competency=rows.prefetch_related("texts"))

    def validate_unique(self) -> None:
        """Allow an existing cell: the service updates it."""


class PublishForm(PortalForm):
    approved_by = forms.ModelChoiceField(
        label=_("Approved by"),
        queryset=Organisation.objects.exclude(kind=Organisation.Kind.FUNDER),
        help_text=_("The judicial training authority that approved the content. Funders cannot approve it."),
    )
    approved_on = forms.DateField(label=_("Approved on"))


class AnswerNeedForm(PortalModelForm):
    class Meta:
        model = ModuleNeed
        fields = ("module", "evidence")
        help_texts = {
            "evidence": _(
                "For example, minutes, a mapping or a board decision. If left empty, the "
                "link is shown as stated, without evidence."
            )
        }


class WithdrawAnswerForm(PortalForm):
    reason = forms.CharField(
        label=_("Why does it not address the need?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your text is kept in the need’s history."),
    )
