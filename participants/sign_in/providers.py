"""The providers for django-allauth, from the environment; read by the settings, so it imports no model."""

from typing import Any
from urllib.parse import urlsplit

OIDC_ID, SAML_ID = "oidc", "saml"
# Attributes of the person in SAML: the standard names (OID and Active Directory) and the plain ones.
_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
SAML_ATTRIBUTES = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id", "uid"],
    "email": ["urn:oid:0.9.2342.19200300.100.1.3", _CLAIMS + "emailaddress", "email", "mail"],
    "first_name": ["urn:oid:2.5.4.42", _CLAIMS + "givenname", "givenName", "firstName"],
    "last_name": ["urn:oid:2.5.4.4", _CLAIMS + "surname", "sn", "lastName"],
}


def oidc_app(
    server_url: str, client_id: str, client_secret: str, name: str, domains: list[str]
) -> dict[str, Any]:
    """An app of allauth's `openid_connect` provider. `server_url` is the issuer."""
    return {
        "provider_id": OIDC_ID,
        "name": name,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {
            "server_url": server_url,
            "oauth_pkce_enabled": True,
            "token_auth_method": "client_secret_basic",  # the default of OpenID Connect Core, section 9
            "verified_email": domains,
            "email_authentication": True,
        },
    }


def saml_app(metadata_url: str, entity_id: str, name: str, domains: list[str]) -> dict[str, Any]:
    """An app of allauth's `saml` provider; signed assertions are required."""
    return {
        "provider_id": entity_id,
        "name": name,
        "client_id": SAML_ID,
        "settings": {
            "idp": {"entity_id": entity_id, "metadata_url": metadata_url},
            "attribute_mapping": SAML_ATTRIBUTES,
            "use_nameid_for_email": False,
            "advanced": {"want_assertion_signed": True, "allow_single_label_domains": True},
            "verified_email": domains,
            "email_authentication": True,
        },
    }


def providers(oidc: dict[str, Any] | str, saml: dict[str, Any] | str) -> dict[str, Any]:
    """The value of SOCIALACCOUNT_PROVIDERS; "" stands for a provider that is not used."""
    apps = {"openid_connect": oidc, "saml": saml}
    return {name: {"APPS": [app]} for name, app in apps.items() if app}


def origin_of(url: str) -> str:
    """Scheme and host, for the content security policy: the sign-in form leads there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
