"""Forms for agendas, partners, delegates, items, meetings, minutes, motions and votes."""

from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.needs.models import TrainingNeed
from evaluations.agenda import policies, services
from evaluations.agenda.models import AgendaItem, AgendaPartner, BoardMeeting, Majority, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion, AgendaVote
from evaluations.results.models import Milestone
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.users import AnyUser
from portal.files import uploads
from portal.languages.lists import comma
from portal.languages.numbers import date_format
from portal.languages.zones import local_zone_choices
from portal.ui.forms import MOMENT, PortalForm, PortalModelForm, set_choices, set_querysets
from portal.ui.zoned_times import aware_times_of, naive_times_of
from programs.programmes.models import Programme


class AgendaForm(PortalModelForm):
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Jurisdictions"), queryset=Jurisdiction.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ReformAgenda
        fields = (
            "title", "summary", "region", "jurisdictions", "secretariat", "starts", "ends", "majority",
            "quorum_percent", "comments_until", "revision",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 3}), "majority": forms.RadioSelect}
        help_texts = {
            "secretariat": _(
                "The secretariat manages the agenda: it schedules meetings, proposes "
                "motions and counts votes."
            ),
            "majority": _(
                "The majority needed to carry a motion. A change does not affect motions already proposed."
            ),
            "comments_until": _("Leave empty to keep comments open with no closing date."),
        }

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, secretariat=policies.secretariats_for(user))
        set_choices(self, majority=Majority.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", _("The last day must not be before the first day."))
        return cleaned


class PartnerForm(PortalForm):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.select_related("jurisdiction")
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=AgendaPartner.Role.choices, initial="member", widget=forms.RadioSelect
    )
    contribution = forms.CharField(
        label=_("Contribution"),
        max_length=200,
        required=False,
        help_text=_("For example, funding, rooms, staff or a rule change."),
    )


