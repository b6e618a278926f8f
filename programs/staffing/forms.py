"""Forms for members, staff and teachers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.accounts.names import clean_name
from participants.people.models import Person
from portal.ui.forms import PortalForm, PortalModelForm
from programs.cohorts.models import CohortStaff
from programs.programmes.models import Programme, ProgrammeMember
from programs.sessions.models import Session, SessionFaculty
from programs.staffing import candidates
from programs.staffing.services import Choice, NewPerson


class PersonChoiceForm(PortalForm):
    """Somebody by name or email address. Where several people match, the form asks which one.

    Cleaning puts a person, or a `NewPerson` for an address that nobody has, into `person`.
    """

    person = forms.CharField(
        label=_("Person"), max_length=254,
        help_text=_("Part of the name, or the email address. We invite addresses that are not registered yet."),
    )  # fmt: skip
    which = forms.ModelChoiceField(
        label=_("Which person"), queryset=Person.objects.none(), required=False, empty_label=None,
        widget=forms.HiddenInput,
    )  # fmt: skip
    full_name = forms.CharField(
        label=_("Name, if the person is not registered yet"), max_length=120, required=False
    )
    is_another_person = forms.BooleanField(
        label=_("This is another person"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.candidates = candidates.candidates(user, programme)
        self.fields["which"].queryset = self.candidates  # type: ignore[attr-defined]
        if self.is_bound and self.data.get("is_another_person"):
            self.fields["is_another_person"].widget = forms.CheckboxInput()

    def add_error(self, field: str | None, error: Any) -> None:
        """The question is asked only after a similar name was found."""
        super().add_error(field, error)
        if field == "is_another_person":
            self.fields[field].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        which, full_name = cleaned.pop("which", None), clean_name(cleaned.pop("full_name", ""))
        is_another_person = cleaned.pop("is_another_person", False)
        text = " ".join(cleaned.get("person", "").split())
        if not text:
            return cleaned
        if "@" in text:
            cleaned["person"] = self._by_address(text, full_name, is_another_person=is_another_person)
        else:
            cleaned["person"] = self._by_name(text, which)
        return cleaned

    def _by_address(self, text: str, full_name: str, *, is_another_person: bool) -> Person | NewPerson | None:
        try:
            validate_email(text)
        except ValidationError as error:
            self.add_error("person", error)
            return None
        person = candidates.with_address(text)
        if person is None and not full_name:
            self.add_error(
                "full_name",
                _("Nobody is registered with this address. Enter the name to send an invitation."),
            )
        if person is not None and person.archived_at is not None:
            self.add_error("person", _("This person is archived. Restore the person first."))
        return person or NewPerson(full_name, text, is_another_person=is_another_person)

    def _by_name(self, text: str, which: Person | None) -> Person | None:
        rows = candidates.with_name(self.candidates, text)
        if which is not None and which in rows:
            return which
        if len(rows) == 1:
            return rows[0]
        if not rows:
            self.add_error(
                "person",
                _(
                    "No registered person of your part has this name. Enter the email address to invite the person."
                ),
            )
        elif len(rows) > candidates.MAX_CHOICES:
            self.add_error("person", _("Many people have this name. Enter more of it, or the email address."))
        else:
            self._ask_which(rows)
        return None

    def _ask_which(self, rows: Sequence[Person]) -> None:
        field: Any = self.fields["which"]
        field.widget = forms.RadioSelect()
        field.queryset = self.candidates.filter(pk__in=[row.pk for row in rows]).select_related(
            "jurisdiction"
        )
        field.label_from_instance = _label_of
        field.required = True
        self.add_error("which", _("Several people have this name. Choose one."))


def _label_of(person: Person) -> str:
    details = [person.function, str(person.jurisdiction or ""), person.address]
    return " · ".join([person.full_name, *filter(None, details)])


class MemberForm(PersonChoiceForm):
    role = forms.ChoiceField(label=_("Role"), choices=ProgrammeMember.Role.choices)
    is_judicial = forms.BooleanField(label=_("Member of the judiciary"), required=False)
    tot_certified_on = forms.DateField(label=_("Certified trainer since"), required=False)
    ends = forms.DateField(label=_("Until"), required=False)
    field_order = ("person", "which", "full_name", "is_another_person", "role")


class EditMemberForm(PortalModelForm):
    class Meta:
        model = ProgrammeMember
        fields = ("is_judicial", "tot_certified_on", "ends")


class StaffForm(PersonChoiceForm):
    role = forms.ChoiceField(
        label=_("Role"), choices=CohortStaff.Role.choices, initial=CohortStaff.Role.FACULTY
    )
    ends = forms.DateField(label=_("Until"), required=False)
    field_order = ("person", "which", "full_name", "is_another_person", "role")


class EditStaffForm(PortalModelForm):
    class Meta:
        model = CohortStaff
        fields = ("ends",)


class TeachersForm(PortalForm):
    """The teachers of each session, chosen among the staff of the cohort."""

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Session],
        staff: Sequence[Person],
        teachers: Mapping[int, Sequence[SessionFaculty]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sessions, self.teachers = sessions, teachers
        for session in sessions:
            current = teachers.get(session.pk, [])
            people = {person.pk: person for person in [*staff, *(row.person for row in current)]}
            ids = [row.person_id for row in current]
            self.fields[f"teachers_{session.pk}"] = forms.TypedMultipleChoiceField(
                label=session.title, coerce=int, required=False, initial=ids,
                choices=[(person.pk, person.full_name) for person in people.values()],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields[f"before_{session.pk}"] = forms.CharField(
                required=False, initial=",".join(map(str, ids)), widget=forms.HiddenInput
            )
            self.fields[f"reason_{session.pk}"] = forms.CharField(
                label=_("Why this is possible"), max_length=200, required=False,
                initial=next((row.overlap_reason for row in current if row.overlap_reason), ""),
            )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "session": session,
                **{name: self[f"{name}_{session.pk}"] for name in ("teachers", "before", "reason")},
            }
            for session in self.sessions
        ]

    def choices(self) -> list[Choice]:
        return [
            Choice(
                session,
                before=frozenset(
                    int(part)
                    for part in self.cleaned_data[f"before_{session.pk}"].split(",")
                    if part.isdecimal()
                ),
                after=frozenset(self.cleaned_data[f"teachers_{session.pk}"]),
                reason=self.cleaned_data[f"reason_{session.pk}"],
            )
            for session in self.sessions
        ]

    def show_conflicts(self, sentences: Mapping[int, str]) -> None:
        for session, sentence in sentences.items():
            self.add_error(f"teachers_{session}", sentence)
