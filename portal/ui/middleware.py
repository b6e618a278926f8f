"""Status 422 for invalid forms of third-party views, as on the portal's own pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

Handler = Callable[[HttpRequest], HttpResponse]


class InvalidFormStatusMiddleware:
    """Sets status 422 for pages that show a form with errors, for which allauth responds with 200."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if response.status_code == 200 and request.method == "POST" and getattr(form, "errors", None):
            response.status_code = 422
        return response
