"""Writing units and questions; answering tests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from portal.files import uploads
from portal.ui.forms import PortalForm, PortalModelForm, dress
from programs.curriculum.models import Edition
from programs.learning.models import Quiz, QuizItem, Unit


class UnitForm(PortalModelForm):
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, CSV or an image.")
    )
    phase = forms.ChoiceField(label=_("Test: when it is taken"), choices=Quiz.Phase.choices, required=False)
    items_a_competency = forms.IntegerField(
        label=_("Test: questions a competency"), min_value=1, max_value=10, required=False, initial=2
    )

    class Meta:
        model = Unit
        fields = (
            "kind",
            "title",
            "body",
            "upload",
            "url",
            "transcript",
            "minutes",
            "phase",
            "items_a_competency",
        )
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "transcript": forms.Textarea(attrs={"rows": 4}),
        }

    def clean(self) -> dict[str, Any]:
        """Each kind asks for its own content."""
        cleaned = super().clean() or {}
        kind, upload = cleaned.get("kind"), cleaned.get("upload")
        if kind == Unit.Kind.FILE and not upload:
            self.add_error("upload", _("Choose the file that this unit shows."))
        if kind == Unit.Kind.VIDEO and not cleaned.get("url"):
            self.add_error("url", _("Enter the address of the video."))
        if kind == Unit.Kind.TEXT and not cleaned.get("body"):
            self.add_error("body", _("Write the text of this unit."))
        if upload:
            try:
                uploads.check(upload)
            except uploads.UploadRefused as error:
                self.add_error("upload", str(error))
        return cleaned

    def _post_clean(self) -> None:
        """The row is built by the service: the model's own check would miss the file that is not stored yet."""


class ItemForm(PortalForm):
    competency = forms.ModelChoiceField(label=_("Competency"), queryset=Competency.objects.none())
    form = forms.ChoiceField(label=_("Asked"), choices=QuizItem.Form.choices)
    stem = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 2}))
    right = forms.CharField(label=_("The right answer"), max_length=400)
    wrong = forms.CharField(
        label=_("Other answers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, two or more."),
    )
    explanation = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = Competency.objects.filter(coverage__edition=edition)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wrong = [line.strip() for line in cleaned.get("wrong", "").splitlines() if line.strip()]
        if "wrong" in cleaned and len(wrong) < 2:
            self.add_error("wrong", _("Give at least two other answers."))
        cleaned["options"] = [cleaned.get("right", ""), *wrong]
        return cleaned


class QuizForm(PortalForm):
    """One group of choices an item; built from the items drawn."""

    def __init__(self, *args: Any, items: list[QuizItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.ChoiceField(
                label=item.stem,
                choices=[(str(option.pk), option.text) for option in item.options.all()],
                widget=forms.RadioSelect,
            )
            dress(self.fields[f"item-{item.pk}"])

    @property
    def answers(self) -> dict[int, int]:
        return {int(name.removeprefix("item-")): int(value) for name, value in self.cleaned_data.items()}
