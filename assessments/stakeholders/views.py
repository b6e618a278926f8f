"""The stakeholder register: list, entry, archiving."""

from functools import partial
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.stakeholders import policies, services
from assessments.stakeholders.forms import StakeholderForm
from assessments.stakeholders.groups import GroupCode
from assessments.stakeholders.models import Stakeholder
from participants.organisations.models import Court
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data


class StakeholderFilter(django_filters.FilterSet):
    """Archived entries are shown on request only."""

    jurisdiction = django_filters.ModelChoiceFilter(
        label=_lazy("Jurisdiction"),
        queryset=lambda request: policies.jurisdictions_for(request.user),
        to_field_name="code",
    )
    group_code = django_filters.ChoiceFilter(label=_lazy("Group"), choices=GroupCode.choices)
    court_level = django_filters.ChoiceFilter(label=_lazy("Level of court"), choices=Court.Level.choices)
    kind = django_filters.ChoiceFilter(label=_lazy("Type"), choices=Stakeholder.Kind.choices)
    archived = django_filters.ChoiceFilter(
        label=_lazy("Register"),
        empty_label=_lazy("Active"),
        choices=[("1", _lazy("Archived"))],
        method="only_archived",
    )

    class Meta:
        model = Stakeholder
        fields = ("jurisdiction", "group_code", "court_level", "kind")

    def only_archived(self, rows: QuerySet[Stakeholder], _name: str, _value: str) -> QuerySet[Stakeholder]:
        return rows.exclude(archived_at=None)

    def filter_queryset(self, queryset: QuerySet[Stakeholder]) -> QuerySet[Stakeholder]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("archived") else rows.filter(archived_at=None)


@allow(policies.may_list)
@require_GET
def stakeholders(request: SignedInRequest) -> HttpResponse:
    listing = Listing(
        request,
        Stakeholder.objects.visible_to(request.user),
        name="stakeholders",
        columns=[
            Column("name", _("Name"), sort="name"),
            Column("kind", _("Type"), sort="kind", value=lambda row: row.get_kind_display()),
            Column(
                "group_code", _("Group"), sort="group_code", value=lambda row: row.get_group_code_display()
            ),
            Column(
                "court_level",
                _("Level of court"),
                value=lambda row: row.get_court_level_display(),
                is_under=True,
            ),
            Column("organisation", _("Organisation"), is_under=True),
            Column("function", _("Function"), is_under=True),
            Column("email", _("Email address"), sort="email"),
            Column("language", _("Language"), sort="language"),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
        ],
        filters=StakeholderFilter,
        search=["name", "organisation", "email"],
        default_sort="name",
    )
    return listing.response("assessments/stakeholders/stakeholders.html")


def _home() -> str:
    return reverse("assessments:stakeholders:stakeholders")


def _entry_page(request: SignedInRequest, form: StakeholderForm, action: Any, **context: Any) -> HttpResponse:
    crumbs = [(reverse("assessments:needs:assessments"), _("Needs")), (_home(), _("Stakeholder register"))]
    return form_page(
        request,
        form,
        action,
        breadcrumbs=crumbs,
        submit=_("Save"),
        **context,
    )


@allow(policies.may_list)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = StakeholderForm(post_data(request), user=request.user)
    return _entry_page(
        request,
        form,
        services.add,
        heading=_("Add a stakeholder"),
        success_message=_("Entry added to the register."),
    )


@allow(policies.may_manage, Stakeholder)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, stakeholder: Stakeholder) -> HttpResponse:
    form = StakeholderForm(post_data(request), instance=stakeholder, user=request.user)
    act = partial(services.save, stakeholder=stakeholder)
    return _entry_page(
        request, form, act, heading=stakeholder.name, success_message=_("Entry saved."), history=stakeholder
    )


@allow(policies.may_manage, Stakeholder)
@require_POST
def archive(request: SignedInRequest, stakeholder: Stakeholder) -> HttpResponse:
    services.archive(stakeholder=stakeholder, by=request.user)
    messages.success(
        request, interpolate(_("%(name)s is archived and will no longer be invited."), name=stakeholder)
    )
    return redirect(_home())


@allow(policies.may_manage, Stakeholder)
@require_POST
def restore(request: SignedInRequest, stakeholder: Stakeholder) -> HttpResponse:
    services.restore(stakeholder=stakeholder, by=request.user)
    messages.success(request, interpolate(_("%(name)s is back in the register."), name=stakeholder))
    return redirect(_home())
