"""Forms for areas, competencies, behaviours, levels, translations and CASE imports."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.competencies import policies
from assessments.competencies.case_exchange import reader
from assessments.competencies.models import Competency, CompetencyMapping, Framework, FrameworkVersion
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.users import AnyUser
from portal.files.models import StoredFile
from portal.languages.numbers import digits_lazy, interpolate
from portal.ui.forms import PortalForm, set_querysets

KINDS = [pair for pair in CompetencyMapping.Kind.choices if pair[0] != CompetencyMapping.Kind.REPLACED_BY]

LEVELS = [(n, digits_lazy(n)) for n in range(1, 5)]


class DraftForm(PortalForm):
    """A form on a draft: `revision` is the revision of the edition that the person edited."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": version.revision, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.version = version

    def show_concurrent_changes(self) -> None:
        """Someone else changed the edition: the input stays, and after the error the person can save again."""
        now = FrameworkVersion.objects.values_list("revision", flat=True).get(pk=self.version.pk)
        self.replace_posted("revision", str(now))


class AdditionForm(PortalForm):
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("For example, fiji-addition."))
    title = forms.CharField(label=_("Title"), max_length=200)
    extends = forms.ModelChoiceField(
        label=_("Extends"),
        queryset=Framework.objects.filter(extends=None),
        help_text=_("The framework itself does not change."),
    )
    jurisdiction = forms.ModelChoiceField(label=_("Jurisdiction"), queryset=Jurisdiction.objects.none())

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, jurisdiction=policies.jurisdictions_for(user))

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Framework.objects.filter(code=code).exists():
            raise forms.ValidationError(_("A framework with that code already exists."))
        return code


class NextEditionForm(PortalForm):
    number = forms.CharField(label=_("Number"), max_length=12, help_text=_("For example, 1.1 or 2."))

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framework = framework

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if self.framework.versions.filter(number=number).exists():
            raise forms.ValidationError(_("An edition with that number already exists."))
        return number


class AdoptForm(PortalForm):
    adopted_on = forms.DateField(label=_("Adopted on"), initial=timezone.localdate)


