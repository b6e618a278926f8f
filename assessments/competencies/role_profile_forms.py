"""The form of a role profile."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.competencies.forms import LEVELS, DraftForm
from assessments.competencies.models import Competency, FrameworkVersion
from assessments.competencies.profile_models import RoleProfile


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
        for competency in self._competencies():
            label = f"{competency.code} {competency}"
            self.fields[f"c{competency.pk}"] = forms.TypedChoiceField(
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
            raise forms.ValidationError(_("This edition already has a profile with that code."), code="taken")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.levels:
            message = _("Select a level for at least one competency.")
            self.add_error(None, forms.ValidationError(message, code="no_level"))
        return cleaned

    @property
    def head(self) -> list[Any]:
        return [self["code"], self["title"]]

    @property
    def rows(self) -> list[tuple[Competency, list[tuple[Competency, Any]]]]:
        return [(area, [(row, self[f"c{row.pk}"]) for row in area.children.all()]) for area in self.areas]

    @property
    def levels(self) -> dict[int, int]:
        typed = ((row.pk, self.cleaned_data.get(f"c{row.pk}")) for row in self._competencies())
        return {pk: level for pk, level in typed if level}
