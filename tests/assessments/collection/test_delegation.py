"""Delegation: one invitation, one email, one response, and nothing revealed about other respondents."""

import threading

import pytest
from django.db import connections
from django.urls import reverse

from assessments.collection import delegation, invitations
from assessments.collection.errors import DelegationNotAllowedError, TooManyDelegationsError
from assessments.collection.models import Invitation, Response
from assessments.collection.queries import turnout_of
from portal.links.services import LinkClosedError
from portal.mail.models import OutgoingMail
from tests.factories import assessments as make
from tests.responses import error_codes


def pass_on(invitation, email="bo@court.example", **fields):
    return delegation.delegate(
        invitation=invitation, **{"name": "Bo Lal", "email": email, "language": "ar", **fields}
    )


def url(name, token):
    return reverse(f"assessments:collection:{name}", args=[token])


@pytest.fixture
def invitation(db):
    assessment = make.open_assessment()
    Invitation.objects.all().delete()
    return make.invitation(assessment, email="anna@court.example", name="Anna", court_level="appeal")


def test_colleague_gets_an_email_in_their_language_and_the_first_link_expires(invitation, client):
    token = make.token_for(invitation)

    answer = client.post(
        url("delegate", token), {"name": "Bo Lal", "email": "bo@court.example", "language": "ar"}
    )

    assert answer.status_code == 200
    assert "We have sent an email to Bo Lal." in answer.content.decode()
    colleague = Invitation.objects.get(email="bo@court.example")
    assert (colleague.delegated_from, colleague.group_code, colleague.court_level, colleague.language) == (
        invitation, "judge", "appeal", "ar",
    )  # fmt: skip
    email = OutgoingMail.objects.get()
    assert (email.to, email.language, email.template) == (
        "bo@court.example", "ar", "assessments/delegation",
    )  # fmt: skip
    assert email.context["passed_on_by"] == "Anna"
    assert client.get(url("answer", token)).status_code == 410
    own = email.context["url"].rsplit("/", 1)[1]
    assert client.get(url("answer", own)).status_code == 200


def test_the_draft_is_deleted_and_not_shown_to_the_colleague(invitation, client):
    from assessments.collection import services as collecting

    collecting.save_draft(
        invitation=invitation, page=1, language="en", values={("comment-d1", 0): "Between us"}
    )

    colleague = pass_on(invitation)

    assert not Response.objects.exists()
    assert "Between us" not in client.get(url("answer", make.token_for(colleague))).content.decode()


def test_reminders_go_to_the_colleague_only_and_the_rate_counts_one(invitation):
    colleague = pass_on(invitation)
    Invitation.objects.update(invited_at=invitation.invited_at)

    invitations.remind(collection=invitation.collection, by=None)
    make.answer(invitation.collection.needs_assessment, invited=colleague, ratings={"D1.1": (5, 1)})

    reminders = OutgoingMail.objects.filter(template="assessments/reminder")
    assert list(reminders.values_list("to", flat=True)) == ["bo@court.example"]
    total, _rows = turnout_of(invitation.collection, ["judge"])
    assert (total.invited, total.complete) == (1, 1)


@pytest.mark.parametrize(
    "email", ["Carla@court.example", "anna@court.example"], ids=["on the list", "their own"]
)
def test_refusal_does_not_reveal_the_respondent_list(invitation, client, email):
    make.invitation(invitation.collection.needs_assessment, email="carla@court.example")

    answer = client.post(
        url("delegate", make.token_for(invitation)), {"name": "Carla", "email": email, "language": "en"}
    )

    assert answer.status_code == 422
    assert error_codes(answer) == {"email": [DelegationNotAllowedError.code]}
    assert "list" not in str(DelegationNotAllowedError.message)
    assert not OutgoingMail.objects.exists()
    invitation.refresh_from_db()
    assert invitation.state == "invited"


def test_delegation_is_limited_to_two(invitation, client):
    second = pass_on(invitation)
    third = pass_on(second, "carla@court.example")

    with pytest.raises(TooManyDelegationsError):
        pass_on(third, "dan@court.example")
    assert [third.delegated_from, second.delegated_from] == [second, invitation]
    page = client.get(url("decline", make.token_for(third))).content.decode()
    assert "pass-on" not in page


def test_attempts_are_throttled(invitation, client):
    make.invitation(invitation.collection.needs_assessment, email="carla@court.example")
    token = make.token_for(invitation)
    sent = {"name": "Carla", "email": "carla@court.example", "language": "en"}

    answers = [client.post(url("delegate", token), sent).status_code for _n in range(6)]

    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize("name", ["http://evil.example", "Go to www.evil.example", "<script>x</script>"])
def test_email_contains_no_address_typed_as_a_name(invitation, client, name):
    answer = client.post(
        url("delegate", make.token_for(invitation)),
        {"name": name, "email": "bo@court.example", "language": "en"},
    )

    assert answer.status_code == 422
    assert "<script>x" not in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_delegation_is_rejected_after_submission(invitation):
    make.answer(invitation.collection.needs_assessment, invited=invitation, ratings={"D1.1": (5, 1)})

    with pytest.raises(LinkClosedError):
        pass_on(invitation)


def test_unknown_link_cannot_be_delegated(db, client):
    answer = client.post(
        url("delegate", "x" * 43), {"name": "Bo", "email": "bo@court.example", "language": "en"}
    )

    assert answer.status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_concurrent_delegations_go_to_one_colleague():
    invitation = make.invitation(make.open_assessment(), email="anna@court.example")
    start, outcomes = threading.Barrier(2), []

    def act(email):
        try:
            start.wait(10)
            outcomes.append(pass_on(Invitation.objects.get(pk=invitation.pk), email).email)
        except LinkClosedError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[f"{name}@court.example"]) for name in ("bo", "carla")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert "used" in outcomes
    assert Invitation.objects.filter(delegated_from=invitation).count() == 1
    assert OutgoingMail.objects.count() == 1