class CompetencyForm(DraftForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("For example, CM for an area and CM1 for a competency in it."),
    )
    statement = forms.CharField(label=_("Statement, in English"), max_length=300)
    means_another = forms.BooleanField(
        label=_("The meaning has changed"),
        required=False,
        help_text=_(
            "The competency then counts as a new one that replaces the old one. Leave "
            "unticked if you only improve the wording."
        ),
    )

    def __init__(
        self, *args: Any, version: FrameworkVersion, competency: Competency | None = None, **kwargs: Any
    ) -> None:
        if competency is not None:
            kwargs["initial"] = {"code": competency.code, "statement": competency.statement}
        super().__init__(*args, version=version, **kwargs)
        self.competency = competency
        if competency is None:
            del self.fields["means_another"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        taken = self.version.competencies.filter(code=code)
        if self.competency is not None:
            taken = taken.exclude(pk=self.competency.pk)
        if taken.exists():
            raise forms.ValidationError(_("This edition already uses that code."), code="taken")
        return code


class BehaviourForm(DraftForm):
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[("", _("At every level")), *LEVELS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    statement = forms.CharField(
        label=_("What a person with this competency does, in English"), max_length=300
    )


class LevelsForm(DraftForm):
    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        existing = {f"level_{level.rank}": level.title for level in version.levels.all()}
        super().__init__(*args, version=version, initial=existing, **kwargs)
        for rank, _label in LEVELS:
            self.fields[f"level_{rank}"] = forms.CharField(
                label=interpolate(_("Level %(n)s, in English"), n=rank), max_length=80, required=False,
                widget=forms.TextInput(attrs={"class": "input"}),
            )  # fmt: skip

    @property
    def titles(self) -> dict[int, str]:
        return {rank: self.cleaned_data[f"level_{rank}"].strip() for rank, _label in LEVELS}


class TranslationsForm(DraftForm):
    """All texts of an edition in one language beside their sources, with missing and outdated ones marked."""

    def __init__(self, *args: Any, version: FrameworkVersion, language: str, **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        self.rows: list[dict[str, Any]] = []
        self.attrs = {"class": "input", "lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        for level in version.levels.prefetch_related("texts"):
            self._row(f"l{level.pk}", str(level.rank), level.title, level.texts.all(), "title", language, 80)
        for profile in version.profiles.prefetch_related("texts"):
            self._row(
                f"p{profile.pk}", profile.code, profile.title, profile.texts.all(), "title", language, 80
            )
        rows = version.competencies.select_related("parent").prefetch_related(
            "texts", "behaviours__texts", "descriptors__texts"
        )
        for competency in sorted(rows, key=_in_order):
            self._row(
                f"c{competency.pk}",
                competency.code,
                competency.statement,
                competency.texts.all(),
                "statement",
                language,
                300,
            )
            for descriptor in competency.descriptors.all():
                self._row(
                    f"d{descriptor.pk}", f"{competency.code}, {descriptor.level}", descriptor.statement,
                    descriptor.texts.all(), "statement", language, 300,
                )  # fmt: skip
            for behaviour in competency.behaviours.all():
                self._row(
                    f"b{behaviour.pk}",
                    competency.code,
                    behaviour.statement,
                    behaviour.texts.all(),
                    "statement",
                    language,
                    300,
                )

    def _row(
        self, key: str, code: str, source: str, texts: Any, name: str, language: str, limit: int
    ) -> None:
        text = next((text for text in texts if text.language == language), None)
        self.initial[key] = getattr(text, name) if text else ""
        label = interpolate(_("Translation of “%(source)s”"), source=source)
        self.fields[key] = forms.CharField(
            label=label, max_length=limit, required=False,
            widget=forms.TextInput(attrs={**self.attrs, "aria-label": label}),
        )  # fmt: skip
        state = "missing" if text is None else text.status
        self.rows.append({"code": code, "source": source, "field": self[key], "state": state})

    @property
    def texts(self) -> dict[str, str]:
        return {key: value for key, value in self.cleaned_data.items() if key != "revision"}

    @property
    def missing(self) -> int:
        return sum(row["state"] == "missing" for row in self.rows)

    @property
    def outdated(self) -> int:
        return sum(row["state"] == "outdated" for row in self.rows)


def _in_order(competency: Competency) -> tuple[Any, ...]:
    parent = competency.parent
    if parent is None:
        return competency.position, competency.code, 0, 0, ""
    return parent.position, parent.code, 1, competency.position, competency.code


class PackageForm(PortalForm):
    file = forms.FileField(
        label=_("CASE package"),
        help_text=_(
            "JSON with CFDocument, CFItems and CFAssociations, up to 5 MB. Nothing is saved unless "
            "the whole package is valid."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    framework = forms.ModelChoiceField(
        label=_("Import as the next edition of"),
        queryset=Framework.objects.all(),
        required=False,
        empty_label=_("A new framework"),
    )
    code = forms.SlugField(label=_("Code of the new framework"), max_length=40, required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Organisation.objects.all(), required=False)

    def __init__(self, *args: Any, preview: StoredFile | None = None, **kwargs: Any) -> None:
        """With `looked`, the previewed package, no file need be uploaded again."""
        super().__init__(*args, **kwargs)
        self.fields["file"].required = preview is None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > reader.MAX_BYTES:
            raise forms.ValidationError(_("The file must be 5 MB or smaller."), code="too_large")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("framework") is None:
            if not cleaned.get("code"):
                self.add_error("code", _("Give the new framework a code."))
            elif Framework.objects.filter(code=cleaned["code"]).exists():
                self.add_error("code", _("A framework with that code already exists."))
        return cleaned


CHOICES = [pair for pair in settings.LANGUAGES if pair[0] != "en"]


class DescriptorsForm(DraftForm):
    """One statement per level, labelled with the titles of the edition's levels."""

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        version = competency.version
        existing = {f"level_{row.level}": row.statement for row in competency.descriptors.all()}
        super().__init__(*args, version=version, initial=existing, **kwargs)
        titles = {level.rank: level.title for level in version.levels.all()}
        for rank, _label in LEVELS:
            label = interpolate(_("Level %(n)s, in English"), n=rank)
            self.fields[f"level_{rank}"] = forms.CharField(
                label=label, max_length=300, required=False, help_text=titles.get(rank, ""),
                widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
            )  # fmt: skip

    @property
    def statements(self) -> dict[int, str]:
        return {rank: self.cleaned_data[f"level_{rank}"].strip() for rank, _label in LEVELS}


class _TargetField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.version}: {obj.code} {obj.statement}"


class MappingForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Relationship"),
        choices=KINDS,
        help_text=_("Broader: the other competency covers more than this one."),
    )
    target = _TargetField(label=_("Competency in another framework"), queryset=Competency.objects.none())

    def __init__(self, *args: Any, competency: Competency, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = (  # type: ignore[attr-defined]
            Competency.objects.visible_to(user)
            .filter(version__state=FrameworkVersion.State.ADOPTED, kind=competency.kind)
            .exclude(version__framework=competency.version.framework_id)
            .select_related("version__framework")
            .order_by("version__framework__title", "position", "code")
        )
