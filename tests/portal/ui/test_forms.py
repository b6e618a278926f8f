"""Forms of the design system: refusals beside their field, everything typed still there."""

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
    message = "All seats are taken."


def drawn(form) -> str:
    return Template("{% ui_errors form %}{% ui_fields form %}").render(Context({"form": form}))


def test_a_service_s_refusal_stands_beside_its_field_and_in_the_summary():
    form = SeatsForm({"title": "Cohort 4", "seats": "30"})
    assert form.is_valid()

    with form.map_domain_errors():
        raise NoSeatError

    page = drawn(form)
    assert form.has_errors
    assert page.count("All seats are taken.") == 2
    assert 'href="#id_seats"' in page
    assert 'value="30"' in page
    assert 'aria-describedby="id_seats_error"' in page


def test_what_is_no_number_is_shown_again_as_typed():
    page = drawn(SeatsForm({"title": "Cohort 4", "seats": "thirty"}))

    assert 'value="thirty"' in page
    assert 'type="number"' not in page
    assert 'inputmode="numeric"' in page


def test_radio_buttons_offer_no_choice_of_nothing():
    assert drawn(KindForm()).count('type="radio"') == len(Consultation.Kind.choices)


def test_a_fault_that_is_no_refusal_is_not_swallowed():
    form = SeatsForm({"title": "Cohort 4", "seats": "30"})

    with pytest.raises(ZeroDivisionError), form.map_domain_errors():
        raise ZeroDivisionError


def test_markup_in_what_was_typed_stays_text():
    page = drawn(SeatsForm({"title": '"><script>alert(1)</script>', "seats": "x"}))

    assert "<script>" not in page


def test_errors_say_what_to_do_and_a_field_s_own_words_win():
    class AskForm(PortalForm):
        title = forms.CharField()
        place = forms.ChoiceField(choices=[("a", "A")])
        weight = forms.DecimalField(min_value=1, max_value=100)
        why = forms.CharField(error_messages={"required": "Give the reason."})

    form = AskForm({"weight": "400"})

    assert form.errors == {
        "title": ["Complete this field."],
        "place": ["Choose one of these."],
        "weight": ["Enter a number from 1 to 100."],
        "why": ["Give the reason."],
    }


def page_of(form, act, **words) -> HttpResponse:
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    request.session, request.htmx, request.csp_nonce = {}, False, ""
    request._messages = default_storage(request)
    return form_page(request, form, act, heading="Seats", **words)


def test_one_form_goes_on_to_what_its_service_made():
    answer = page_of(
        SeatsForm({"title": "Cohort-4", "seats": "30"}),
        lambda *, by, title, seats, day: f"{by}-{title}-{seats}-{day}",
        to=lambda made: f"/made/{made}",
    )

    assert (answer.status_code, answer.url) == (302, "/made/AnonymousUser-Cohort-4-30-None")


def test_one_form_that_its_service_refuses_stands_again_with_all_that_was_typed():
    def refuse(**_typed):
        raise NoSeatError

    answer = page_of(SeatsForm({"title": "Cohort 4", "seats": "30"}), refuse, to="/", back="/cohorts")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "All seats are taken." in text
    assert 'value="Cohort 4"' in text
    assert 'href="/cohorts"' in text
