"""An administrator invites many people at once; each link opens one account with the role."""

import re
from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from participants.accounts.models import RoleAssignment, User
from participants.invitations import bulk, errors, services, tasks
from participants.invitations.lines import Person
from participants.invitations.models import AccountInvitation
from participants.invitations.services import Grant
from participants.people.models import Person as RegisteredPerson
from portal.jobs import services as jobs
from portal.mail import delivery
from portal.mail.models import OutgoingMail
from portal.tables.models import ImportBatch
from tests.factories.participants import CourtFactory, JurisdictionFactory, RoleFactory, UserFactory
from tests.racing import two_at_once

PASSWORD = "seven quiet herons"
LIST = "ana@courts.example; Ana Tui\nben@courts.example\nno address here"


def url(name, *args):
    return reverse(f"participants:invitations:{name}", args=args)


@pytest.fixture
def administrator(db):
    return RoleFactory(role="administrator").user


@pytest.fixture
def client(client_of, administrator):
    return client_of(administrator)


def invite(administrator, *emails, **grant):
    people = [Person(number, email, "") for number, email in enumerate(emails, 1)]
    grant = Grant(**{"role": "coordinator", **grant})
    return services.invite(people=people, grant=grant, language="fr", by=administrator)


def link_of(email):
    """The path of the link in the newest email to this address."""
    mail = OutgoingMail.objects.filter(to=email).latest("pk")
    return re.search(r"/invitation/[\w-]+", mail.context["url"])[0]


def account(**fields):
    return {"full_name": "Ana Tui", "language": "fr", "timezone_name": "UTC", "password": PASSWORD} | fields


def test_the_list_is_checked_before_anything_is_sent(client):
    UserFactory(email="ben@courts.example")
    fields = {"role": "coordinator", "language": "en", "people": LIST}

    page = client.post(url("invite"), fields)

    assert [person.email for person in page.context["plan"].to_invite] == ["ana@courts.example"]
    assert [person.email for person in page.context["plan"].with_account] == ["ben@courts.example"]
    assert [line.number for line in page.context["invalid"]] == [3]
    assert "Ana Tui" in page.context["text"]
    assert not AccountInvitation.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_new_people_are_emailed_and_those_with_an_account_get_the_role(client, administrator):
    ben = UserFactory(email="ben@courts.example")

    client.post(url("invite"), {"role": "coordinator", "language": "en", "people": LIST, "send": "1"})
    client.post(url("invite"), {"role": "coordinator", "language": "en", "people": LIST, "send": "1"})

    assert OutgoingMail.objects.values_list("to", flat=True).get() == "ana@courts.example"
    assert RoleAssignment.objects.get(user=ben).role == "coordinator"
    assert client.get(url("invitations")).status_code == 200


def test_the_link_opens_one_account_with_confirmed_address_role_and_jurisdiction(administrator):
    fiji = JurisdictionFactory()
    invite(administrator, "ana@courts.example", jurisdiction=fiji, role="focal_point")
    link, visitor = link_of("ana@courts.example"), Client()

    page = visitor.get(link)
    answer = visitor.post(link, account(jurisdiction=fiji.pk))

    assert page.context["form"].initial["jurisdiction"] == fiji
    assert answer.url == reverse("home")
    user = User.objects.get(email="ana@courts.example")
    assert user.check_password(PASSWORD)
    assert (user.person.full_name, user.person.jurisdiction, user.language) == ("Ana Tui", fiji, "fr")
    assert EmailAddress.objects.get(user=user).verified
    assert RoleAssignment.objects.get(user=user).jurisdiction == fiji
    assert Client().get(link).status_code == 410


def test_a_weak_password_is_named_and_nothing_typed_is_lost(administrator):
    invite(administrator, "ana@courts.example")

    page = Client().post(link_of("ana@courts.example"), account(password="12345"))

    assert page.status_code == 422
    assert page.context["form"].errors["password"]
    assert 'value="Ana Tui"' in page.content.decode()
    assert not User.objects.filter(email="ana@courts.example").exists()


def test_a_link_is_of_no_use_to_another_account(administrator, client_of, judge):
    invite(administrator, "ana@courts.example")

    answer = client_of(judge).get(link_of("ana@courts.example"))

    assert answer.status_code == 410
    assert not judge.role_assignments.exists()
    assert AccountInvitation.objects.get().state == "sent"