class DelegateForm(PortalForm):
    user = forms.ModelChoiceField(
        label=_("Person"),
        queryset=get_user_model().objects.none(),
        help_text=_("People with a current post or role at the organisation and an account on this portal."),
    )

    def __init__(self, *args: Any, partner: AgendaPartner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = services.eligible_delegates(partner.organisation)
        set_querysets(self, user=people.select_related("person").order_by("person__full_name"))


class ItemForm(PortalModelForm):
    needs = forms.ModelMultipleChoiceField(
        label=_("Needs"),
        queryset=TrainingNeed.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    programmes = forms.ModelMultipleChoiceField(
        label=_("Programmes"),
        queryset=Programme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    milestones = forms.ModelMultipleChoiceField(
        label=_("Milestones"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = AgendaItem
        fields = (
            "title", "description", "priority", "owner", "due_on", "is_internal", "needs", "programmes",
            "milestones", "revision",
        )  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "priority": _("1 is the highest priority."),
            "due_on": _("Once the board has agreed the item, only a board decision can change this date."),
            "is_internal": _("The item, its decisions and its comments are not shown on the public page."),
        }

    def __init__(self, *args: Any, agenda: ReformAgenda, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden_links: dict[str, list[Any]] = {}
        offered = self._offered_links(agenda, user)
        if self.instance.pk is not None:
            offered = {name: self._with_linked(name, rows, user) for name, rows in offered.items()}
        owners = agenda.partners.filter(left_on=None).select_related("organisation")
        set_querysets(self, owner=owners, **offered)
        milestones = cast("forms.ModelMultipleChoiceField[Any]", self.fields["milestones"])
        milestones.label_from_instance = _milestone_label  # type: ignore[method-assign]  # Django's documented way

    def _offered_links(self, agenda: ReformAgenda, user: AnyUser) -> dict[str, QuerySet[Any]]:
        """Return the needs, programmes and milestones that the person may see and that fit the agenda."""
        programmes = Programme.objects.filter(jurisdictions__in=agenda.jurisdictions.values("pk")).values(
            "pk"
        )
        milestones = Milestone.objects.visible_to(user).filter(
            result__framework__programme__in=programmes, cancelled_on=None
        )
        return {
            "needs": TrainingNeed.objects.visible_to(user).select_related("assessment"),
            "programmes": Programme.objects.visible_to(user).filter(pk__in=programmes),
            "milestones": milestones.select_related("court__organisation"),
        }

    def _with_linked(self, name: str, offered: QuerySet[Any], user: AnyUser) -> QuerySet[Any]:
        """Add what the item is already linked to. Links that the person may not see are kept without being shown."""
        linked = getattr(self.instance, name).all()
        rows = linked.model.objects
        seen = rows.visible_to(user).filter(pk__in=linked.values("pk")).values("pk")
        self.hidden_links[name] = list(linked.exclude(pk__in=seen))
        return (rows.filter(pk__in=offered.values("pk")) | rows.filter(pk__in=seen)).distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, rows in self.hidden_links.items():
            if name in cleaned:
                cleaned[name] = [*cleaned[name], *rows]
        return cleaned

    def _post_clean(self) -> None:
        """Skip the model's checks: the service saves the row, and database constraints check it."""


def _milestone_label(obj: Milestone) -> str:
    return f"{obj.title}, {obj.court}" if obj.court else obj.title


class MeetingForm(PortalModelForm):
    timezone = forms.ChoiceField(label=_("Time zone"), choices=local_zone_choices)
    starts = forms.DateTimeField(label=_("Starts"), widget=MOMENT)
    ends = forms.DateTimeField(label=_("Ends"), widget=MOMENT)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = BoardMeeting
        fields = ("starts", "ends", "timezone", "venue", "join_url", "is_public", "topics", "revision")
        widgets = {"topics": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"join_url": _("The public cannot see this link.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(naive_times_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned |= aware_times_of(cleaned)
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", _("The end must be after the start."))
        return cleaned


class MinutesForm(PortalForm):
    upload = forms.FileField(
        label=_("Minutes"),
        help_text=_("PDF or Word (.docx). Remove the names of people who did not represent a partner."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )
    minutes_public = forms.BooleanField(
        label=_("Show the minutes to the public if the agenda is public"), required=False
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        try:
            uploads.check(upload, kinds=services.MINUTES_KINDS)
        except uploads.UploadRejected as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return upload


class MotionForm(PortalForm):
    title = forms.CharField(label=_("Motion"), max_length=200)
    text = forms.CharField(
        label=_("Reasons"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    item = forms.ModelChoiceField(label=_("Agenda item"), queryset=AgendaItem.objects.none(), required=False)
    effect = forms.ChoiceField(label=_("If carried"), choices=AgendaMotion.Effect.choices)
    new_date = forms.DateField(label=_("New date"), required=False)
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=BoardMeeting.objects.none(),
        required=False,
        help_text=_(
            "If the motion is proposed in a meeting, votes can be counted once the meeting has started."
        ),
    )
    closes_at = forms.DateTimeField(label=_("Voting closes"), widget=MOMENT)

    def __init__(self, *args: Any, agenda: ReformAgenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, item=agenda.items.all(), meeting=agenda.meetings.filter(cancelled_on=None))
        meeting = cast("forms.ModelChoiceField[BoardMeeting]", self.fields["meeting"])
        meeting.label_from_instance = _meeting_label  # type: ignore[method-assign]  # Django's documented way

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        effect = cleaned.get("effect")
        if effect in AgendaMotion.ON_ITEM and not cleaned.get("item"):
            self.add_error("item", _("Choose the agenda item."))
        if effect == AgendaMotion.Effect.MOVE and not cleaned.get("new_date"):
            self.add_error("new_date", _("Enter the new due date."))
        closes = cleaned.get("closes_at")
        if closes and closes <= timezone.now():
            self.add_error("closes_at", _("Enter a date and time in the future."))
        return cleaned


def _meeting_label(obj: BoardMeeting) -> str:
    return f"{obj}{comma()}{date_format(obj.starts, 'SHORT_DATE_FORMAT')}"


class VoteForm(PortalForm):
    """The vote of one partner, cast by its representative or recorded by the secretariat in the meeting."""

    partner = forms.ModelChoiceField(label=_("On behalf of"), queryset=AgendaPartner.objects.none())
    choice = forms.ChoiceField(label=_("Vote"), choices=AgendaVote.Choice.choices, widget=forms.RadioSelect)
    grounds = forms.CharField(
        label=_("Reasons"), max_length=300, required=False,
        help_text=_("Shown beside the vote wherever the vote is shown."),
    )  # fmt: skip

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, partner=partners)
        if len(partners) == 1:
            self.initial.setdefault("partner", partners[0].pk)
