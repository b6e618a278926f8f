"""The register of people: list, details, affiliations, archiving."""

from functools import partial
from typing import Any

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.organisations.models import Jurisdiction
from participants.people import policies, services
from participants.people.forms import AffiliationForm, ArchiveForm, NewPersonForm, PersonForm
from participants.people.models import Affiliation, Person, organisations_in_reach
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.tables.status_filter import StatusFilter
from portal.ui.pages import form_page, post_action, post_data, render_page

ACCOUNTS = [("yes", gettext_lazy("Has an account")), ("no", gettext_lazy("No account"))]


def _jurisdictions_that_occur(request: HttpRequest) -> QuerySet[Jurisdiction]:
    people = Person.objects.visible_to(request.user).filter(jurisdiction=OuterRef("pk"))
    return Jurisdiction.objects.filter(Exists(people))


class PersonFilter(StatusFilter):
    jurisdiction = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Jurisdiction"), empty_label=gettext_lazy("All"),
        queryset=_jurisdictions_that_occur, to_field_name="code",
    )  # fmt: skip
    account = django_filters.ChoiceFilter(
        label=gettext_lazy("Account"),
        empty_label=gettext_lazy("All"),
        choices=ACCOUNTS,
        method="with_account",
    )
    field_order = ("jurisdiction", "account", "status")

    class Meta:
        model = Person
        fields = ("jurisdiction",)

    def with_account(self, rows: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        return rows.filter(user__isnull=value == "no")


def _home() -> str:
    return reverse("participants:people:people")


def _url(row: Person) -> str:
    return reverse("participants:people:person", args=[row.public_id])


@allow(policies.may_list)
@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    current = Affiliation.objects.in_force().filter(person=OuterRef("pk")).order_by("-starts", "-pk")
    listing = Listing(
        request,
        Person.objects.visible_to(request.user)
        .filter(merged_into=None)
        .select_related("jurisdiction", "user")
        .annotate(organisation_name=Subquery(current.values("organisation__name")[:1])),
        name="people",
        columns=[
            Column("full_name", _("Person"), sort="full_name"),
            Column("function", _("Function"), sort="function"),
            Column("organisation_name", _("Court or organisation"), sort="organisation_name",
                   value=lambda row: row.organisation_name or ""),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name",
                   value=lambda row: row.jurisdiction or ""),
            Column("address", _("Email address")),
            Column("account", _("Account"), value=lambda row: _("Yes") if row.user_id else _("No")),
        ],
        filters=PersonFilter,
        search=["full_name", "function", "organisation_name", "jurisdiction__name", "email", "user__email"],
        default_sort="full_name",
    )  # fmt: skip
    return listing.response("participants/people/people.html", may_import=policies.manages_all(request.user))


@allow(policies.may_see, Person)
@require_GET
def person(request: SignedInRequest, person: Person) -> HttpResponse:
    """One person. The page of a duplicate leads to the person who was kept."""
    kept = person.merged_into
    if kept is not None:
        sentence = _("%(duplicate)s has been merged into %(kept)s.")
        messages.info(request, interpolate(sentence, duplicate=person, kept=kept))
        return redirect(_url(kept))
    user = request.user
    reach = set(organisations_in_reach(user).filter(affiliations__person=person).values_list("pk", flat=True))
    is_staff = policies.may_list(user)
    return render_page(
        request,
        "participants/people/person.html",
        person=person,
        affiliations=[
            (row, is_staff and row.organisation_id in reach)
            for row in person.affiliations.select_related("organisation")
        ],
        spoken_languages=join_list(dict(settings.LANGUAGES).get(code, code) for code in person.languages),
        former_names=join_list(person.duplicates.order_by("full_name").values_list("full_name", flat=True)),
        is_staff=is_staff,
        may_edit=policies.may_edit(user, person),
        manages_all=policies.manages_all(user),
    )


@allow(policies.may_list)
@require_http_methods(["GET", "POST"])
def new_person(request: SignedInRequest) -> HttpResponse:
    form = NewPersonForm(post_data(request), user=request.user)
    return form_page(
        request, form, services.add_person, success_url=_url,
        success_message=_("The person has been added."), heading=_("Add a person"),
        lead=_("For people who take part without an account. To open an account for somebody, invite them by email."),
        submit=_("Add person"), breadcrumbs=[(_home(), _("People"))],
    )  # fmt: skip


@allow(policies.may_edit, Person)
@require_http_methods(["GET", "POST"])
def edit_person(request: SignedInRequest, person: Person) -> HttpResponse:
    return form_page(
        request, PersonForm(post_data(request), instance=person), partial(services.save_person, person=person),
        success_url=_url(person), success_message=_("The details have been saved."), heading=_("Edit details"),
        about=str(person), breadcrumbs=[(_home(), _("People")), (_url(person), person)], history=person,
    )  # fmt: skip


@allow(policies.may_edit, Person)
@require_http_methods(["GET", "POST"])
def archive_person(request: SignedInRequest, person: Person) -> HttpResponse:
    return form_page(
        request, ArchiveForm(post_data(request)), partial(services.archive_person, person=person),
        success_url=_url(person), success_message=_("The person has been archived."),
        heading=interpolate(_("Archive %(name)s?"), name=person),
        lead=_("The person leaves the lists and choices. Account, courses and certificates stay. "
               "You can restore the person later."),
        submit=_("Archive person"), breadcrumbs=[(_home(), _("People")), (_url(person), person)],
    )  # fmt: skip


@allow(policies.may_edit, Person)
@require_POST
def restore_person(request: SignedInRequest, person: Person) -> HttpResponse:
    return post_action(
        request, partial(services.restore_person, person=person), back=_url(person),
        success_message=_("The person has been restored."),
    )  # fmt: skip


@allow(policies.may_affiliate, Person)
@require_http_methods(["GET", "POST"])
def new_affiliation(request: SignedInRequest, person: Person) -> HttpResponse:
    return _affiliation_page(
        request, AffiliationForm(post_data(request), user=request.user), person,
        partial(services.add_affiliation, person=person), heading=_("Add an affiliation"),
        submit=_("Add affiliation"),
    )  # fmt: skip


@allow(policies.may_edit_affiliation, Affiliation)
@require_http_methods(["GET", "POST"])
def edit_affiliation(request: SignedInRequest, affiliation: Affiliation) -> HttpResponse:
    return _affiliation_page(
        request, AffiliationForm(post_data(request), user=request.user, instance=affiliation), affiliation.person,
        partial(services.save_affiliation, affiliation=affiliation), heading=_("Edit an affiliation"),
    )  # fmt: skip


def _affiliation_page(
    request: SignedInRequest, form: AffiliationForm, person: Person, action: Any, **context: Any
) -> HttpResponse:
    own = _url(person)
    return form_page(
        request, form, action, success_url=own, success_message=_("The affiliation has been saved."),
        about=str(person), breadcrumbs=[(_home(), _("People")), (own, person)], **context,
    )  # fmt: skip


@allow(policies.may_edit_affiliation, Affiliation)
@require_POST
def end_affiliation(request: SignedInRequest, affiliation: Affiliation) -> HttpResponse:
    return post_action(
        request, partial(services.end_affiliation, affiliation=affiliation), back=_url(affiliation.person),
        success_message=_("The affiliation has ended."),
    )  # fmt: skip
