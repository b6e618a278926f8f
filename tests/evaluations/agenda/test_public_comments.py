"""Public comments: pending until the board has reviewed them, and never lost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from evaluations.agenda import comments, errors, moderation, services
from evaluations.agenda.comment_models import AgendaComment
from portal.mail.models import OutgoingMail
from tests.factories import agendas as make
from tests.racing import two_at_once
from tests.responses import error_codes, message_levels

pytestmark = pytest.mark.django_db
TYPED = {"body": "Hear people where they live.", "name": "Awa Ndiaye", "organisation": "Law clinic"}


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def url(name, row):
    return reverse(f"evaluations:agenda:{name}", args=[row.public_id])


def test_a_public_comment_is_pending_and_appears_with_the_reply_once_approved(
    board, coordinator, client, client_of
):
    agenda, seat, user = board
    step = make.item(agenda, by=coordinator)

    sent = client.post(url("submit_public_comment", agenda), {**TYPED, "item": step.pk}, follow=True)
    comment = AgendaComment.objects.get()
    before = client.get(url("agenda", agenda)).content.decode()
    list_ = client_of(user).get(url("pending_comments", agenda)).content.decode()
    client_of(user).post(url("approve_comment", comment))
    client_of(user).post(url("reply", comment), {"partner": seat.pk, "body": "We will, from May."})

    assert message_levels(sent) == ["success"]
    assert "Hear people" not in before
    assert "Hear people" in list_
    for name, row in (("agenda", agenda), ("item", step)):
        page = client.get(url(name, row)).content.decode()
        for part in ("Hear people", "Awa Ndiaye", "Law clinic", "We will, from May."):
            assert part in page


def test_a_refused_comment_is_read_by_the_board_with_its_reason_and_by_nobody_else(board, client, client_of):
    agenda, _seat, user = board
    client.post(url("submit_public_comment", agenda), {**TYPED, "email": "awa@people.example"})
    comment = AgendaComment.objects.get()

    empty = client_of(user).post(url("reject_comment", comment), {"reason": " "})
    client_of(user).post(url("reject_comment", comment), {"reason": "It names a party"})

    assert empty.status_code == 422
    email = OutgoingMail.objects.get()
    assert (email.to, email.context["reason"]) == ("awa@people.example", "It names a party")
    comment.refresh_from_db()
    assert comment.email == ""
    assert "It names a party" in client_of(user).get(url("pending_comments", agenda)).content.decode()
    assert "Hear people" not in client.get(url("agenda", agenda)).content.decode()
    assert "Hear people" not in client_of(user).get(url("agenda", agenda)).content.decode()


def test_input_stays_in_the_form_after_errors_the_rate_limit_and_the_honeypot(board, client):
    agenda, _seat, _user = board
    answers = [
        client.post(url("submit_public_comment", agenda), {**TYPED, "name": "", "email": "awa at people"}),
        client.post(
            url("submit_public_comment", agenda), {**TYPED, "body": "Hear people where they live. " * 90}
        ),
        client.post(url("submit_public_comment", agenda), {**TYPED, "website": "https://spam.example"}),
    ]
    for number in range(19):
        client.post(url("submit_public_comment", agenda), {**TYPED, "body": f"Words {number}"})
    answers.append(client.post(url("submit_public_comment", agenda), TYPED))

    assert [answer.status_code for answer in answers] == [422, 422, 429, 429]
    for answer in answers:
        assert "Hear people where they live." in answer.content.decode()
        assert "Law clinic" in answer.content.decode()
    assert "awa at people" in answers[0].content.decode()
    assert answers[3]["Retry-After"] == "3600"
    assert AgendaComment.objects.count() == 19


def test_a_comment_sent_twice_is_saved_once(board, client):
    agenda, _seat, _user = board
    for _click in range(2):
        client.post(url("submit_public_comment", agenda), TYPED)

    assert AgendaComment.objects.count() == 1


def test_only_a_public_agenda_with_open_comments_accepts_public_comments(
    board, coordinator, client, client_of
):
    agenda, _seat, _user = board
    inner = make.item(agenda, is_internal=True, title="Inner step", by=coordinator)
    closed = make.agenda(by=coordinator)

    assert "Inner step" not in client.get(url("submit_public_comment", agenda)).content.decode()
    assert client.post(url("submit_public_comment", agenda), {**TYPED, "item": inner.pk}).status_code == 422
    assert client.get(url("submit_public_comment", closed)).status_code == 302
    with pytest.raises(errors.NotPublicError):
        moderation.submit_public_comment(agenda=closed, name="A", body="B")
    assert client_of(coordinator).get(url("submit_public_comment", closed)).status_code == 403
    services.save(
        agenda=agenda, revision=1, jurisdictions=agenda.jurisdictions.all(), by=coordinator,
        comments_until=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    late = client.post(url("submit_public_comment", agenda), TYPED)
    assert error_codes(late) == {"__all__": [errors.CommentsClosedError.code]}
    assert "Hear people where they live." in late.content.decode()
    assert AgendaComment.objects.count() == 0


def test_only_those_who_may_comment_moderate_and_pending_comments_have_no_replies(
    board, coordinator, evaluator, judge, client, client_of
):
    agenda, _seat, _user = board
    comment = moderation.submit_public_comment(agenda=agenda, name="A", body="B")

    for reader, code in ((judge, 404), (evaluator, 403)):
        for name in ("approve_comment", "reject_comment"):
            assert client_of(reader).post(url(name, comment), {"reason": "x"}).status_code == code
    assert client.post(url("approve_comment", comment)).status_code == 302
    assert client_of(judge).get(url("pending_comments", agenda)).status_code == 403
    with pytest.raises(errors.NotShownError):
        comments.reply(comment=comment, body="Too soon", by=coordinator)
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_the_second_moderator_sees_what_the_first_did(board, coordinator, client_of):
    agenda, _seat, user = board
    comment = moderation.submit_public_comment(agenda=agenda, name="A", body="B")
    moderation.reject_comment(comment=comment, reason="It names a party", by=coordinator)

    approval = client_of(user).post(url("approve_comment", comment), follow=True)
    again = client_of(user).post(url("reject_comment", comment), {"reason": "Insult"})

    assert message_levels(approval) == ["error"]
    assert error_codes(again) == {"__all__": [errors.AlreadyModeratedError.code]}
    comment.refresh_from_db()
    assert (comment.state, comment.hidden_reason, comment.moderated_by) == (
        "rejected", "It names a party", coordinator,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_moderations_one_succeeds_and_the_other_gets_an_error(coordinator):
    agenda = make.agenda(by=coordinator)
    _seat, user = make.partner(agenda, by=coordinator)
    make.carry(agenda, effect="publish", by=coordinator)
    comment = moderation.submit_public_comment(agenda=agenda, name="A", body="B", email="a@people.example")

    outcomes = two_at_once(
        lambda: moderation.approve_comment(comment=comment, by=user),
        lambda: moderation.reject_comment(comment=comment, reason="Insult", by=coordinator),
    )

    assert sorted(isinstance(outcome, errors.AlreadyModeratedError) for outcome in outcomes) == [False, True]
    comment.refresh_from_db()
    won = next(outcome for outcome in outcomes if isinstance(outcome, AgendaComment))
    assert comment.state == won.state
    assert [email.template for email in OutgoingMail.objects.all()] == [f"evaluations/comment_{won.state}"]


def test_the_database_rejects_an_approved_comment_without_a_moderator(board, coordinator):
    agenda, _seat, _user = board
    comment = moderation.submit_public_comment(agenda=agenda, name="A", body="B")

    with pytest.raises(IntegrityError):
        AgendaComment.objects.filter(pk=comment.pk).update(state="approved")
