"""Forms for programmes, decisions on needs and answers to overlaps."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.landscape.models import ExternalProgramme
from assessments.needs import decisions
from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import TrainingNeed
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.users import AnyUser
from portal.languages.numbers import interpolate
from portal.ui.forms import PortalForm, PortalModelForm, set_choices, set_querysets
from programs.curriculum.models import Edition, Module
from programs.programmes.models import Programme, ProgrammePartner
from programs.programmes.overlap_models import OverlapAnswer


class ProgrammeForm(PortalModelForm):
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Jurisdictions"), queryset=Jurisdiction.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Programme
        fields = (
            "code", "title", "summary", "lead_organisation", "region", "currency", "starts", "ends", "state",
            "jurisdictions", "revision",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class PartnerForm(PortalForm):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.all())
    role_code = forms.ChoiceField(label=_("Role"), choices=ProgrammePartner.RoleCode.choices)


class UseEditionForm(PortalForm):
    edition = forms.ModelChoiceField(
        label=_("Module edition"),
        queryset=Edition.objects.filter(state=Edition.State.PUBLISHED).select_related("module"),
    )


class DecisionForm(PortalForm):
    """A decision on a need. Fields that do not apply to its kind are ignored."""

    kind = forms.ChoiceField(
        label=_("This need is addressed by"),
        choices=[pair for pair in NeedDecision.Kind.choices if pair[0] != NeedDecision.Kind.REOPENED],
        widget=forms.RadioSelect,
    )
    module = forms.ModelChoiceField(
        label=_("Module"),
        queryset=Module.objects.none(),
        required=False,
        help_text=_(
            "The module that exists, or will be adapted or created. You can name a new module later."
        ),
    )
    programme = forms.ModelChoiceField(
        label=_("Or programme"), queryset=Programme.objects.none(), required=False
    )
    evidence = forms.CharField(
        label=_("Evidence that it addresses the need"),
        max_length=300,
        required=False,
        help_text=_(
            "For an existing module or programme: for example, minutes, a mapping or a board "
            "decision. If left empty, it is shown as stated, without evidence."
        ),
    )
    offer = forms.ModelChoiceField(
        label=_("Another organisation’s training offer"),
        queryset=ExternalProgramme.objects.none(),
        required=False,
    )
    remedy = forms.ChoiceField(
        label=_("If not training, what addresses the need"),
        choices=[("", "–"), *NeedDecision.Remedy.choices],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Visible to everyone who follows this need."),
    )
    owner = forms.ModelChoiceField(
        label=_("Responsible organisation"), queryset=Organisation.objects.select_related("jurisdiction")
    )
    owner_person = forms.ModelChoiceField(
        label=_("Responsible person (must have an account)"), queryset=User.objects.none(), required=False
    )
    due_on = forms.DateField(
        label=_("Due date"), help_text=_("For a deferred need, this is the review date.")
    )
    measured_by = forms.CharField(
        label=_("How it will be measured"),
        max_length=300,
        help_text=_("For example, an indicator, a count or a test. Not required for a deferred need."),
        error_messages={"required": _("Enter how it will be measured.")},
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, need: TrainingNeed, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need = need
        staff = ("coordinator", "focal_point", "administrator")
        people = User.objects.filter(Q(role_assignments__role__in=staff) | Q(pk=user.pk))
        offers = ExternalProgramme.objects.visible_to(user).offered()
        set_querysets(
            self,
            module=Module.objects.visible_to(user),
            programme=Programme.objects.visible_to(user),
            offer=offers,
            owner_person=people.select_related("person").distinct(),
        )
        set_choices(self, offer=_offers_by_competency(need, offers))

    def show_concurrent_changes(self) -> None:
        """Show the decision that somebody else has recorded; posting again supersedes it."""
        last = decisions.current(self.need)
        if last is not None:
            text = _("Another decision was recorded in the meantime: %(kind)s. %(reason)s")
            self.add_error("kind", interpolate(text, kind=last.get_kind_display(), reason=last.reason))
        self.replace_posted("after", "" if last is None else str(last.pk))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", "")
        by_training = kind in NeedDecision.BY_TRAINING
        if kind in ("existing", "adapted") and not (cleaned.get("module") or cleaned.get("programme")):
            self.add_error(
                "module", forms.ValidationError(_("Select a module or a programme."), code="required")
            )
        if kind == "offer" and not cleaned.get("offer"):
            message = _("Select the training offer that addresses it.")
            self.add_error("offer", forms.ValidationError(message, code="required"))
        if kind == "not_training" and not cleaned.get("remedy"):
            message = _("Select what addresses it instead of training.")
            self.add_error("remedy", forms.ValidationError(message, code="required"))
        if kind and kind not in NeedDecision.MEASURED:
            self.errors.pop("measured_by", None)
            cleaned.setdefault("measured_by", "")
        if not by_training:
            cleaned |= {"module": None, "programme": None, "evidence": ""}
        return cleaned


def _offers_by_competency(need: TrainingNeed, offers: QuerySet[ExternalProgramme]) -> list[tuple[Any, Any]]:
    """Choices in two groups: first the offers that teach the need's competency."""
    same: list[tuple[int, str]] = []
    others: list[tuple[int, str]] = []
    for offer in offers.prefetch_related("competencies"):
        teaches = any(competency.code == need.competency.code for competency in offer.competencies.all())
        (same if teaches else others).append((offer.pk, f"{offer.title} ({offer.organisation})"))
    return [
        ("", "–"),
        (_("Training offers that teach this competency"), same),
        (_("Other training offers"), others),
    ]


class ProgrammeAnswerForm(PortalForm):
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=300,
        required=False,
        help_text=_(
            "For example, minutes, a mapping or a board decision. If left empty, the link is "
            "shown as stated, without evidence."
        ),
    )

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, programme=Programme.objects.visible_to(user))


class OverlapAnswerForm(PortalForm):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=OverlapAnswer.Answer.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Required unless you join it. Say what the other programme does not cover, or "
            "why it is not the same."
        ),
    )
