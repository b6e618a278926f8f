"""Forms of the questionnaire editor."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.instruments import policies
from assessments.instruments.builtin_templates import BUILTIN_TEMPLATES
from assessments.instruments.choice_fields import ChoicesField
from assessments.instruments.condition_fields import ConditionField, ConditionQuestions
from assessments.instruments.defaults import own_language, own_organisation
from assessments.instruments.models import ChoiceList, Instrument, InstrumentVersion, Question
from assessments.instruments.queries import (
    ALWAYS,
    CONTAINERS,
    WITH_CHOICES,
    Questionnaire,
    default_label,
    label_of,
)
from assessments.instruments.validation import SCORED
from participants.organisations.models import Organisation
from portal.access.users import AnyUser
from portal.ui.forms import PortalForm, set_choices, set_querysets

Type = Question.Type
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}", re.ASCII)
EXPRESSION = {"dir": "ltr", "spellcheck": "false", "rows": 1}
NOT_FOR = {
    "is_required": {*CONTAINERS, Type.NOTE, Type.CALCULATE},
    "required": {*CONTAINERS, Type.NOTE, Type.CALCULATE},
    "required_message": {*CONTAINERS, Type.NOTE, Type.CALCULATE, Type.RATING},
    "constraint": {*CONTAINERS, Type.NOTE, Type.CALCULATE, Type.ACKNOWLEDGE, Type.RATING},
    "default": {*CONTAINERS, Type.NOTE, Type.CALCULATE, Type.FILE, Type.RATING, Type.RANK},
    "image": {*CONTAINERS, Type.CALCULATE, Type.RATING},
}
OF_A_TEST = {"competency", "test_form", "correct_answer", "explanation"}
APPEARANCES = {
    Type.TEXT: [("", _("One line")), ("multiline", _("Several lines"))],
    Type.SELECT_ONE: [("", _("Vertical list")), ("likert", _("Side by side, as a scale"))],
}


# Tests are created from an edition of the curriculum.
KINDS = [choice for choice in Instrument.Kind.choices if choice[0] != Instrument.Kind.TEST]


class InstrumentForm(PortalForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Type"), choices=KINDS, widget=forms.RadioSelect)
    owner = forms.ModelChoiceField(label=_("Lead organisation"), queryset=Organisation.objects.none())
    source_language = forms.ChoiceField(
        label=_("Source language"),
        choices=settings.LANGUAGES,
        help_text=_("Translations are based on this language."),
    )
    begins_with = forms.ChoiceField(
        label=_("Start with"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Empty questionnaire")),
            *((key, one.offered) for key, one in BUILTIN_TEMPLATES.items()),
        ],
        help_text=_(
            "The portal’s standard questions come in all its languages and set the type of questionnaire."
        ),
    )

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        owners = policies.owners_for(user)
        kwargs.setdefault(
            "initial",
            {
                "kind": Instrument.Kind.NEEDS,
                "owner": own_organisation(user, owners),
                "source_language": own_language(),
            },
        )
        super().__init__(*args, **kwargs)
        set_querysets(self, owner=owners)


class GroupField(forms.ModelChoiceField):
    """Labels each group with the text that the outline shows."""

    def label_from_instance(self, group: Question) -> str:
        source = group.version.source_language
        return label_of(group, get_language() or source, source) or group.name


class QuestionForm(PortalForm):
    """The form of every question type; fields that a type does not have are removed."""

    label = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    hint = forms.CharField(
        label=_("Hint"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Shown below the question in smaller text."),
    )  # fmt: skip
    choice_list = forms.ModelChoiceField(
        label=_("Choices from"), queryset=ChoiceList.objects.none(), required=False,
        empty_label=_("Its own list, below"),
    )  # fmt: skip
    choices = ChoicesField(
        label=_("Choices"), help_text=_("Rows left empty are ignored. Codes are created from the labels."),
    )  # fmt: skip
    competency = forms.ModelChoiceField(
        label=_("Competency"), queryset=Competency.objects.none(), required=False, empty_label=_("None"),
        help_text=_("A test asks the same number of questions for each competency."),
    )  # fmt: skip
    test_form = forms.ChoiceField(
        label=_("When it is asked"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Never")), *Question.TestForm.choices],
        help_text=_("Tests before and after use different but equivalent questions. Questions asked "
                    "both times link the 2 tests."),
    )  # fmt: skip
    correct_answer = forms.CharField(
        label=_("Correct answer"), required=False, max_length=500, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Enter a number, or the codes of the correct choices separated by spaces. For a "
                    "ranking, list them from first to last."),
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Shown after practice."),
    )  # fmt: skip
    start = forms.DecimalField(label=_("Minimum"), required=False)
    end = forms.DecimalField(label=_("Maximum"), required=False)
    step = forms.DecimalField(label=_("In steps of"), required=False, min_value=0)
    calculation = forms.CharField(
        label=_("Calculated as"), required=False, widget=forms.Textarea(attrs=EXPRESSION)
    )
    is_required = forms.BooleanField(label=_("Required"), required=False)
    required = ConditionField(
        label=_("Required only if"), required=False,
        help_text=_("Leave empty if the answer is always required or never."),
    )  # fmt: skip
    required_message = forms.CharField(label=_("Message if left empty"), required=False, max_length=500)
    relevant = ConditionField(
        label=_("Asked only if"), required=False, help_text=_("Leave empty to always ask."),
    )  # fmt: skip
    constraint = forms.CharField(
        label=_("Accepted only if"), required=False, widget=forms.Textarea(attrs=EXPRESSION),
        help_text=_("Use a dot for the answer, such as . >= 0 and . <= 60, or regex(., "
                    "'[A-Z]{2}[0-9]+')."),
    )  # fmt: skip
    constraint_message = forms.CharField(label=_("Message if not accepted"), required=False, max_length=500)
    choice_filter = forms.CharField(
        label=_("Choices offered only if"), required=False, widget=forms.Textarea(attrs=EXPRESSION),
        help_text=_("Uses the columns added after the choices, such as land = ${country}."),
    )  # fmt: skip
    default = forms.CharField(label=_("Default value"), required=False, max_length=500)
    appearance = forms.ChoiceField(label=_("Appearance"), required=False, widget=forms.RadioSelect)
    image = forms.FileField(label=_("Image"), required=False, help_text=_("PNG or JPEG."))
    image_alt = forms.CharField(
        label=_("Image description"), required=False, max_length=300,
        help_text=_("For people who cannot see the image."),
    )  # fmt: skip
    drop_image = forms.BooleanField(label=_("Remove the image"), required=False)
    parent = GroupField(
        label=_("In group"), queryset=Question.objects.none(), required=False, empty_label=_("No group (top level)"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
        help_text=_("Conditions and exports use this name for the question. Leave empty to create it "
                    "from the text."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        version: InstrumentVersion,
        kind: str,
        question: Question | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.type = kind
        fields = self.fields
        written = str(self.initial.get("required") or "")
        self.initial["is_required"] = bool(written)
        self.initial["required"] = "" if written.strip().lower() in ALWAYS else written
        self.is_test = version.instrument.kind == Instrument.Kind.TEST
        set_querysets(
            self,
            competency=_rateable(version),
            choice_list=ChoiceList.objects.filter(version=version),
            parent=groups_in(version, but=question),
        )
        set_choices(self, appearance=APPEARANCES.get(Type(kind), []))
        fields["label"].required = kind not in (Type.GROUP, Type.CALCULATE)
        if question is not None and default_label(question, version.source_language):
            fields["label"].required = False
            fields["label"].help_text = _("Leave empty to use the portal’s standard text in every language.")
        fields["calculation"].required = kind == Type.CALCULATE
        for name in self._foreign(question):
            del fields[name]
        _prepare_conditions(self, version, question)

    def _foreign(self, question: Question | None) -> set[str]:
        """Fields that the type does not have."""
        out = {name for name, types in NOT_FOR.items() if self.type in types}
        out |= set() if self.is_test and self.type in SCORED else OF_A_TEST
        if "constraint" in out:
            out.add("constraint_message")
        if self.type not in WITH_CHOICES:
            out |= {"choice_list", "choices", "choice_filter"}
        if self.type != Type.RANGE:
            out |= {"start", "end", "step"}
        if self.type != Type.CALCULATE:
            out.add("calculation")
        if self.type not in APPEARANCES:
            out.add("appearance")
        if "image" in out:
            out |= {"image_alt", "drop_image"}
        if question is None or not question.image_id:
            out.add("drop_image")
        return out & set(self.fields)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name and not NAME.fullmatch(name):
            message = _("Use letters, digits, dots, dashes and underscores only, and start with a letter.")
            raise ValidationError(message, code="invalid")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            self.type in WITH_CHOICES
            and not self.errors
            and not cleaned.get("choice_list")
            and not cleaned.get("choices")
        ):
            self.add_error("choices", _("Enter at least one choice, or select an existing list."))
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        names = ("label", "hint", "required_message", "constraint_message", "image_alt", "explanation")
        return {name: self.cleaned_data.get(name, "") for name in names}

    @property
    def rules(self) -> dict[str, str]:
        names = (
            "relevant",
            "required",
            "constraint",
            "calculation",
            "choice_filter",
            "default",
            "appearance",
            "correct_answer",
            "test_form",
        )
        rules = {name: self.cleaned_data.get(name) or "" for name in names}
        rules["required"] = rules["required"] or ("yes" if self.cleaned_data.get("is_required") else "")
        if self.type == Type.RANGE:
            parts = {name: self.cleaned_data.get(name) for name in ("start", "end", "step")}
            rules["parameters"] = " ".join(
                f"{name}={value.normalize():f}" for name, value in parts.items() if value is not None
            )
        return rules


def _prepare_conditions(form: PortalForm, version: InstrumentVersion, question: Question | None) -> None:
    """Let the conditions offer the other questions, in the reader's language."""
    questionnaire = Questionnaire(version, get_language() or version.source_language)
    questions = ConditionQuestions(questionnaire, but=question.name if question else "")
    for field in form.fields.values():
        if isinstance(field, ConditionField):
            field.prepare(questions)


