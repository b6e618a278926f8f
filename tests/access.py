"""Requests every URL as every role, for comparison with the permission matrix in `docs/permissions.csv`.

`make permissions` writes the matrix from the running code; review and commit the change like any other.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

MATRIX = Path(__file__).resolve().parent.parent / "docs" / "permissions.csv"
ROLES = {
    "signed out": None, "administrator": "administrator", "coordinator": "coordinator", "focal point": "focal",
    "faculty": "faculty", "mentor": "mentor", "the judge": "judge", "another judge": "qadi", "funder": "funder",
    "evaluator": "evaluator",
}  # fmt: skip
# The flows of allauth, which it tests itself.
LEFT_OUT = (
    "account_",
    "mfa_",
    "usersessions_",
    "socialaccount",
    "openid_connect_",
    "saml_",
)  # allauth's own flows, tested by allauth


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(namespaced name, pattern) of every URL with a name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, inner)
        elif entry.name and not entry.name.startswith(LEFT_OUT):
            yield prefix + entry.name, entry


class DemoSite:
    """The demo data and clients for each role; where possible, URLs are those of the demo judge's own rows."""

    def __init__(self) -> None:
        call_command("demo", stdout=io.StringIO())
        self.clients = {role: self._client(account) for role, account in ROLES.items()}

    def _client(self, account: str | None) -> Client:
        from participants.accounts.models import User

        client = Client()
        if account:
            client.force_login(User.objects.get(email=f"{account}@demo.example"))
        return client

    def row(self, model: Any) -> Any:
        """The row of the model whose URLs are requested."""
        own = {
            "cohortapplication": {"person__user__email": "judge@demo.example"},
            "enrolment": {"person__user__email": "judge@demo.example"},
            "person": {"user__email": "judge@demo.example"},
            "reformplan": {"person__user__email": "judge@demo.example"},
            "reformstep": {"plan__person__user__email": "judge@demo.example"},
            "session": {"cohort__enrolments__person__user__email": "judge@demo.example"},
            "cohort": {"enrolments__person__user__email": "judge@demo.example"},
            "certificate": {"completion__enrolment__person__user__email": "judge@demo.example"},
            "roleassignment": {"user__email": "faculty@demo.example"},
            "programme": {"code": "PAC-CFM"},
            "jurisdiction": {"code": "FJ"},
            "court": {"organisation__jurisdiction__code": "FJ"},
            "cohortsurvey": {"state": "open"},  # the demo judge is invited to it
            "roundparticipation": {"panelist__email": "judge@demo.example", "round__closed_at": None},
        }.get(model._meta.model_name, {})
        return model._default_manager.filter(**own).order_by("pk").first()

    def address(self, name: str, pattern: URLPattern) -> str | None:
        """The URL to request; if the demo data has no such row, with a random id."""
        kwargs: dict[str, Any] = {}
        for key in [*pattern.pattern.converters, *pattern.pattern.regex.groupindex]:
            kwargs[key] = self._argument(key, name, pattern)
        return reverse(name, kwargs=kwargs)

    def _argument(self, key: str, name: str, pattern: URLPattern) -> Any:
        from programs.cohorts.models import Cohort
        from programs.learning.models import Unit

        if key == "unit_id":
            return Unit.objects.filter(section__edition__module__code="CFM").order_by("pk").first().public_id
        if key == "label":
            return "programs.cohort"
        if key == "public_id" and name in ("history", "evaluations:results_chain:chain"):
            return self.row(Cohort).public_id
        model = getattr(pattern.callback, "policy_model", None) or _model_of(pattern)
        if key in ("public_id", "pk") and model is not None:
            row = self.row(model)
            return row.public_id if row else "00000000-0000-4000-8000-000000000000"
        samples = {"public_id": "00000000-0000-4000-8000-000000000000", "number": 1, "page": 1, "row": 1}
        if isinstance(pattern.pattern.converters.get(key), UUIDConverter):
            return samples["public_id"]
        return samples.get(key, "x" * 10)

    def answers(self) -> dict[str, list[str]]:
        """Name -> status for each role, in the order of `ROLES`. Views for POST only give 405 to allowed roles."""
        statuses = {}
        for name, pattern in patterns():
            address = self.address(name, pattern)
            cache.clear()  # rate limits of one URL must not affect the next
            statuses[name] = [_status(client, address) for client in self.clients.values()]
        return statuses


def _status(client: Client, address: str) -> str:
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # otherwise the file stays open
    return str(response.status_code)


def _model_of(pattern: URLPattern) -> Any:
    """The model of an API view, by its serializer."""
    serializer = getattr(getattr(pattern.callback, "cls", None), "serializer_class", None)
    return getattr(getattr(serializer, "Meta", None), "model", None)


def written() -> dict[str, list[str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["address", *ROLES]
    return {row[0]: row[1:] for row in rows}


def write(statuses: dict[str, list[str]]) -> None:
    MATRIX.parent.mkdir(exist_ok=True)
    with MATRIX.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["address", *ROLES])
        writer.writerows([name, *statuses[name]] for name in sorted(statuses))
