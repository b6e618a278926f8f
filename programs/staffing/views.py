"""Pages of programme members, cohort staff and session teachers."""

from functools import partial
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.people.models import Person
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import confirm_page, form_page, post_action, post_data
from programs.cohorts import policies as cohort_policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.models import Cohort, CohortStaff
from programs.programmes import policies as programme_policies
from programs.programmes.models import Programme, ProgrammeMember
from programs.sessions.models import Session, SessionFaculty
from programs.staffing import policies, services
from programs.staffing.bookings import conflicts_of, sentences_of, teachers_of
from programs.staffing.errors import ConflictError, NotStaffError
from programs.staffing.forms import EditMemberForm, EditStaffForm, MemberForm, StaffForm, TeachersForm

PERIODS = [("all", gettext_lazy("All, also former ones"))]


class RoleFilter(django_filters.FilterSet):
    """Roles that occur, and former members only where they are asked for."""

    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), empty_label=gettext_lazy("All"))
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Period"), empty_label=gettext_lazy("Current ones"), choices=PERIODS,
        method="in_period",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = set(self.queryset.order_by().values_list("role", flat=True).distinct())
        roles = self.queryset.model.Role
        self.filters["role"].extra["choices"] = [item for item in roles.choices if item[0] in used]

    def in_period(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("period") else rows.in_force()


def _languages(row: Any) -> str:
    return join_list(row.person.languages)


# ------------------------------------------------------------------------------------------------- programme members


def _members_url(programme: Programme) -> str:
    return reverse("programs:staffing:members", args=[programme.public_id])


@allow(programme_policies.may_see_members, Programme)
@require_GET
def members(request: SignedInRequest, programme: Programme) -> HttpResponse:
    listing = Listing(
        request,
        ProgrammeMember.objects.filter(programme=programme).select_related("person__jurisdiction"),
        name="members",
        columns=[
            Column("person", _("Person"), sort="person__full_name"),
            Column("function", _("Function"), value=lambda row: row.person.function, is_under=True),
            Column("role", _("Role"), sort="role", value=lambda row: row.get_role_display()),
            Column("jurisdiction", _("Jurisdiction"), sort="person__jurisdiction__name",
                   value=lambda row: row.person.jurisdiction or ""),
            Column("is_judicial", _("Member of the judiciary"), sort="is_judicial",
                   value=lambda row: _("Yes") if row.is_judicial else _("No")),
            Column("tot_certified_on", _("Certified trainer since"), sort="tot_certified_on"),
            Column("ends", _("Until"), sort="ends"),
        ],
        filters=RoleFilter,
        search=["person__full_name", "person__function", "person__jurisdiction__name"],
        default_sort="person__full_name",
    )  # fmt: skip
    return listing.response(
        "programs/staffing/members.html",
        programme=programme,
        may_coordinate=programme_policies.may_coordinate(request.user, programme),
    )


@allow(programme_policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def new_member(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = MemberForm(post_data(request), user=request.user, programme=programme)
    return form_page(
        request, form, partial(services.add_member, programme=programme),
        success_message=_("The member has been added."), heading=_("Add a member"), submit=_("Add member"),
        breadcrumbs=_member_crumbs(programme),
    )  # fmt: skip


@allow(policies.may_change_member, ProgrammeMember)
@require_http_methods(["GET", "POST"])
def edit_member(request: SignedInRequest, member: ProgrammeMember) -> HttpResponse:
    form = EditMemberForm(post_data(request), instance=member)
    return form_page(
        request, form, partial(services.change_member, member=member),
        success_message=_("The details have been saved."), heading=_("Edit a member"),
        about=_about(member), breadcrumbs=_member_crumbs(member.programme),
    )  # fmt: skip


@allow(policies.may_change_member, ProgrammeMember)
@require_http_methods(["GET", "POST"])
def end_member(request: SignedInRequest, member: ProgrammeMember) -> HttpResponse:
    return confirm_page(
        request, partial(services.end_member, member=member), back=_members_url(member.programme),
        success_message=_("The role has ended."),
        question=interpolate(_("End the role of %(name)s?"), name=member.person),
        effect=_("The person loses access to what only members see. What they recorded stays."),
        confirm_label=_("End role"), danger=True,
    )  # fmt: skip


def _member_crumbs(programme: Programme) -> list[tuple[str, Any]]:
    url = reverse("programs:programmes:programme", args=[programme.public_id])
    return [(url, programme), (_members_url(programme), _("Members"))]


def _about(row: ProgrammeMember | CohortStaff) -> str:
    return join_list([row.person, row.get_role_display()])


# ------------------------------------------------------------------------------------------------------ cohort staff


def _staff_url(cohort: Cohort) -> str:
    return reverse("programs:staffing:staff", args=[cohort.public_id])


@allow(cohort_policies.is_cohort_staff, Cohort)
@require_GET
def staff(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    return _staff_page(request, cohort, _teachers_form(cohort))


@allow(cohort_policies.may_coordinate, Cohort)
@require_POST
def assign_teachers(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = _teachers_form(cohort, request.POST)
    if form.is_valid():
        try:
            n = services.assign_teachers(cohort=cohort, choices=form.choices(), by=request.user)
        except ConflictError as error:
            form.show_conflicts(error.sentences)
        except NotStaffError as error:
            form.add_error(None, str(error))
        else:
            text = ngettext("%(n)s assignment has been saved.", "%(n)s assignments have been saved.", n)
            messages.success(request, interpolate(text, n=n))
            return redirect(_staff_url(cohort))
    return _staff_page(request, cohort, form)


def _teachers_form(cohort: Cohort, data: Any = None) -> TeachersForm:
    staff = CohortStaff.objects.in_force().filter(cohort=cohort)
    return TeachersForm(
        data,
        sessions=list(Session.objects.filter(cohort=cohort, cancelled_at=None).order_by("starts")),
        staff=list(Person.objects.filter(pk__in=staff.values("person")).order_by("full_name")),
        teachers=teachers_of(cohort),
    )


def _staff_page(request: SignedInRequest, cohort: Cohort, form: TeachersForm) -> HttpResponse:
    taught = SessionFaculty.objects.filter(
        person=OuterRef("person"), session__cohort=cohort, session__cancelled_at=None
    )
    counted = taught.order_by().values("person").annotate(n=Count("pk")).values("n")
    listing = Listing(
        request,
        CohortStaff.objects.filter(cohort=cohort)
        .select_related("person__jurisdiction", "person__user")
        .annotate(taught=Coalesce(Subquery(counted), 0)),
        name="staff",
        columns=[
            Column("person", _("Person"), sort="person__full_name"),
            Column("function", _("Function"), value=lambda row: row.person.function, is_under=True),
            Column("role", _("Role"), sort="role", value=lambda row: row.get_role_display()),
            Column("languages", _("Languages"), value=_languages),
            Column("taught", _("Sessions"), sort="taught", numeric=True),
            Column("ends", _("Until"), sort="ends"),
        ],
        filters=RoleFilter,
        search=["person__full_name", "person__function"],
        default_sort="person__full_name",
    )  # fmt: skip
    rows = form.rows()
    pairs = {(row["session"].pk, person) for row in rows for person in (row["teachers"].initial or [])}
    sentences = sentences_of(conflicts_of(pairs, form.sessions), request.user)
    for row in rows:
        own = [
            sentences[pair] for pair in sorted(pairs) if pair[0] == row["session"].pk and pair in sentences
        ]
        row["conflicts"] = [conflict for conflicts in own for conflict in conflicts]
        row["names"] = [teacher.person for teacher in form.teachers.get(row["session"].pk, [])]
    return listing.response(
        "programs/staffing/staff.html",
        form=form,
        teaching=rows,
        without_teacher=sum(
            not row["teachers"].initial for row in rows if row["session"].ends > timezone.now()
        ),
        source=services.source_of_copy(cohort),
        **cohort_context(request.user, cohort),
    )


@allow(cohort_policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def new_staff(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = StaffForm(post_data(request), user=request.user, programme=cohort.programme)
    return form_page(
        request, form, partial(services.add_staff, cohort=cohort),
        success_message=_("The person has been added to the staff."), heading=_("Add staff"),
        submit=_("Add to the staff"), breadcrumbs=_staff_crumbs(cohort),
    )  # fmt: skip


@allow(cohort_policies.may_coordinate, Cohort)
@require_POST
def copy_staff(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    return post_action(
        request, partial(services.copy_staff, cohort=cohort), back=_staff_url(cohort),
        success_message=lambda rows: _added(len(rows)),
    )  # fmt: skip


def _added(n: int) -> str:
    sentence = ngettext(
        "%(n)s person has been added to the staff.", "%(n)s people have been added to the staff.", n
    )
    return interpolate(sentence, n=n)


@allow(policies.may_change_staff, CohortStaff)
@require_http_methods(["GET", "POST"])
def edit_staff(request: SignedInRequest, row: CohortStaff) -> HttpResponse:
    return form_page(
        request, EditStaffForm(post_data(request), instance=row), partial(services.change_staff, row=row),
        success_message=_("The details have been saved."), heading=_("Edit staff"), about=_about(row),
        breadcrumbs=_staff_crumbs(row.cohort),
    )  # fmt: skip


@allow(policies.may_change_staff, CohortStaff)
@require_http_methods(["GET", "POST"])
def end_staff(request: SignedInRequest, row: CohortStaff) -> HttpResponse:
    n = services.sessions_to_come(row).count()
    effect = interpolate(
        ngettext("%(n)s session to come will lose this teacher.", "%(n)s sessions to come will lose this teacher.", n),
        n=n,
    )  # fmt: skip
    stays = _("What the person recorded stays. They receive an email.")
    return confirm_page(
        request, partial(services.end_staff, row=row), back=_staff_url(row.cohort),
        success_message=_("The role has ended."),
        question=interpolate(_("End the role of %(name)s?"), name=row.person),
        effect=f"{effect} {stays}" if n else stays, confirm_label=_("End role"), danger=True,
    )  # fmt: skip


def _staff_crumbs(cohort: Cohort) -> list[tuple[str, Any]]:
    url = reverse("programs:cohorts:overview", args=[cohort.public_id])
    return [(url, cohort), (_staff_url(cohort), _("Staff"))]