def _rateable(version: InstrumentVersion) -> QuerySet[Competency]:
    competencies = Competency.objects.filter(
        version=version.framework_version_id, kind=Competency.Kind.COMPETENCY
    )
    return competencies.prefetch_related("texts")


def groups_in(version: InstrumentVersion, *, but: Question | None = None) -> QuerySet[Question]:
    groups = version.questions.filter(type__in=CONTAINERS).select_related("competency", "version")
    groups = groups.prefetch_related("texts", "competency__texts")
    return groups.exclude(pk=but.pk) if but else groups


class RatingForm(PortalForm):
    """A task to rate: from the framework, or with its own text."""

    competency = forms.ModelChoiceField(
        label=_("Task from the framework"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=_("None: enter your own text"),
    )
    label = forms.CharField(
        label=_("Task text"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Leave empty to use the framework’s text in every language."),
    )  # fmt: skip
    hint = forms.CharField(label=_("Hint"), required=False)
    relevant = ConditionField(
        label=_("Asked only if"), required=False, help_text=_("Leave empty to always ask."),
    )  # fmt: skip
    parent = GroupField(
        label=_("In group"), queryset=Question.objects.none(), required=False, empty_label=_("No group (top level)"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, version: InstrumentVersion, question: Question | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, competency=_rateable(version), parent=groups_in(version))
        _prepare_conditions(self, version, question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("competency") and not cleaned.get("label"):
            self.add_error("label", _("Choose a task from the framework, or enter one."))
        return cleaned


class CopyFromForm(PortalForm):
    other = forms.ModelChoiceField(label=_("Questionnaire"), queryset=InstrumentVersion.objects.none())

    def __init__(self, *args: Any, version: InstrumentVersion, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = InstrumentVersion.objects.visible_to(user).exclude(pk=version.pk)
        set_querysets(self, other=others.filter(source_language=version.source_language))


class WorkbookForm(PortalForm):
    """A workbook; a previewed one need not be uploaded again."""

    file = forms.FileField(label=_("XLSForm workbook (.xlsx)"))

    def __init__(self, *args: Any, preview: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = preview is None


class PhrasesFileForm(PortalForm):
    file = forms.FileField(label=_("Translations (.po)"))
