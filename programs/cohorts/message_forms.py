"""The form of an email to people of a cohort: recipients, and a text in each language of the cohort."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participants.people.models import Person
from portal.languages.numbers import digits, interpolate
from portal.ui.forms import PortalForm, set_choices, set_querysets, style_field
from programs.cohorts import messages
from programs.cohorts.message_models import CohortMessage
from programs.cohorts.models import Cohort


class MessageForm(PortalForm):
    groups = forms.MultipleChoiceField(
        label=_("Recipients"), widget=forms.CheckboxSelectMultiple, required=False
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Single people"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("In addition to the groups, or instead of them."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(
        self, *args: Any, cohort: Cohort, message: CohortMessage | None = None, **kwargs: Any
    ) -> None:
        self.languages = list(cohort.languages) or [settings.LANGUAGE_CODE]
        initial: dict[str, Any] = {"groups": ["enrolled"]}
        if message is not None:
            initial = {"groups": message.groups, "people": message.people, "revision": message.revision}
            for code, text in message.texts.items():
                initial |= {f"subject_{code}": text["subject"], f"text_{code}": text["text"]}
        super().__init__(*args, initial=initial, **kwargs)
        counts = messages.group_counts(cohort)
        set_choices(
            self,
            groups=[(code, f"{label} ({digits(counts[code])})") for code, label in messages.GROUPS.items()],
        )
        set_querysets(self, people=messages.choosable_people(cohort).order_by("full_name", "pk"))
        names = dict(settings.LANGUAGES)
        for index, code in enumerate(self.languages):
            self._add_text(code, names.get(code, code), required=index == 0 and len(self.languages) == 1)

    def _add_text(self, code: str, language: str, *, required: bool) -> None:
        fields = {
            f"subject_{code}": forms.CharField(
                label=interpolate(_("Subject in %(language)s"), language=language),
                max_length=200, required=required, widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            ),
            f"text_{code}": forms.CharField(
                label=interpolate(_("Text in %(language)s"), language=language),
                max_length=10_000, required=required,
                widget=forms.Textarea(attrs={"rows": 8, "lang": code, "dir": "auto"}),
                help_text=_("The email begins with the name of the person and ends with a link to the course."),
            ),
        }  # fmt: skip
        for name, field in fields.items():
            self.fields[name] = field
            style_field(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for code in self.languages:
            subject, text = cleaned.get(f"subject_{code}"), cleaned.get(f"text_{code}")
            if text and not subject:
                self.add_error(f"subject_{code}", _("Enter a subject for this text."))
            if subject and not text:
                self.add_error(f"text_{code}", _("Enter a text for this subject."))
        if not cleaned.get("groups") and not cleaned.get("people"):
            self.add_error("groups", _("Choose at least one group, or single people."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The arguments of `save_message`."""
        data = self.cleaned_data
        texts = {
            code: {"subject": " ".join(data[f"subject_{code}"].split()), "text": data[f"text_{code}"]}
            for code in self.languages
            if data.get(f"subject_{code}") and data.get(f"text_{code}")
        }
        return {
            "texts": texts,
            "groups": data["groups"],
            "people": data["people"],
            "revision": data["revision"],
        }
