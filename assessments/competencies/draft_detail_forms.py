"""Forms for level descriptors, role profiles and mappings of a draft edition."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.competencies.forms import LEVELS, DraftForm
from assessments.competencies.models import Competency, CompetencyMapping, FrameworkVersion
from assessments.competencies.profile_models import RoleProfile
from portal.access.users import AnyUser
from portal.ui.forms import PortalForm

KINDS = [pair for pair in CompetencyMapping.Kind.choices if pair[0] != CompetencyMapping.Kind.REPLACED_BY]


class DescriptorsForm(DraftForm):
    """One statement per level, labelled with the titles of the edition's levels."""

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        version = competency.version
        existing = {f"level_{row.level}": row.statement for row in competency.descriptors.all()}
        super().__init__(*args, version=version, initial=existing, **kwargs)
        titles = {level.rank: level.title for level in version.levels.all()}
        for rank, _label in LEVELS:
            label = _("Level %(n)s, in English") % {"n": rank}
            self.fields[f"level_{rank}"] = forms.CharField(
                label=label, max_length=300, required=False, help_text=titles.get(rank, ""),
                widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
            )  # fmt: skip

    @property
    def statements(self) -> dict[int, str]:
        return {rank: self.cleaned_data[f"level_{rank}"].strip() for rank, _label in LEVELS}


class ProfileForm(DraftForm):
    """A role and the level that it needs in each competency; empty when it needs none."""

    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("For example, judge-first-instance."))
    title = forms.CharField(
        label=_("Role, in English"), max_length=80, help_text=_("For example, judge of first instance.")
    )

    def __init__(
        self, *args: Any, version: FrameworkVersion, profile: RoleProfile | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if profile is not None:
            needed = {f"c{row.competency_id}": row.level for row in profile.requirements.all()}
            initial = {"code": profile.code, "title": profile.title, **needed}
        super().__init__(*args, version=version, initial=initial, **kwargs)
        self.profile = profile
        self.areas = list(
            version.competencies.filter(parent=None).prefetch_related("texts", "children__texts")
        )
        for one in self._competencies():
            label = f"{one.code} {one}"
            self.fields[f"c{one.pk}"] = forms.TypedChoiceField(
                label=label, choices=[("", "–"), *LEVELS], coerce=int, empty_value=None, required=False,
                widget=forms.Select(attrs={"class": "input", "aria-label": label}),
            )  # fmt: skip

    def _competencies(self) -> Iterator[Competency]:
        for area in self.areas:
            yield from area.children.all()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        taken = self.version.profiles.filter(code=code)
        if self.profile is not None:
            taken = taken.exclude(pk=self.profile.pk)
        if taken.exists():
            raise forms.ValidationError(_("This edition already has a profile with that code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.levels:
            self.add_error(None, _("Select a level for at least one competency."))
        return cleaned

    @property
    def head(self) -> list[Any]:
        return [self["code"], self["title"]]

    @property
    def rows(self) -> list[tuple[Competency, list[tuple[Competency, Any]]]]:
        return [(area, [(one, self[f"c{one.pk}"]) for one in area.children.all()]) for area in self.areas]

    @property
    def levels(self) -> dict[int, int]:
        typed = ((one.pk, self.cleaned_data.get(f"c{one.pk}")) for one in self._competencies())
        return {pk: level for pk, level in typed if level}


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
