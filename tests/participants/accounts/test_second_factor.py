import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_a_coordinator_without_a_second_factor_is_redirected_to_set_one_up(coordinator, client_of):
    client = client_of(coordinator)

    answer = client.get(reverse("programs:programmes:programmes"))

    assert answer.url == reverse("mfa_index")
    assert client.get(answer.url).status_code == 200


def test_coordinators_with_a_second_factor_and_judges_without_have_access(coordinator, judge, client_of):
    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.TOTP, data={"secret": "x"})

    assert client_of(coordinator).get(reverse("programs:programmes:programmes")).status_code == 200
    assert client_of(judge).get(reverse("home")).status_code == 200


def test_a_provider_that_asks_for_a_second_factor_is_enough_if_the_setting_says_so(coordinator, settings):
    client = Client()
    client.force_login(coordinator)
    session = client.session
    session["account_authentication_methods_user"] = str(coordinator.pk)
    session["account_authentication_methods"] = [{"method": "socialaccount", "provider": "oidc", "at": 0}]
    session.save()
    page = reverse("programs:programmes:programmes")

    assert client.get(page).status_code == 302
    settings.SIGN_IN_SECOND_FACTOR = True
    assert client.get(page).status_code == 200
