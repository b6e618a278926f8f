"""Forms for minutes, participants, findings and documents."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.consultations.models import Consultation, ConsultationFinding
from assessments.consultations.services import DOCUMENT_KINDS
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from portal.files import uploads
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.ui.forms import PortalForm, PortalModelForm, style_field

MAX_NAMES = 500


class ConsultationForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Consultation
        fields = (
            "kind", "title", "held_on", "place", "jurisdiction", "language", "minutes", "confidentiality", "revision",
        )  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "confidentiality": forms.RadioSelect,
            "minutes": forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        }
        help_texts = {
            "language": _("The language of the minutes."),
            "minutes": _(
                "What was said, without saying who said it. Enter people’s names under “Who took "
                "part” instead."
            ),
            "jurisdiction": _("Leave empty if there are several."),
        }

    def __init__(self, *args: Any, assessment: NeedsAssessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = assessment.jurisdictions.all()  # type: ignore[attr-defined]

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Enter today’s date or a date in the past."))
        return day


COMMAS = re.compile("[,،，、]")  # names are shown again with the separator of the reader's language


class ParticipantsForm(PortalForm):
    """A count per group; names only where they are needed."""

    people = forms.CharField(
        label=_("Names, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_(
            "Enter each line as: name, function. Only people who manage the assessment can "
            "ever see the names."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        counts = {group.code: group.people for group in consultation.groups.all()}
        names = [
            join_list(value for value in (attendee.name, attendee.function) if value)
            for attendee in consultation.attendees.all()
        ]
        initial = {"people": "\n".join(names), "revision": consultation.revision}
        super().__init__(*args, initial={**initial, **counts}, **kwargs)
        own_groups = [group.code for group in consultation.assessment.groups.all()]
        labels = dict(StakeholderGroup.Code.choices)
        others = [code for code in labels if code not in own_groups]
        self.codes = [*own_groups, *others]
        for code in self.codes:
            self.fields[code] = forms.IntegerField(
                label=labels[code], required=False, min_value=1, max_value=5000
            )
            style_field(self.fields[code])
        self.order_fields([*self.codes, "people", "revision"])

    def clean_people(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MAX_NAMES:
            raise ValidationError(interpolate(gettext("Enter no more than %(n)s lines."), n=MAX_NAMES))
        people = []
        for line in lines:
            name, *function = COMMAS.split(line, maxsplit=1)
            people.append((name.strip()[:120], "".join(function).strip()[:120]))
        return people

    @property
    def groups(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in self.codes if self.cleaned_data.get(code)}


class FindingForm(PortalModelForm):
    class Meta:
        model = ConsultationFinding
        fields = ("competency", "direction", "text")
        widgets = {"direction": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}
        help_texts = {"text": _("One or two sentences, without anyone’s name.")}

    def __init__(self, *args: Any, assessment: NeedsAssessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        competencies = Competency.objects.filter(assessment_items__assessment=assessment)
        field: Any = self.fields["competency"]
        field.queryset = competencies.prefetch_related("texts").order_by("position", "code")
        field.empty_label = str(gettext("None of the competencies in the assessment"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("direction") in ("supports", "contradicts") and not cleaned.get("competency"):
            message = gettext("Select the competency that this supports or contradicts.")
            self.add_error("competency", ValidationError(message, code="required"))
        return cleaned


class DocumentForm(PortalForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel or an image."))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            uploads.check(file, kinds=DOCUMENT_KINDS)
        except uploads.UploadRejected as error:
            raise ValidationError(str(error), code=error.code) from error
        return file
