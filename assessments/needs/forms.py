"""Forms to set up an assessment, invite respondents and decide on needs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection
from assessments.competencies.models import Competency, FrameworkVersion
from assessments.instruments.defaults import opening_period, own_organisation
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, StakeholderGroup, TrainingNeed
from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.access.users import AnyUser
from portal.languages.numbers import interpolate
from portal.owner.current import offered_languages
from portal.ui.forms import MOMENT, PortalForm, PortalModelForm, set_choices, set_querysets, style_field


class AssessmentForm(PortalForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    owner = forms.ModelChoiceField(label=_("Lead organisation"), queryset=Organisation.objects.none())
    framework_version = forms.ModelChoiceField(
        label=_("Competency framework"),
        queryset=FrameworkVersion.objects.exclude(state="draft").select_related("framework"),
    )
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Jurisdictions"), queryset=Jurisdiction.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Respondents see this above the first question. Explain what the responses are for."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the questionnaire"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    anonymity = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=Collection.Anonymity.choices,
        widget=forms.RadioSelect,
        initial=Collection.Anonymity.CONFIDENTIAL,
    )
    opens_at = forms.DateTimeField(label=_("Opens"), widget=MOMENT)
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=MOMENT, help_text=_("It closes automatically at this time.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(
        self, *args: Any, user: AnyUser, assessment: NeedsAssessment | None = None, **kwargs: Any
    ) -> None:
        owners = policies.owners_for(user)
        kwargs.setdefault("initial", _values_of(assessment) if assessment else _proposed(user, owners))
        super().__init__(*args, **kwargs)
        set_querysets(self, owner=owners)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The closing time must be after the opening time."))
        return cleaned


def _proposed(user: AnyUser, owners: QuerySet[Organisation]) -> dict[str, Any]:
    """The values of a new assessment; a framework or jurisdiction only where there is no other."""
    opens_at, closes_at = opening_period()
    values: dict[str, Any] = {
        "owner": own_organisation(user, owners),
        "languages": [code for code, _name in offered_languages()],
        "opens_at": opens_at,
        "closes_at": closes_at,
    }
    versions = list(FrameworkVersion.objects.exclude(state="draft").values_list("pk", flat=True)[:2])
    jurisdictions = list(Jurisdiction.objects.in_use().values_list("pk", flat=True)[:2])
    if len(versions) == 1:
        values["framework_version"] = versions[0]
    if len(jurisdictions) == 1:
        values["jurisdictions"] = jurisdictions
    return values


def _values_of(assessment: NeedsAssessment) -> dict[str, Any]:
    collection = assessment.collection
    return {
        **{name: getattr(assessment, name) for name in ("title", "introduction", "revision")},
        **{name: getattr(collection, name) for name in ("opens_at", "closes_at", "anonymity", "languages")},
        "owner": assessment.owner_id,
        "framework_version": assessment.framework_version_id,
        "jurisdictions": list(assessment.jurisdictions.values_list("pk", flat=True)),
    }


class ItemsForm(PortalForm):
    """Select competencies, or whole domains."""

    competencies = forms.ModelMultipleChoiceField(
        label=_("Competencies"),
        queryset=Competency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    domains = forms.ModelMultipleChoiceField(
        label=_("Whole areas"),
        queryset=Competency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = version.competencies.select_related("parent")
        set_querysets(
            self,
            competencies=rows.filter(kind=Competency.Kind.COMPETENCY),
            domains=rows.filter(kind=Competency.Kind.DOMAIN),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = set(cleaned.get("competencies") or ())
        for domain in cleaned.get("domains") or ():
            chosen |= set(domain.children.all())
        if not chosen and not self.errors:
            self.add_error("competencies", _("Select at least one competency."))
        cleaned["chosen"] = list(chosen)
        return cleaned


class GroupsForm(PortalForm):
    """A weight from 0 to 100 for each group; an empty field leaves the group out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in StakeholderGroup.Code.choices:
            self.fields[code] = forms.DecimalField(
                label=label,
                required=False,
                min_value=Decimal("0.01"),
                max_value=Decimal(100),
                max_digits=5,
                decimal_places=2,
            )
            style_field(self.fields[code])

    @property
    def weights(self) -> dict[str, Decimal]:
        """As shares of 1."""
        return {code: weight / 100 for code, weight in self.cleaned_data.items() if weight is not None}


