"""Forms to set up a panel, add panelists and open a round."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.consensus.models import ConsensusPanel
from assessments.consensus.panelist_sources import groups_of
from portal.languages.numbers import interpolate
from portal.ui.forms import MOMENT, PortalForm, PortalModelForm, set_querysets

MAX_ITEMS, MAX_LINES = 60, 500


class PanelForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ConsensusPanel
        fields = (
            "title", "introduction", "min_median", "max_iqr", "max_median_change", "max_rounds", "revision",
        )  # fmt: skip
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "introduction": _("Panellists see this above the first item. Explain what the votes are for."),
            "min_median": _(
                "On the scale from 1 to 9. You cannot change this after the first round has started."
            ),
            "max_iqr": _(
                "The middle half of the votes lies within this range. If the range is "
                "wider, there is no consensus and the item goes to the next round."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.state != ConsensusPanel.State.DRAFT:
            for name in ("min_median", "max_iqr", "max_median_change", "max_rounds"):
                del self.fields[name]


class ItemsForm(PortalForm):
    competencies = forms.ModelMultipleChoiceField(
        label=_("Competencies in the assessment"),
        queryset=Competency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    statements = forms.CharField(
        label=_("Other statements, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Panellists see these exactly as you enter them. They are not translated."),
    )

    def __init__(self, *args: Any, panel: ConsensusPanel, **kwargs: Any) -> None:
        items = panel.items.all()
        kwargs.setdefault(
            "initial",
            {
                "competencies": [item.competency_id for item in items if item.competency_id],
                "statements": "\n".join(item.statement for item in items if item.statement),
            },
        )
        super().__init__(*args, **kwargs)
        competencies = Competency.objects.filter(assessment_items__assessment=panel.assessment_id)
        competencies = competencies.prefetch_related("texts").order_by("position", "code")
        set_querysets(self, competencies=competencies)

    def clean_statements(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["statements"].splitlines() if line.strip()]
        long = [number for number, line in enumerate(lines, 1) if len(line) > 300]
        if long:
            raise ValidationError(
                interpolate(gettext("Line %(n)s must be 300 characters or fewer."), n=long[0])
            )
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number = len(cleaned.get("competencies") or ()) + len(cleaned.get("statements") or ())
        if not self.errors and not 1 <= number <= MAX_ITEMS:
            self.add_error("competencies", interpolate(gettext("Select 1 to %(n)s items."), n=MAX_ITEMS))
        return cleaned


class PanelistsForm(PortalForm):
    text = forms.CharField(
        label=_("Panellists, one per line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
        help_text=_("Email, name, language code. Paste from a spreadsheet or separate with commas."),
    )
    register_groups = forms.MultipleChoiceField(
        label=_("From the stakeholder register"), required=False, widget=forms.CheckboxSelectMultiple
    )
    invited_groups = forms.MultipleChoiceField(
        label=_("From the assessment’s respondents"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, panel: ConsensusPanel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default_language = (panel.assessment.collection.languages or ["en"])[0]
        for name in ("register_groups", "invited_groups"):
            self.fields[name].choices = groups_of(panel.assessment)  # type: ignore[attr-defined]

    def clean_text(self) -> list[dict[str, str]]:
        panelists, wrong = [], []
        lines = [line for line in self.cleaned_data["text"].splitlines() if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(interpolate(gettext("Enter no more than %(n)s lines."), n=MAX_LINES))
        for number, line in enumerate(lines, 1):
            try:
                panelists.append(self._read(line))
            except ValidationError as error:
                wrong.append(interpolate(gettext("Line %(n)s: %(error)s"), n=number, error=error.messages[0]))
        if wrong:
            raise ValidationError(wrong)
        return panelists

    def _read(self, line: str) -> dict[str, str]:
        separator = max(",;\t", key=line.count)
        email, name, language = ([cell.strip() for cell in line.split(separator)] + ["", ""])[:3]
        validate_email(email)
        if language and language not in dict(settings.LANGUAGES):
            raise ValidationError(
                interpolate(gettext("“%(value)s” is not a language code."), value=language[:20])
            )
        return {"email": email, "name": name[:120], "language": language or self.default_language}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("text", gettext("Add at least one person or group."))
        return cleaned


class RoundForm(PortalForm):
    closes_at = forms.DateTimeField(
        label=_("Round closes"), widget=MOMENT, help_text=_("It closes automatically at this time.")
    )
    remind_at = forms.DateTimeField(
        label=_("Remind those who have not finished"),
        widget=MOMENT,
        required=False,
        help_text=_(
            "We send a reminder email automatically at this time. Anyone you have already "
            "reminded manually is not reminded again."
        ),
    )
