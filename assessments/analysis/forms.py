"""Forms of the analysis."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.analysis.drafting import SECTIONS
from assessments.analysis.models import CodedComment, Findings
from assessments.analysis.redaction import plain
from portal.owner.current import offered_languages
from portal.ui.forms import PortalForm, style_field

SEPARATORS = re.compile("[,،，、]")  # the commas of Latin, Arabic and Chinese script


class WeightsForm(PortalForm):
    """A weight in percent for each group. The weights need not add up to 100: only their proportions count."""

    def __init__(
        self, *args: Any, groups: list[tuple[str, str]], agreed: dict[str, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="w", **kwargs)
        self.agreed = agreed
        for code, label in groups:
            self.fields[code] = forms.DecimalField(
                label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
                initial=(agreed[code] * 100).normalize(),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not sum(self._value(code, cleaned) for code in self.fields):
            raise forms.ValidationError(_("Enter a weight above 0 for at least one group."), code="no_weight")
        return cleaned

    def _value(self, code: str, cleaned: dict[str, Any]) -> Decimal:
        typed = cleaned.get(code)
        return self.agreed[code] * 100 if typed is None else typed

    @property
    def weights(self) -> dict[str, float]:
        """The weights entered, or the agreed weights when the input is not valid."""
        if not self.is_bound or not self.is_valid():
            return {code: float(weight * 100) for code, weight in self.agreed.items()}
        return {code: float(self._value(code, self.cleaned_data)) for code in self.fields}


class CodingForm(PortalForm):
    """How a comment is coded: what to redact, the tags, and whether it is shared."""

    hide = forms.CharField(
        label=_("Text to redact"), required=False, max_length=2000,
        help_text=_("Names, places and anything else that could identify a person. Enter one passage "
                    "per line, exactly as it appears in the comment."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=300,
        help_text=_("Separate tags with commas. For example: scheduling, registry."),
    )
    is_shared = forms.BooleanField(
        label=_("Share the redacted text"), required=False,
        help_text=_("Everyone who can read the results can then read this text, without the group "
                    "and jurisdiction."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, coded_comment: CodedComment | None, text: str, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"revision": 0}
        if coded_comment is not None:
            passages = dict.fromkeys(plain(text)[start:end] for start, end in coded_comment.spans)
            initial = {
                "hide": "\n".join(passages),
                "tags": ", ".join(tag.name for tag in coded_comment.tags.all()),
                "is_shared": coded_comment.is_shared,
                "revision": coded_comment.revision,
            }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_hide(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["hide"].splitlines() if line.strip()]

    def clean_tags(self) -> list[str]:
        names = [" ".join(name.split()) for name in SEPARATORS.split(self.cleaned_data["tags"])]
        if any(len(name) > 60 for name in names):
            raise forms.ValidationError(_("Enter tags of 60 characters or fewer."))
        return [name for name in names if name]


class FindingsForm(PortalForm):
    """The sections of the findings as texts."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, findings: Findings, **kwargs: Any) -> None:
        super().__init__(*args, initial={**findings.body, "revision": findings.revision}, **kwargs)
        self.findings = findings
        for name, label in SECTIONS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
            )
            style_field(self.fields[name])

    @property
    def body(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SECTIONS}

    def show_concurrent_changes(self) -> None:
        """Show beside each section that differs what the other person saved, and let this person save over it."""
        now = Findings.objects.get(pk=self.findings.pk)
        for name in SECTIONS:
            if now.body.get(name, "") != self.cleaned_data.get(name, ""):
                message = _("Saved by someone else in the meantime: %(words)s")
                saved = {"words": now.body.get(name, "") or "–"}
                self.add_error(name, forms.ValidationError(message, code="changed", params=saved))
        self.replace_posted("revision", str(now.revision))


class LanguageForm(PortalForm):
    language = forms.ChoiceField(label=_("Language of the findings"), choices=offered_languages)