def equal_weights(codes: Sequence[str]) -> dict[str, Decimal]:
    """Equal weights that add up to 100; the first ones are larger by what cannot be divided."""
    cents, left = divmod(10_000, len(codes))
    return {code: Decimal(cents + (n < left)) / 100 for n, code in enumerate(codes)}


class StakeholderInvitationForm(PortalForm):
    """Which entries of the stakeholder register to invite: by default all groups and jurisdictions of the
    assessment.
    """

    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Jurisdictions"), queryset=Jurisdiction.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(label=_("Groups"), widget=forms.CheckboxSelectMultiple)
    levels = forms.MultipleChoiceField(
        label=_("Only courts at these levels"),
        choices=Court.Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Leave empty to include all levels. People with no level in the register are always included."
        ),
    )

    def __init__(self, *args: Any, assessment: NeedsAssessment, **kwargs: Any) -> None:
        groups = [(group.code, group.get_code_display()) for group in assessment.groups.all()]
        jurisdictions = assessment.jurisdictions.all()
        kwargs.setdefault(
            "initial", {"jurisdictions": list(jurisdictions), "groups": [code for code, _l in groups]}
        )
        super().__init__(*args, **kwargs)
        set_querysets(self, jurisdictions=jurisdictions)
        set_choices(self, groups=groups)


class TextsForm(PortalForm):
    """Title and introduction in each of the questionnaire's languages."""

    def __init__(self, *args: Any, assessment: NeedsAssessment, **kwargs: Any) -> None:
        collection = assessment.collection
        self.codes = list(collection.languages)
        texts = {text.language: text for text in collection.version.texts.all()}
        initial: dict[str, str] = {}
        for code, text in texts.items():
            initial |= {f"title_{code}": text.title, f"introduction_{code}": text.introduction}
        super().__init__(*args, initial=initial, **kwargs)
        names = dict(settings.LANGUAGES)
        for index, code in enumerate(self.codes):
            attrs = {"class": "input", "lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            self.fields[f"title_{code}"] = forms.CharField(
                label=interpolate(_("Title, %(language)s"), language=names[code]),
                max_length=200,
                required=index == 0,
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"introduction_{code}"] = forms.CharField(
                label=interpolate(_("Introduction, %(language)s"), language=names[code]),
                required=False,
                widget=forms.Textarea(attrs={**attrs, "rows": 4}),
            )

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {code: (data[f"title_{code}"], data[f"introduction_{code}"]) for code in self.codes}


class AddressesForm(PortalForm):
    """Addresses pasted or uploaded. Invalid lines stay in the field, each with its reason."""

    text = forms.CharField(
        label=_("Addresses, one person per line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "Email, name, group, jurisdiction code, language, level of court. Paste from a "
            "spreadsheet or separate with commas."
        ),
    )
    file = forms.FileField(label=_("Or upload a CSV file with the same columns"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("text") or "").strip() and not cleaned.get("file"):
            self.add_error("text", _("Paste addresses or choose a file."))
        return cleaned


class AcceptForm(PortalModelForm):
    class Meta:
        model = TrainingNeed
        fields = ("statement", "priority", "cause")
        help_texts = {
            "statement": _("What training providers need to address, in one sentence."),
            "priority": _("1 is the highest priority."),
            "cause": _("Training cannot solve a lack of staff, law or equipment."),
        }


class ReopenForm(PortalForm):
    reason = forms.CharField(
        label=_("Why are you reopening the decision?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your text is kept in the need’s history."),
    )
