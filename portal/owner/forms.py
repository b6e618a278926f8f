"""The form of the organisation that runs the portal."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.languages.numbers import interpolate
from portal.languages.zones import local_zone_choices
from portal.owner.models import SiteOwner
from portal.ui.forms import PortalForm

FULL, SHORT = 200, 30


class SiteOwnerForm(PortalForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages of the portal"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple,
        help_text=_("People choose one of these. You can add a language later."),
    )  # fmt: skip
    logo_file = forms.FileField(
        label=_("Logo"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG with a transparent background, or JPEG. Without a logo, only the name is shown."),
    )  # fmt: skip
    remove_logo = forms.BooleanField(label=_("Do not show this logo"), required=False)
    timezone = forms.ChoiceField(
        label=_("Time zone of your office"), choices=local_zone_choices,
        help_text=_("Jurisdictions and sessions have their own time zones."),
    )  # fmt: skip
    privacy_contact = forms.CharField(
        label=_("Privacy contact: name or office"), max_length=160, required=False,
        help_text=_("Named where people enter personal data."),
    )  # fmt: skip
    privacy_email = forms.EmailField(label=_("Privacy contact: email"), required=False)
    sender_email = forms.EmailField(
        label=_("Sender address of emails"), required=False,
        help_text=_("An address that your mail server may send from. Send yourself a test email after saving."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, owner: SiteOwner, language: str, timezone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        codes = [code for code, _name in settings.LANGUAGES]
        self.initial = {
            "languages": owner.languages or [code for code in codes if code in {"en", language}],
            "timezone": owner.timezone if owner.pk else timezone,
            "revision": owner.revision,
            **{name: getattr(owner, name) for name in ("privacy_contact", "privacy_email", "sender_email")},
        }
        for code, name in settings.LANGUAGES:
            row = owner.names.get(code, {})
            self.initial |= {f"full_{code}": row.get("full", ""), f"short_{code}": row.get("short", "")}
            for kind, label, length in (("full", _("Full name"), FULL), ("short", _("Short name"), SHORT)):
                widget = forms.TextInput(attrs={"class": "input", "lang": code, "dir": "auto"})
                field = forms.CharField(label=label, max_length=length, required=False, widget=widget)
                field.widget.attrs["aria-label"] = f"{label}: {name}"
                self.fields[f"{kind}_{code}"] = field
        if owner.logo_id is None:
            del self.fields["remove_logo"]

    @property
    def name_rows(self) -> list[tuple[str, str, BoundField, BoundField]]:
        """For each language its code, its name and the fields of the full and the short name."""
        return [
            (code, str(name), self[f"full_{code}"], self[f"short_{code}"])
            for code, name in settings.LANGUAGES
        ]

    def clean(self) -> dict[str, Any]:
        """Each language offered needs the name; the names become one value."""
        cleaned = super().clean() or {}
        names = {}
        for code, language in settings.LANGUAGES:
            full, short = cleaned.pop(f"full_{code}", ""), cleaned.pop(f"short_{code}", "")
            if full or short:
                names[code] = {"full": full, "short": short}
            if not full and (short or code in cleaned.get("languages", [])):
                sentence = _("Enter the name, or remove %(language)s from the languages.")
                self.add_error(f"full_{code}", interpolate(sentence, language=language))
        if cleaned.get("privacy_contact") and not cleaned.get("privacy_email"):
            self.add_error("privacy_email", _("Enter the email address of the privacy contact."))
        return cleaned | {"names": names}
