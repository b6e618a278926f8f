"""The form for units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from portal.files import uploads
from portal.files.models import StoredFile
from portal.languages.numbers import interpolate
from portal.ui.forms import PortalModelForm, set_querysets
from programs.curriculum.models import Edition, Section
from programs.learning.models import Quiz, Unit


class UnitForm(PortalModelForm):
    """A unit of any kind, with the settings of a test.

    The hidden field `kept` identifies a file uploaded with an earlier submission, which must not be lost if another
    field has an error.
    """

    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, CSV or an image.")
    )
    phase = forms.ChoiceField(label=_("Test: when it is taken"), choices=Quiz.Phase.choices, required=False)
    items_per_competency = forms.IntegerField(
        label=_("Test: questions per competency"), min_value=1, max_value=10, required=False, initial=2
    )
    pass_percent = forms.IntegerField(
        label=_("Test: pass mark (percent)"), min_value=1, max_value=100, required=False,
        help_text=_("Applies to the final test, unless the cohort’s completion criteria say "
                    "otherwise."),
    )  # fmt: skip
    competencies = forms.ModelMultipleChoiceField(
        label=_("Competencies that this unit teaches"), queryset=Competency.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("After a test, people see which units to read again for each competency."),
    )  # fmt: skip
    section = forms.ModelChoiceField(label=_("Section"), queryset=Section.objects.none(), empty_label=None)

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
            "competencies",
            "phase",
            "items_per_competency",
            "pass_percent",
            "section",
            "kept",
            "revision",
        )
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "transcript": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(
        self, *args: Any, edition: Edition, stored_file: StoredFile | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer_competencies(edition)
        self.file = stored_file or self.instance.file
        for test in self._tests():
            self.initial["phase"] = test.phase
            self.initial["items_per_competency"] = test.items_per_competency
            self.initial["pass_percent"] = int(test.pass_share * 100) or None
        self._offer_sections()
        self._show_file_name()

    def _offer_competencies(self, edition: Edition) -> None:
        """Those that the edition covers; without any, the field would be empty."""
        covered = Competency.objects.filter(pk__in=edition.coverage.values("competency"))
        set_querysets(self, competencies=covered.prefetch_related("texts"))
        if not covered.exists():
            del self.fields["competencies"]
        elif self.instance.pk:
            self.initial["competencies"] = list(
                self.instance.competencies.values_list("competency", flat=True)
            )

    def _offer_sections(self) -> None:
        """A new unit belongs to the section it is created in; an existing one can be moved to the end of another."""
        sections = (
            Section.objects.filter(edition__sections__units=self.instance.pk) if self.instance.pk else None
        )
        if sections is None or len(sections) < 2:
            del self.fields["section"]
        else:
            set_querysets(self, section=sections)

    def keep(self, file: StoredFile) -> None:
        """Offer the uploaded file again when another field is wrong, so that nobody has to choose it twice."""
        self.file = file
        self.replace_posted("kept", str(file.public_id))
        self.cleaned_data["kept"] = file
        self._show_file_name()

    def _show_file_name(self) -> None:
        if self.file:
            values = {"file": self.file.original_name}
            self["upload"].help_text = interpolate(
                _("“%(file)s” is kept unless you choose another file."), **values
            )

    def _tests(self) -> list[Quiz]:
        return list(Quiz.objects.filter(unit=self.instance.pk)) if self.instance.pk else []

    def rows_edited(self) -> list[Any]:
        return [*super().rows_edited(), *self._tests()]

    def clean(self) -> dict[str, Any]:
        """Check the content that the kind of unit requires."""
        cleaned = super().clean() or {}
        kind, upload = cleaned.get("kind"), cleaned.get("upload")
        cleaned["kept"] = self.file
        if kind == Unit.Kind.FILE and not upload and not self.file:
            self.add_error("upload", _("Choose a file for this unit."))
        if kind == Unit.Kind.VIDEO and not cleaned.get("url"):
            self.add_error("url", _("Enter the web address of the video."))
        if kind == Unit.Kind.TEXT and not cleaned.get("body"):
            self.add_error("body", _("Enter the text of this unit."))
        if kind == Unit.Kind.QUIZ and not cleaned.get("phase"):
            self.add_error("phase", _("Choose one of these."))
        if upload:
            try:
                uploads.check(upload)
            except uploads.UploadRejected as error:
                self.add_error("upload", str(error))
        return cleaned

    def _post_clean(self) -> None:
        """Skip the model's validation: the service saves the row, and the file is not stored yet."""
