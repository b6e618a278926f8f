"""The user's own profile, and the list of people for coordinators and focal points."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participants.people import policies, services
from participants.people.forms import ProfileForm
from participants.people.models import Person
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.tables.listing import Column, Listing
from portal.ui.pages import render_page


@allow(is_signed_in)
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    person = services.person_of(user=request.user, full_name=request.user.email)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        with form.map_domain_errors():
            services.save_profile(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your profile has been saved."))
            return redirect("participants:people:profile")
    return render_page(request, "participants/people/profile.html", form=form, person=person)


@allow(policies.may_list)
@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    listing = Listing(
        request,
        Person.objects.visible_to(request.user).select_related("jurisdiction", "user"),
        name="people",
        columns=[
            Column("full_name", _("Person"), sort="full_name"),
            Column("function", _("Function"), sort="function"),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
        ],
        search=["full_name", "function", "jurisdiction__name"],
        default_sort="full_name",
    )
    return listing.response("participants/people/people.html")


@allow(policies.may_see, Person)
@require_GET
def person(request: SignedInRequest, person: Person) -> HttpResponse:
    return render_page(
        request,
        "participants/people/person.html",
        person=person,
        affiliations=person.affiliations.select_related("organisation").order_by("-starts"),
    )
