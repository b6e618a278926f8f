"""Forms of the directory."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participants.directory.countries import REGION_OF, find_codes, time_zones
from participants.organisations.models import Court, Jurisdiction, Organisation
from participants.people.models import Person
from portal.languages.countries import country_name, territory_name
from portal.languages.zones import ZONES
from portal.ui.forms import PortalForm, PortalModelForm, set_querysets

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAMED_LANGUAGES = [code for code, _name in settings.LANGUAGES]


class CountriesForm(PortalForm):
    """Countries ticked in the list, and a pasted list of names or codes."""

    codes = forms.MultipleChoiceField(
        required=False, choices=[(code, code) for code in REGION_OF], widget=forms.CheckboxSelectMultiple
    )
    pasted = forms.CharField(
        label=_("Paste names or codes"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("In any of the six languages, separated by commas or lines."),
    )  # fmt: skip

    def clean_pasted(self) -> list[str]:
        codes, unknown = find_codes(self.cleaned_data["pasted"], NAMED_LANGUAGES)
        if unknown:
            raise forms.ValidationError(
                _("Not in the list: %(names)s. Check the spelling, or add it by hand."),
                params={"names": ", ".join(unknown)},
            )
        return codes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        codes = [*cleaned.get("codes", []), *cleaned.get("pasted", [])]
        if not codes and not self.errors:
            raise forms.ValidationError(_("Select at least one country."))
        return {"codes": list(dict.fromkeys(codes))}


class JurisdictionForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    legal_traditions = forms.MultipleChoiceField(
        label=_("Legal traditions"), choices=Jurisdiction.Tradition.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    languages = forms.CharField(
        label=_("Languages of its courts"), required=False,
        help_text=_("Language codes separated by commas, such as: en, fr, bi."),
    )  # fmt: skip
    timezone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Jurisdiction
        fields = (
            "name", "code", "kind", "country", "region", "parent", "legal_traditions", "languages", "timezone",
            "is_small_state", "revision",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = time_zone_choices(self.instance.country)  # type: ignore[attr-defined]
        self.initial.setdefault("revision", 1)
        if isinstance(self.initial.get("languages"), list):
            self.initial["languages"] = ", ".join(self.initial["languages"])
        others = Jurisdiction.objects.all()
        set_querysets(self, parent=others.exclude(pk=self.instance.pk) if self.instance.pk else others)

    def clean_languages(self) -> list[str]:
        codes = [part.strip().lower() for part in self.cleaned_data["languages"].replace("،", ",").split(",")]
        if any(len(code) > 12 for code in codes):
            raise forms.ValidationError(_("Enter language codes of 12 letters or fewer."))
        return [code for code in codes if code]

    def clean_country(self) -> str:
        code = str(self.cleaned_data["country"]).upper()
        if code and code not in REGION_OF:
            raise forms.ValidationError(_("Enter an ISO 3166 code of two letters, such as FJ."))
        return code


class OrganisationForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    level = forms.ChoiceField(
        label=_("Level of the court"), required=False, choices=[("", _("Not a court")), *Court.Level.choices]
    )

    class Meta:
        model = Organisation
        fields = ("name", "kind", "level", "jurisdiction", "parent", "website", "iati_reference", "revision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", 1)
        court = Court.objects.filter(organisation=self.instance.pk).first() if self.instance.pk else None
        if court:
            self.initial["level"] = court.level
        others = Organisation.objects.all()
        set_querysets(
            self,
            jurisdiction=Jurisdiction.objects.all(),
            parent=others.exclude(pk=self.instance.pk) if self.instance.pk else others,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_level(self, cleaned)
        return cleaned


class LinesForm(PortalForm):
    """Many organisations of one type and jurisdiction, one name a line."""

    kind = forms.ChoiceField(label=_("Type"), choices=Organisation.Kind.choices)
    level = forms.ChoiceField(
        label=_("Level of the court"), required=False, choices=[("", _("Not a court")), *Court.Level.choices]
    )
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction"), queryset=Jurisdiction.objects.all(), required=False
    )
    text = forms.CharField(
        label=_("Names, one per line"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_level(self, cleaned)
        return cleaned


class MergeForm(PortalForm):
    duplicate = forms.ModelChoiceField(
        label=_("Duplicate"), queryset=Organisation.objects.none(),
        help_text=_("Only organisations of the same type and jurisdiction can be merged."),
    )  # fmt: skip

    def __init__(self, *args: Any, kept: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = Organisation.objects.filter(
            kind=kept.kind, jurisdiction=kept.jurisdiction_id, merged_into=None
        )
        set_querysets(self, duplicate=same.exclude(pk=kept.pk))


class MergePersonForm(PortalForm):
    """A person is found by the address or the link of the page, since a list of all people would be too long."""

    who = forms.CharField(
        label=_("Email address, or link of the person’s page"), max_length=300,
        help_text=_("People with similar names are in the list of possible duplicates."),
    )  # fmt: skip

    def __init__(self, *args: Any, kept: Person, **kwargs: Any) -> None:
        self.kept = kept
        super().__init__(*args, **kwargs)

    def clean_who(self) -> str:
        typed = self.cleaned_data["who"].strip()
        found = UUID.search(typed)
        others = Person.objects.exclude(pk=self.kept.pk)
        person = others.filter(public_id=found.group()).first() if found else _by_address(typed, self.kept)
        if person is None:
            raise forms.ValidationError(_("Nobody else is registered with this address."))
        self.cleaned_data["duplicate"] = person
        return typed


def _by_address(address: str, kept: Person) -> Person | None:
    registered = Person.objects.with_email(address).exclude(pk=kept.pk).first()
    return registered or Person.objects.filter(user__email__iexact=address).exclude(pk=kept.pk).first()


def check_level(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """A court has a level and other organisations have none."""
    is_court = cleaned.get("kind") == Organisation.Kind.COURT
    if is_court and not cleaned.get("level"):
        form.add_error("level", _("Choose the level of the court."))
    elif not is_court and cleaned.get("level"):
        form.add_error("level", _("Only a court has a level. Choose “Not a court”."))


def time_zone_choices(country_code: str) -> list[Any]:
    """The zones of the country first, then all others."""
    own = [(zone, zone.replace("_", " ")) for zone in time_zones(country_code)]
    if not own:
        return ZONES
    rest = [choice for choice in ZONES if choice not in own]
    return [
        (country_name(country_code, territory_name(country_code, "en")), own),
        (_("All time zones"), rest),
    ]
