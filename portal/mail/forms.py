"""The text of an email, edited for one sending."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.languages.numbers import interpolate
from portal.mail import edited_texts
from portal.ui.forms import PortalForm


class EmailTextForm(PortalForm):
    """Subject and text for each language in which somebody receives the email."""

    def __init__(self, *args: Any, defaults: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.defaults = defaults
        for language, (subject, text) in defaults.items():
            self.fields[f"subject_{language}"] = forms.CharField(
                label=_("Subject"), max_length=200, initial=subject,
                widget=forms.TextInput(attrs={"class": "input", "lang": language, "dir": "auto"}),
            )  # fmt: skip
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text"), max_length=6000, initial=text,
                widget=forms.Textarea(attrs={"class": "input", "rows": 12, "lang": language, "dir": "auto"}),
            )  # fmt: skip

    @property
    def parts(self) -> Sequence[tuple[str, BoundField, BoundField]]:
        """For each language its code and the fields of subject and text."""
        return [(code, self[f"subject_{code}"], self[f"text_{code}"]) for code in self.defaults]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for language, (_subject, text) in self.defaults.items():
            entered = cleaned.get(f"text_{language}", "").replace("\r\n", "\n")
            if not entered:
                continue
            unknown = edited_texts.unknown_placeholders(f"{cleaned.get(f'subject_{language}', '')} {entered}")
            if unknown:
                sentence = _("Nothing stands for %(word)s. Use {name} and {link} only.")
                self.add_error(f"text_{language}", interpolate(sentence, word=unknown[0]))
            own = urlsplit(settings.SITE_URL).netloc
            if any(urlsplit(url).netloc == own for url in edited_texts.urls(entered)):
                self.add_error(
                    f"text_{language}",
                    _(
                        "This is a link of one person, which everyone would open. Write {link} for each person’s own."
                    ),
                )
            elif edited_texts.LINK in text and edited_texts.LINK not in entered:
                self.add_error(f"text_{language}", _("Write {link} where each person’s own link belongs."))
        return cleaned

    @property
    def edited(self) -> dict[str, dict[str, str]]:
        """The languages whose subject or text differs from the template."""
        found = {}
        for language, default in self.defaults.items():
            subject = self.cleaned_data[f"subject_{language}"]
            text = self.cleaned_data[f"text_{language}"].replace("\r\n", "\n")
            if (subject, text.strip()) != (default[0], default[1].strip()):
                found[language] = {"subject": subject, "text": text}
        return found
