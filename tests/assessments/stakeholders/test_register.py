"""The stakeholder register: permissions, unique addresses, concurrent edits, and invitations."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from assessments.needs.stakeholder_invitations import InvitedCounts, add_from_register
from assessments.stakeholders.models import Stakeholder
from participants.accounts.models import RoleAssignment
from tests.assessments.pages import markup_of
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory, RoleFactory
from tests.responses import error_codes, message_levels, messages_of

Role = RoleAssignment.Role
LIST = reverse("assessments:stakeholders:stakeholders")

pytestmark = pytest.mark.django_db


def entry(jurisdiction, name="Litia Vakaloma", **fields):
    return Stakeholder.objects.create(
        **{"jurisdiction": jurisdiction, "group_code": "judge", "name": name, **fields}
    )


@pytest.fixture
def fiji():
    return JurisdictionFactory(code="FJ", name="Fiji", languages=["en"])


def test_only_managers_of_a_register_see_its_people(
    fiji, administrator, coordinator, other_coordinator, judge, funder, evaluator, client_of
):
    here, there = entry(fiji), entry(JurisdictionFactory(), "Sione Reberou")
    focal = RoleFactory(role=Role.FOCAL_POINT, jurisdiction=fiji).user
    local = RoleFactory(role=Role.COORDINATOR, jurisdiction=fiji).user

    def seen(user):
        return set(Stakeholder.objects.visible_to(user))

    assert seen(administrator) == seen(coordinator) == {here, there}
    assert seen(focal) == seen(local) == {here}
    assert not (seen(other_coordinator) | seen(judge) | seen(funder) | seen(evaluator))
    assert client_of(evaluator).get(LIST).status_code == 403
    elsewhere = reverse("assessments:stakeholders:edit", args=[there.public_id])
    assert client_of(focal).get(elsewhere).status_code == 404


def test_focal_point_cannot_add_to_another_register(fiji, client_of):
    focal = RoleFactory(role=Role.FOCAL_POINT, jurisdiction=fiji).user
    sent = {
        "jurisdiction": JurisdictionFactory().pk, "kind": "person", "group_code": "judge", "name": "Ana",
        "language": "en",
    }  # fmt: skip

    answer = client_of(focal).post(reverse("assessments:stakeholders:new"), sent)

    assert answer.status_code == 422
    assert not Stakeholder.objects.exists()


def test_addresses_are_unique_within_a_jurisdiction(fiji, coordinator, client_of):
    entry(fiji, email="litia@court.example")
    entry(fiji, "No address")
    entry(fiji, "No address either")
    entry(JurisdictionFactory(), email="litia@court.example")
    sent = {
        "jurisdiction": fiji.pk, "kind": "person", "group_code": "judge", "name": "L. V.",
        "language": "en", "email": "LITIA@court.example",
    }  # fmt: skip

    answer = client_of(coordinator).post(reverse("assessments:stakeholders:new"), sent)

    assert answer.status_code == 422
    assert list(error_codes(answer)) == ["__all__"]
    with pytest.raises(IntegrityError):
        entry(fiji, email="Litia@Court.example")


def test_concurrent_save_does_not_overwrite(fiji, coordinator, client_of):
    stored = entry(fiji)
    client, url = client_of(coordinator), reverse("assessments:stakeholders:edit", args=[stored.public_id])
    sent = {
        "jurisdiction": fiji.pk,
        "kind": "person",
        "group_code": "judge",
        "language": "en",
        "revision": 1,
    }

    first = client.post(url, {**sent, "name": "Litia V."})
    second = client.post(url, {**sent, "name": "Somebody else"})

    stored.refresh_from_db()
    assert (first.status_code, second.status_code, stored.name) == (302, 422, "Litia V.")


def test_archived_entries_are_hidden_and_can_be_restored(fiji, coordinator, client_of):
    stored = entry(fiji)
    client = client_of(coordinator)

    client.post(reverse("assessments:stakeholders:archive", args=[stored.public_id]))

    assert stored.name not in client.get(LIST).content.decode().partition("<table")[2]
    assert stored.name in client.get(LIST, {"archived": "1"}).content.decode()
    client.post(reverse("assessments:stakeholders:restore", args=[stored.public_id]))
    assert stored.name in client.get(LIST).content.decode()


def test_page_combines_columns_that_the_export_separates(fiji, coordinator, client_of):
    entry(fiji, name="Ana Rokotui", organisation="High Court", function="Registrar")
    client = client_of(coordinator)

    shown, file = markup_of(client.get(LIST)), client.get(LIST, {"export": "csv"}).content.decode()

    assert '<span dir="auto">Registrar, High Court</span>' in shown
    assert re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]*?)\s*<', shown) == [
        # The last heading, of the buttons, is for screen readers.
        "Name", "Type", "Group", "Email address", "Language", "Jurisdiction", "",
    ]  # fmt: skip
    assert file.splitlines()[0].lstrip("\ufeff") == (
        "Name,Type,Group,Level of court,Organisation,Function,Email address,Language,Jurisdiction"
    )


def test_export_escapes_formulas(fiji, coordinator, client_of):
    entry(fiji, "=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in client_of(coordinator).get(LIST, {"export": "csv"}).content.decode()


def test_register_entries_are_invited_once_in_their_language(fiji, coordinator):
    entry(fiji, "Amina", email="amina@court.example", language="ar")
    entry(fiji, "Zhanna", email="zhanna@court.example", language="ru")
    entry(fiji, "Elder")
    entry(fiji, "Archived", email="gone@court.example", archived_at="2026-01-01T00:00Z")
    entry(fiji, "Other group", email="other@court.example", group_code="lawyer")
    assessment = make.draft_assessment(jurisdiction=fiji)
    invited = {
        "assessment": assessment,
        "jurisdictions": assessment.jurisdictions.all(),
        "groups": ["judge"],
        "by": coordinator,
    }

    assert add_from_register(**invited) == InvitedCounts(added=2, already_on_list=0, without_address=1)
    assert add_from_register(**invited) == InvitedCounts(added=0, already_on_list=2, without_address=1)
    assert set(assessment.collection.invitations.values_list("email", "language", "name")) == {
        ("amina@court.example", "ar", "Amina"),
        ("zhanna@court.example", "en", "Zhanna"),
    }


def test_page_shows_how_many_were_added(fiji, coordinator, client_of):
    entry(fiji, email="litia@court.example")
    entry(fiji, "Elder")
    assessment = make.draft_assessment(jurisdiction=fiji)
    url = reverse("assessments:needs:add_from_register", args=[assessment.public_id])

    answer = client_of(coordinator).post(url, {"jurisdictions": [fiji.pk], "groups": ["judge"]}, follow=True)

    assert message_levels(answer) == ["success"]
    assert re.findall(r"\d+", messages_of(answer)[0]) == ["1", "1"]  # added, and without an address
