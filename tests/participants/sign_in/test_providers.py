"""Signing in with a real identity provider, by OpenID Connect and by SAML, in a real browser."""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from participants.accounts.models import RoleAssignment, User
from participants.sign_in import services
from participants.sign_in.models import RuleGrant
from participants.sign_in.providers import oidc_app, saml_app
from portal.embedded import machine
from tests.factories.participants import JurisdictionFactory, RoleFactory, UserFactory
from tests.harness import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PROVIDER = Path(__file__).with_name("provider.py")
DOMAINS = ["courts.example"]
RULES = "groups:coordinators=coordinator; groups:fiji=focal_point@FJ; groups:nowhere=focal_point@XX"
PASSWORD = "only-in-this-test"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """Nanoidp on a free port; yields its address."""
    folder, port = tmp_path_factory.mktemp("idp"), machine.free_port()
    address = f"http://localhost:{port}"
    users = {
        "ana": {"email": "ana@courts.example", "groups": ["coordinators", "fiji", "nowhere"]},
        "eve": {"email": "eve@elsewhere.example", "groups": ["coordinators"]},
    }
    documents = {
        "settings.yaml": {
            "config_version": 1,
            "server": {"host": "127.0.0.1", "port": port},
            "oauth": {
                "issuer": address, "audience": "portal",
                "clients": [{"client_id": "portal", "client_secret": PASSWORD}],
            },
            "saml": {"export_groups": True, "groups_attr_name": "groups"},
        },
        "users.yaml": {
            "config_version": 1,
            "users": {name: {"password": PASSWORD, "tenant": "default", **user} for name, user in users.items()},
        },
    }  # fmt: skip
    for name, document in documents.items():
        (folder / name).write_text(yaml.safe_dump(document))
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, str(PROVIDER), "--config", str(folder), "--port", str(port)],
        stdout=log,
        stderr=log,
        cwd=folder,
    )
    try:
        wait_until(
            lambda: answers(f"{address}/.well-known/openid-configuration"), what="the provider's start"
        )
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)
        log.close()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture(params=["openid_connect", "saml"])
def protocol(request, provider, settings):
    apps = {
        "openid_connect": oidc_app(
            server_url=provider,
            client_id="portal",
            client_secret=PASSWORD,
            name="Court login",
            domains=DOMAINS,
        ),
        "saml": saml_app(
            metadata_url=f"{provider}/saml/metadata",
            entity_id=f"{provider}/saml",
            name="Court login",
            domains=DOMAINS,
        ),
    }
    settings.SOCIALACCOUNT_PROVIDERS = {request.param: {"APPS": [apps[request.param]]}}
    settings.SIGN_IN_DOMAINS, settings.SIGN_IN_ROLES = DOMAINS, RULES
    policy = settings.CONTENT_SECURITY_POLICY
    directives = policy["DIRECTIVES"] | {"form-action": [*policy["DIRECTIVES"]["form-action"], provider]}
    settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": directives}
    return request.param


def sign_in(browser, name: str, *, language: str = "en"):
    page = browser(width=360, language=language)
    page.goto(reverse("account_login"))
    page.locator("main form[action*='process=login'] button").click()
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.locator("[type=submit]").first.click()
    page.wait_for_url(lambda url: "/home/" in url or "/accounts/login" in url)
    return page


def roles_of(user: User) -> set[tuple[str, str | None]]:
    rows = RoleAssignment.objects.in_force().filter(user=user).select_related("jurisdiction")
    return {(row.role, row.jurisdiction.code if row.jurisdiction else None) for row in rows}


def test_the_first_sign_in_opens_the_account_with_the_roles_of_the_rules(browser, protocol):
    JurisdictionFactory(code="FJ")
    page = sign_in(browser, "ana")

    assert page.url.endswith(reverse("home"))
    user = User.objects.get(email="ana@courts.example")
    assert not user.has_usable_password()
    assert user.person is not None
    assert roles_of(user) == {("coordinator", None), ("focal_point", "FJ")}


def test_an_account_with_the_same_address_is_used_and_keeps_the_roles_that_people_gave(browser, protocol):
    user = UserFactory(email="ana@courts.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    RoleFactory(user=user, role="evaluator")
    sign_in(browser, "ana")

    assert User.objects.count() == 1
    assert SocialAccount.objects.get().user == user
    assert roles_of(user) == {("coordinator", None), ("evaluator", None)}


def test_an_address_of_another_domain_is_refused(browser, protocol):
    page = sign_in(browser, "eve")

    assert not User.objects.exists()
    assert "eve@elsewhere.example" in page.inner_text("main")


def test_roles_end_when_the_provider_no_longer_says_so(settings):
    settings.SIGN_IN_ROLES = RULES
    user = UserFactory()
    services.apply_rules(user=user, extra_data={"groups": ["coordinators"]})
    services.apply_rules(user=user, extra_data={"groups": ["coordinators"]})
    assert roles_of(user) == {("coordinator", None)}
    assert RuleGrant.objects.count() == 1

    services.apply_rules(user=user, extra_data={"groups": []})
    assert roles_of(user) == set()


def test_the_last_administrator_keeps_the_role(settings):
    settings.SIGN_IN_ROLES = "groups:it=administrator"
    user = UserFactory()
    services.apply_rules(user=user, extra_data={"groups": ["it"]})
    services.apply_rules(user=user, extra_data={"groups": []})

    assert roles_of(user) == {("administrator", None)}
