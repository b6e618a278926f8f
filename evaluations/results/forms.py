"""Forms for frameworks, results, targets, milestones and evidence."""

from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.needs.models import TrainingNeed
from evaluations.results import framework_editing
from evaluations.results.models import Milestone, Result, ResultsFramework, Target
from participants.organisations.models import Court, Jurisdiction
from portal.access.users import AnyUser
from portal.ui.forms import PortalForm, PortalModelForm, set_querysets
from programs.programmes.models import Programme


class FrameworkForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ResultsFramework
        fields = ("theory_of_change", "revision")
        widgets = {"theory_of_change": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "theory_of_change": _(
                "Why training these people should change these courts, and which assumptions must be met."
            )
        }


class ResultForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Result
        fields = ("level", "title", "parent", "assumption", "training_need", "revision")
        widgets = {"assumption": forms.Textarea(attrs={"rows": 2})}
        labels = {"parent": _("Contributes to"), "training_need": _("Need addressed")}

    def __init__(self, *args: Any, programme: Programme, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Result.objects.filter(framework__programme=programme)
        needs = TrainingNeed.objects.visible_to(user)
        set_querysets(self, parent=others.exclude(pk=self.instance.pk), training_need=needs)

    def _post_clean(self) -> None:
        """Skip the model's checks: the service saves the row, and database constraints check it."""


class TargetForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Target
        fields = (
            "indicator", "court", "jurisdiction", "case_type", "baseline", "baseline_on", "value", "starts", "ends",
            "revision",
        )  # fmt: skip
        help_texts = {
            "jurisdiction": _("Choose a jurisdiction instead of a court to cover all its courts together."),
            "case_type": _("As named in the caseload returns. Leave empty for all case types."),
        }

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("baseline", "value"):
            stored = self.initial.get(name)
            if stored is not None:  # without the trailing zeros of the column's six decimal places
                self.initial[name] = f"{stored:.6f}".rstrip("0").rstrip(".")
        jurisdictions = Jurisdiction.objects.filter(programmes=programme)
        courts = Court.objects.filter(organisation__jurisdiction__in=jurisdictions.values("pk"))
        set_querysets(self, jurisdiction=jurisdictions, court=courts.select_related("organisation"))

    def _post_clean(self) -> None:
        """Skip the model's checks: the service saves the row, and database constraints check it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("court")) == bool(cleaned.get("jurisdiction")):
            error = framework_editing.CourtOrJurisdictionError
            self.add_error("court", forms.ValidationError(error.message, code=error.code))
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            message = _("The period must end on or after its first day.")
            self.add_error("ends", forms.ValidationError(message, code="ends_before_start"))
        return cleaned


class MilestoneForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Milestone
        fields = ("title", "due_on", "owner", "court", "target", "revision")
        help_texts = {
            "owner": _("The person responsible. Someone else confirms the evidence."),
            "target": _("The milestone is achieved only when this target is also met."),
        }

    def __init__(self, *args: Any, result: Result, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = result.framework.programme
        jurisdictions = Jurisdiction.objects.filter(programmes=programme).values("pk")
        courts = Court.objects.filter(organisation__jurisdiction__in=jurisdictions)
        targets = Target.objects.filter(result__framework=result.framework)
        people = get_user_model().objects.filter(
            Q(person__programme_roles__programme=programme)
            | Q(role_assignments__jurisdiction__in=jurisdictions)
            | Q(role_assignments__role="coordinator")
            | Q(pk=user.pk)
        )
        set_querysets(
            self,
            court=courts.select_related("organisation"),
            target=targets.select_related("indicator", "court__organisation", "jurisdiction"),
            owner=people.select_related("person").distinct(),
        )
        target = cast("forms.ModelChoiceField[Target]", self.fields["target"])
        target.label_from_instance = _target_label  # type: ignore[method-assign]  # Django's documented way

    def _post_clean(self) -> None:
        """Skip the model's checks: the service saves the row, and database constraints check it."""


def _target_label(obj: Target) -> str:
    return f"{obj.indicator} – {obj.court or obj.jurisdiction}: {obj.value:g}"


class EvidenceForm(PortalForm):
    title = forms.CharField(label=_("What it shows"), max_length=200)
    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("PDF, image, Word, Excel or CSV. Remove names and case numbers first."),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/*,.docx,.xlsx,.csv"}),
    )
    url = forms.URLField(label=_("Or link to the published document"), required=False, assume_scheme="https")
    is_partial = forms.BooleanField(label=_("This is partial evidence"), required=False)


class CancelForm(PortalForm):
    reason = forms.CharField(
        label=_("Who decided this, and why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Shown to readers of reports. A cancelled milestone is not counted in the delivery rate."
        ),
    )
