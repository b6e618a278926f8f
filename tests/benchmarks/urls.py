"""The portal's URLs and the bare reference view: one indexed query, one line of text."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from participants.organisations.models import Jurisdiction
from portal.urls import handler400, handler403, handler404, handler500  # noqa: F401  # Django reads them here
from portal.urls import urlpatterns as site


def reference(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(Jurisdiction.objects.values_list("name", flat=True).get(code="FJ"))


urlpatterns = [path("bench/reference", reference), *site]
