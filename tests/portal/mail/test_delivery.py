"""Delivery of emails: queued in the transaction that causes them, sent once, with a recorded outcome."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone

from portal.mail import delivery, services
from portal.mail.models import OutgoingMail
from tests.harness import wait_until
from tests.portal.people import administrator, person

pytestmark = pytest.mark.django_db

CONTEXT = {
    "title": "Rapport d’impact <2026> & annexes",
    "state": "done",
    "error": "",
    "url": "http://testserver/x",
}


def queue(key="first", to="judge@court.example", language="en", **fields) -> OutgoingMail:
    return services.queue(
        key, to=to, language=language, template="portal/job_ended", context={**CONTEXT, **fields}
    )


def reread(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=mail.pk)


def test_an_email_has_text_html_and_a_subject_without_html_entities(smtp_server):
    mail = queue()

    delivery.send_due()

    (email,) = smtp_server.emails
    assert email["To"] == "judge@court.example"
    assert email["Subject"] == "Ready: Rapport d’impact <2026> & annexes"
    assert "<2026> & annexes" in email.get_body(("plain",)).get_content()
    assert "&lt;2026&gt; &amp; annexes" in email.get_body(("html",)).get_content()
    assert email["Content-Language"] == "en"
    assert reread(mail).state == "sent"


def test_an_email_queued_twice_under_one_key_is_sent_once(smtp_server):
    first = queue(title="first")
    second = queue(title="second")

    delivery.send_due()
    delivery.send_due()

    assert first == second
    assert [email["Subject"] for email in smtp_server.emails] == ["Ready: first"]


def test_an_email_of_a_rolled_back_transaction_is_not_sent(smtp_server):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    delivery.send_due()

    assert smtp_server.emails == []


@pytest.mark.django_db(transaction=True)
def test_four_concurrent_senders_send_each_email_once(smtp_server):
    for number in range(60):
        queue(f"email-{number}", to=f"judge{number}@court.example")

    def send() -> None:
        delivery.send_due()
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(smtp_server.recipients) == sorted(f"judge{number}@court.example" for number in range(60))


def test_an_unreachable_server_delays_the_email_and_records_the_reason(smtp_server):
    mail = queue()
    smtp_server.stop()

    delivery.send_due()

    waiting = reread(mail)
    assert (waiting.state, waiting.tries) == ("queued", 1)
    assert "refused" in waiting.reason
    assert waiting.next_try_at > timezone.now() + timedelta(seconds=50)

    smtp_server.start()
    delivery.send_due()
    assert smtp_server.emails == [], "its next attempt is later"
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        delivery.send_due()
    assert reread(mail).state == "sent"
    assert reread(mail).reason == ""


def test_a_full_mailbox_is_retried_for_a_day_and_then_fails_with_the_server_reply(smtp_server):
    smtp_server.reject["judge@court.example"] = "452 4.2.2 box full"
    mail = queue()

    moment = timezone.now()
    for _ in range(len(delivery.RETRY_DELAYS) + 1):
        with time_machine.travel(moment, tick=True):
            delivery.send_due()
        moment += timedelta(hours=13)

    ended = reread(mail)
    assert (ended.state, ended.reason) == ("failed", "452 4.2.2 box full")


def test_a_permanent_error_fails_at_once_and_does_not_stop_other_emails(smtp_server):
    smtp_server.reject["nobody@court.example"] = "550 5.1.1 no such person"
    wrong, right = queue("wrong", to="nobody@court.example"), queue("right")

    delivery.send_due()

    assert (reread(wrong).state, reread(wrong).reason) == ("failed", "550 5.1.1 no such person")
    assert reread(right).state == "sent"


def test_a_missing_template_fails_one_email_and_does_not_stop_the_others(smtp_server):
    broken = services.queue("broken", to="a@b.example", language="en", template="portal/none", context={})
    right = queue("right")

    delivery.send_due()

    assert reread(broken).state == "failed"
    assert "portal/none" in reread(broken).reason
    assert reread(right).state == "sent"


def test_an_email_of_a_dead_worker_is_sent_after_the_lease_with_the_same_message_id(smtp_server):
    mail = queue()
    (claimed,) = delivery._claim()  # the worker dies here

    delivery.send_due()
    assert smtp_server.emails == [], "another worker may still be sending it"
    with time_machine.travel(timezone.now() + delivery.LEASE + timedelta(seconds=1), tick=True):
        delivery.send_due()

    assert smtp_server.emails[0]["Message-ID"] == delivery.message_id(claimed)
    assert reread(mail).state == "sent"


def test_the_text_of_a_sent_email_is_deleted(smtp_server):
    mail = queue(url="http://testserver/secret-token")

    delivery.send_due()

    assert "secret-token" in smtp_server.emails[0].get_body(("plain",)).get_content()
    sent = reread(mail)
    assert (sent.text, sent.html, sent.context) == ("", "", {})


def test_emails_sent_through_django_are_queued(smtp_server, settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxEmailBackend"  # pytest-django replaces it
    send_mail("Confirm your address", "Open this link", None, ["new@court.example"])
    assert smtp_server.emails == []

    delivery.send_due()

    assert smtp_server.emails[0]["Subject"] == "Confirm your address"


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_an_email_soon_after_commit(celery_worker_process, smtp_server):
    with transaction.atomic():
        mail = queue()
        assert smtp_server.emails == []

    wait_until(lambda: reread(mail).state == "sent", what="the email")

    assert len(smtp_server.emails) == 1


def test_the_outbox_of_a_demo_shows_emails_to_everyone(client, settings):
    settings.DEMO = settings.MAIL_OUTBOX_ONLY = True
    mail = queue()
    delivery.send_due()

    page = client.get(f"/outbox/{mail.public_id}")

    assert reread(mail).state == "stored"
    assert "http://testserver/x" in page.content.decode()


def test_outside_a_demo_only_administrators_see_the_outbox(client, smtp_server):
    queue()
    client.force_login(person("other@court.example"))
    assert client.get("/outbox/").status_code == 403

    client.force_login(administrator())
    assert "judge@court.example" in client.get("/outbox/").content.decode()


def test_the_outbox_has_a_constant_number_of_queries(client, django_assert_max_num_queries):
    client.force_login(administrator())
    for number in range(30):
        queue(f"email-{number}")

    with django_assert_max_num_queries(7):
        page = client.get("/outbox/")

    assert page.content.decode().count("portal/job_ended") == 30
