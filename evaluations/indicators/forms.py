"""Forms for reference sheets, caseload returns, observations and the import of returns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.indicators import policies
from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.indicators.periods import format_period, parse_period
from participants.organisations.models import Court, Jurisdiction
from portal.access.users import AnyUser
from portal.tables.imports.forms import ImportForm
from portal.ui.forms import PortalForm, PortalModelForm, set_querysets


def jurisdictions_for(user: AnyUser) -> Any:
    """Jurisdictions whose figures the person may enter."""
    own = [
        jurisdiction.pk
        for jurisdiction in Jurisdiction.objects.visible_to(user)
        if policies.may_enter(user, jurisdiction)
    ]
    return Jurisdiction.objects.filter(pk__in=own)


def courts_for(user: AnyUser) -> Any:
    """Courts whose figures the person may enter."""
    courts = Court.objects.visible_to(user).select_related("organisation__jurisdiction")
    own = [court.pk for court in courts if policies.may_enter_for(user, court)]
    return Court.objects.filter(pk__in=own).select_related("organisation")


class ReturnsImportForm(ImportForm):
    """Jurisdiction of the courts in the file, and its publisher."""

    jurisdiction = forms.ModelChoiceField(label=_("Jurisdiction"), queryset=Jurisdiction.objects.none())
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who published the file and when. Shown with every figure from the file."),
    )
    field_order = ["jurisdiction", "source", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, jurisdiction=jurisdictions_for(self.user))


class PeriodField(forms.CharField):
    """A year, quarter or month; cleaned to its first and last day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Period"))
        kwargs.setdefault("help_text", _("A year, quarter or month, for example 2025, 2025-Q3 or 2025-07."))
        super().__init__(max_length=12, **kwargs)
        self.widget.attrs.update({"class": "input short", "dir": "ltr"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        period = parse_period(text)
        if period is None:
            message = _("Enter a year, quarter or month, for example 2025, 2025-Q3 or 2025-07.")
            raise forms.ValidationError(message, code="not_a_period")
        return period


class ReturnForm(PortalModelForm):
    """Four counts of one court, case type and period. Rates are calculated from them."""

    period = PeriodField()
    field_order = ["court", "case_type", "period"]

    class Meta:
        model = CaseloadReturn
        fields = (
            "court", "case_type", "pending_start", "incoming", "resolved", "pending_end",
            "pending_over_standard", "quality_note", "source",
        )  # fmt: skip
        widgets = {"quality_note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "pending_start": _("Leave empty if not known. Empty is not the same as 0."),
            "quality_note": _("Required if the figures do not balance. Shown wherever they appear."),
        }

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, court=courts_for(user))
        for name in ("pending_start", "incoming", "resolved", "pending_end", "pending_over_standard"):
            self.fields[name].widget = forms.TextInput(
                attrs={"class": "input short", "inputmode": "numeric", "dir": "ltr"}
            )
        if self.instance.pk:
            self.fields["period"].initial = format_period(self.instance.starts, self.instance.ends)
            for name in ("court", "case_type", "period"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if isinstance(cleaned.get("period"), tuple):
            cleaned["starts"], cleaned["ends"] = cleaned.pop("period")
        return cleaned

    def _post_clean(self) -> None:
        """Skip the model's checks: the service saves the row, and database constraints check it."""


class IndicatorForm(PortalModelForm):
    """The reference sheet (docs/glossary.md §6)."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Indicator
        fields = (
            "code", "title", "definition", "unit", "formula", "direction", "level", "source", "frequency",
            "known_limits", "is_public", "revision",
        )  # fmt: skip
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 3}),
            "known_limits": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "code": _("Short and permanent, for example CR, DT or CONF."),
            "is_public": _("Anyone can see the definition."),
        }


class ObservationForm(PortalForm):
    """A value of an indicator for a court or a jurisdiction. A share has numerator and denominator instead."""

    court = forms.ModelChoiceField(label=_("Court"), queryset=Court.objects.none(), required=False)
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction"),
        queryset=Jurisdiction.objects.none(),
        required=False,
        help_text=_("Choose a jurisdiction instead of a court if the value covers all its courts."),
    )
    period = PeriodField()
    availability = forms.ChoiceField(
        label=_("Is there a value?"), choices=Observation.Availability.choices, initial="value"
    )
    numerator = forms.DecimalField(label=_("Numerator"), required=False, max_digits=18, decimal_places=6)
    denominator = forms.DecimalField(
        label=_("Denominator"), required=False, max_digits=18, decimal_places=6, min_value=0
    )
    value = forms.DecimalField(label=_("Value"), required=False, max_digits=18, decimal_places=6)
    disaggregation = forms.CharField(label=_("Disaggregated by"), required=False, max_length=80)
    source = forms.CharField(label=_("Source"), max_length=200)
    quality_note = forms.CharField(
        label=_("Data-quality note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        user: AnyUser,
        indicator: Indicator,
        correcting: Observation | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        if correcting is not None:
            for name in ("court", "jurisdiction", "period", "disaggregation"):
                del self.fields[name]
        else:
            set_querysets(self, court=courts_for(user), jurisdiction=jurisdictions_for(user))
        unused = ("value",) if indicator.formula == Indicator.Formula.SHARE else ("numerator", "denominator")
        for name in unused:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if isinstance(cleaned.get("period"), tuple):
            cleaned["starts"], cleaned["ends"] = cleaned.pop("period")
        if "court" in self.fields and bool(cleaned.get("court")) == bool(cleaned.get("jurisdiction")):
            message = _("Choose either a court or a jurisdiction.")
            self.add_error("court", forms.ValidationError(message, code="court_or_jurisdiction"))
        return cleaned
