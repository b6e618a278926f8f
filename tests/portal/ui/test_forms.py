"""Forms of the design system: errors beside their fields, and values that are kept after an error."""

import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from assessments.consultations.models import Consultation
from portal.access.errors import DomainError
from portal.ui.forms import PortalForm, PortalModelForm
from portal.ui.pages import form_page


class SeatsForm(PortalForm):
    title = forms.CharField(help_text="As printed")
    seats = forms.IntegerField(min_value=1)
    day = forms.DateField(required=False)


class KindForm(PortalModelForm):
    class Meta:
        model = Consultation
        fields = ("kind",)
        widgets = {"kind": forms.RadioSelect}


class NoSeatError(DomainError):
    code = "full"
    field = "seats"
    message = "Take your seat elsewhere."


def render(form) -> str:
    return Template("{% ui_errors form %}{% ui_fields form %}").render(Context({"form": form}))


def test_a_domain_error_is_shown_at_its_field_and_in_the_summary():
    form = SeatsForm({"title": "Cohort 4", "seats": "30"})
    assert form.is_valid()

    with form.map_domain_errors():
        raise NoSeatError

    page = render(form)
    assert form.has_errors
    assert form.has_error("seats", code="full")
    assert page.count(NoSeatError.message) == 2
    assert 'href="#id_seats"' in page
    assert 'value="30"' in page
    assert 'aria-describedby="id_seats_error"' in page


def test_an_invalid_number_is_shown_again_as_typed():
    page = render(SeatsForm({"title": "Cohort 4", "seats": "thirty"}))

    assert 'value="thirty"' in page
    assert 'type="number"' not in page
    assert 'inputmode="numeric"' in page


def test_radio_buttons_have_no_empty_choice():
    assert render(KindForm()).count('type="radio"') == len(Consultation.Kind.choices)


def test_other_exceptions_are_not_caught():
    form = SeatsForm({"title": "Cohort 4", "seats": "30"})

    with pytest.raises(ZeroDivisionError), form.map_domain_errors():
        raise ZeroDivisionError


def test_markup_in_values_is_escaped():
    page = render(SeatsForm({"title": '"><script>alert(1)</script>', "seats": "x"}))

    assert "<script>" not in page


def test_error_messages_say_what_to_do_unless_the_field_has_its_own():
    class SampleForm(PortalForm):
        title = forms.CharField()
        place = forms.ChoiceField(choices=[("a", "A")])
        weight = forms.DecimalField(min_value=1, max_value=100)
        why = forms.CharField(error_messages={"required": "Give the reason."})

    form = SampleForm({"weight": "400"})

    messages = {field: " ".join(errors) for field, errors in form.errors.items()}
    django_messages = [str(text) for text in forms.Field.default_error_messages.values()]
    assert messages["why"] == "Give the reason."
    assert messages["title"] != messages["place"]
    assert {messages["title"], messages["place"]}.isdisjoint(django_messages)
    assert re.findall(r"\d+", messages["weight"]) == ["1", "100"]


def submit(form, action, **context) -> HttpResponse:
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    request.session, request.htmx, request.csp_nonce = {}, False, ""
    request._messages = default_storage(request)
    return form_page(request, form, action, heading="Seats", **context)


def test_a_form_page_redirects_to_the_result_of_its_service():
    answer = submit(
        SeatsForm({"title": "Cohort-4", "seats": "30"}),
        lambda *, by, title, seats, day: f"{by}-{title}-{seats}-{day}",
        success_url=lambda created: f"/created/{created}",
    )

    assert (answer.status_code, answer.url) == (302, "/created/AnonymousUser-Cohort-4-30-None")


@pytest.mark.django_db
def test_a_form_page_keeps_the_values_if_its_service_raises_an_error():
    def fail(**_fields):
        raise NoSeatError

    answer = submit(SeatsForm({"title": "Cohort 4", "seats": "30"}), fail, success_url="/", back="/cohorts")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert NoSeatError.message in text
    assert 'value="Cohort 4"' in text
    assert 'href="/cohorts"' in text