def test_the_owner_of_the_address_who_signed_up_meanwhile_accepts_when_signed_in(administrator, client_of):
    invite(administrator, "ana@courts.example")
    ana = UserFactory(email="Ana@courts.example")

    page = Client().get(link_of("ana@courts.example"))
    client_of(ana).get(link_of("ana@courts.example"))

    assert page.context["has_account"]
    assert ana.role_assignments.get().role == "coordinator"


def test_expired_withdrawn_and_resent_invitations(administrator, client):
    invite(administrator, "ana@courts.example", "ben@courts.example")
    ana, ben = AccountInvitation.objects.order_by("email")
    old = link_of("ana@courts.example")
    AccountInvitation.objects.filter(pk=ana.pk).update(expires_at=timezone.now() - timedelta(days=1))

    assert Client().get(old).status_code == 410
    client.post(url("resend", ana.public_id))
    assert Client().get(old).status_code == 410
    assert Client().get(link_of("ana@courts.example")).status_code == 200
    client.post(url("withdraw", ben.public_id))
    assert Client().get(link_of("ben@courts.example")).status_code == 410
    with pytest.raises(errors.ClosedError):
        services.resend(invitation=ben, by=administrator)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_invite_the_same_people_email_each_of_them_once(administrator):
    two_at_once(*[partial(invite, administrator, "ana@courts.example", "ben@courts.example")] * 2)

    assert AccountInvitation.objects.count() == OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_twice_at_once_opens_one_account(administrator):
    invite(administrator, "ana@courts.example")
    link = link_of("ana@courts.example")

    answers = two_at_once(*[lambda: Client().post(link, account())] * 2)

    assert sorted(answer.status_code for answer in answers) in ([302, 302], [302, 410], [302, 422])
    assert User.objects.filter(email="ana@courts.example").count() == 1
    assert RoleAssignment.objects.filter(user__email="ana@courts.example").count() == 1


def test_the_email_is_in_the_language_that_was_chosen(administrator):
    invite(administrator, "ana@courts.example")

    _subject, text, html = delivery.compose(OutgoingMail.objects.get())

    with override("fr"):
        assert str(RoleAssignment.Role.COORDINATOR.label) in text
    assert 'lang="fr"' in html


def test_only_administrators_invite(coordinator, client_of):
    for name in ("invitations", "invite"):
        assert client_of(coordinator).get(url(name)).status_code == 403


def test_people_of_an_import_are_invited_after_a_preview_and_the_account_belongs_to_the_person(client):
    client.post(
        reverse("imports:new", args=["people"]),
        {"pasted": "Name,E-mail\nAna Tui,ana@courts.example\nNobody Known,\n", "kind": "court"},
    )
    batch = ImportBatch.objects.latest("pk")
    client.post(reverse("imports:columns", args=[batch.public_id]), {"col-0": "full_name", "col-1": "email"})
    client.post(reverse("imports:save", args=[batch.public_id]), {"part": "ready"})
    saved = client.get(reverse("imports:saved", args=[batch.public_id]))

    page = client.get(saved.context["next_step"][0])
    posted = {"role": "participant", "language": "en", "people": page.context["form"].initial["people"]}
    client.post(url("invite"), posted | {"send": "1"})
    Client().post(link_of("ana@courts.example"), account())

    assert posted["people"] == "ana@courts.example; Ana Tui"
    person = RegisteredPerson.objects.get(full_name="Ana Tui")
    assert (person.user.email, person.email) == ("ana@courts.example", "")


def test_many_people_are_invited_by_a_job_that_continues_where_it_stopped(administrator):
    people = [Person(n, f"p{n}@courts.example", "") for n in range(1, bulk.MAX_IMMEDIATE + 52)]
    send = partial(bulk.invite, people=people, grant=Grant("participant"), language="en", by=administrator)
    _invited, _granted, job = send()
    assert send()[2] == job

    with jobs.claim(
        job.pk
    ) as claimed:  # a worker that dies after its first batch, and before saving the second
        services.invite(people=people[:100], grant=Grant("participant"), language="en", by=administrator)
        claimed.report_progress(done=100)
        raise OperationalError("connection lost")
    tasks.send(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done) == ("done", len(people))
    assert AccountInvitation.objects.count() == len(people)
    assert OutgoingMail.objects.count() == len(people)


def test_opening_an_account_asks_for_the_court_and_records_it(administrator):
    court = CourtFactory().organisation
    invite(administrator, "ana@courts.example")

    Client().post(link_of("ana@courts.example"), account(organisation=court.pk))

    person = RegisteredPerson.objects.get(user__email="ana@courts.example")
    assert (person.affiliations.get().organisation, person.jurisdiction) == (court, court.jurisdiction)
