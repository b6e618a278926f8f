"""The user's own profile."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participants.people import services
from participants.people.forms import ProfileForm
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.ui.pages import post_data, render_page


@allow(is_signed_in)
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    person = services.person_of(user=request.user, full_name=request.user.email)
    form = ProfileForm(post_data(request), instance=person)
    if form.is_valid():
        with form.map_domain_errors():
            services.save_profile(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your profile has been saved."))
            return redirect("participants:people:profile")
    return render_page(request, "participants/people/profile.html", form=form, person=person)
