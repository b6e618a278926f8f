"""What a letter promises: written with its cause, sent once, and an end that can be read."""

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


def write(key="first", to="judge@court.example", language="en", **fields) -> OutgoingMail:
    return services.queue(
        key, to=to, language=language, template="portal/job_ended", context={**CONTEXT, **fields}
    )


def reread(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=mail.pk)


def test_a_letter_arrives_with_text_html_and_a_subject_without_html_entities(smtp_server):
    mail = write()

    delivery.send_due()

    (letter,) = smtp_server.letters
    assert letter["To"] == "judge@court.example"
    assert letter["Subject"] == "Ready: Rapport d’impact <2026> & annexes"
    assert "<2026> & annexes" in letter.get_body(("plain",)).get_content()
    assert "&lt;2026&gt; &amp; annexes" in letter.get_body(("html",)).get_content()
    assert letter["Content-Language"] == "en"
    assert reread(mail).state == "sent"


def test_a_letter_written_twice_under_one_key_is_sent_once_in_its_first_words(smtp_server):
    first = write(title="first")
    second = write(title="second")

    delivery.send_due()
    delivery.send_due()

    assert first == second
    assert [letter["Subject"] for letter in smtp_server.letters] == ["Ready: first"]


def test_a_letter_whose_cause_was_rolled_back_was_never_written(smtp_server):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    delivery.send_due()

    assert smtp_server.letters == []


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_letter_once(smtp_server):
    for number in range(60):
        write(f"letter-{number}", to=f"judge{number}@court.example")

    def send() -> None:
        delivery.send_due()
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(smtp_server.recipients) == sorted(f"judge{number}@court.example" for number in range(60))


def test_a_server_that_is_away_delays_the_letter_and_the_reason_is_kept(smtp_server):
    mail = write()
    smtp_server.stop()

    delivery.send_due()

    waiting = reread(mail)
    assert (waiting.state, waiting.tries) == ("queued", 1)
    assert "refused" in waiting.reason
    assert waiting.next_try_at > timezone.now() + timedelta(seconds=50)

    smtp_server.start()
    delivery.send_due()
    assert smtp_server.letters == [], "its hour has not come"
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        delivery.send_due()
    assert reread(mail).state == "sent"
    assert reread(mail).reason == ""


def test_a_full_box_is_tried_again_and_given_up_after_a_day_with_the_servers_words(smtp_server):
    smtp_server.refuse["judge@court.example"] = "452 4.2.2 box full"
    mail = write()

    moment = timezone.now()
    for _ in range(len(delivery.WAITS) + 1):
        with time_machine.travel(moment, tick=True):
            delivery.send_due()
        moment += timedelta(hours=13)

    ended = reread(mail)
    assert (ended.state, ended.reason) == ("failed", "452 4.2.2 box full")


def test_a_wrong_address_comes_back_at_once_and_does_not_stop_the_others(smtp_server):
    smtp_server.refuse["nobody@court.example"] = "550 5.1.1 no such person"
    wrong, right = write("wrong", to="nobody@court.example"), write("right")

    delivery.send_due()

    assert (reread(wrong).state, reread(wrong).reason) == ("failed", "550 5.1.1 no such person")
    assert reread(right).state == "sent"


def test_a_letter_whose_template_is_missing_fails_with_the_reason_and_the_rest_goes_out(smtp_server):
    broken = services.queue("broken", to="a@b.example", language="en", template="portal/none", context={})
    right = write("right")

    delivery.send_due()

    assert reread(broken).state == "failed"
    assert "portal/none" in reread(broken).reason
    assert reread(right).state == "sent"


def test_a_letter_whose_sender_died_goes_out_after_the_lease_under_the_same_message_id(smtp_server):
    mail = write()
    (claimed,) = delivery._claim()  # the worker dies here

    delivery.send_due()
    assert smtp_server.letters == [], "it may still be on its way"
    with time_machine.travel(timezone.now() + delivery.LEASE + timedelta(seconds=1), tick=True):
        delivery.send_due()

    assert smtp_server.letters[0]["Message-ID"] == delivery.message_id(claimed)
    assert reread(mail).state == "sent"


def test_a_sent_letters_words_are_forgotten_since_they_may_hold_links(smtp_server):
    mail = write(url="http://testserver/secret-token")

    delivery.send_due()

    assert "secret-token" in smtp_server.letters[0].get_body(("plain",)).get_content()
    kept = reread(mail)
    assert (kept.text, kept.html, kept.context) == ("", "", {})


def test_djangos_own_letters_become_rows_too(smtp_server, settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxEmailBackend"  # pytest-django puts its own in the way
    send_mail("Confirm your address", "Open this link", None, ["new@court.example"])
    assert smtp_server.letters == []

    delivery.send_due()

    assert smtp_server.letters[0]["Subject"] == "Confirm your address"


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_sent_by_the_worker_soon_after_its_commit(celery_worker_process, smtp_server):
    with transaction.atomic():
        mail = write()
        assert smtp_server.letters == []

    wait_until(lambda: reread(mail).state == "sent", what="the letter")

    assert len(smtp_server.letters) == 1


def test_in_a_demo_without_a_server_the_outbox_shows_the_letter_to_everyone(client, settings):
    settings.DEMO = settings.MAIL_OUTBOX_ONLY = True
    mail = write()
    delivery.send_due()

    page = client.get(f"/outbox/{mail.public_id}")

    assert reread(mail).state == "kept"
    assert "http://testserver/x" in page.content.decode()


def test_outside_a_demo_only_administrators_see_the_outbox(client, smtp_server):
    write()
    client.force_login(person("other@court.example"))
    assert client.get("/outbox/").status_code == 403

    client.force_login(administrator())
    assert "judge@court.example" in client.get("/outbox/").content.decode()


def test_the_outbox_costs_the_same_at_any_length(client, django_assert_max_num_queries):
    client.force_login(administrator())
    for number in range(30):
        write(f"letter-{number}")

    with django_assert_max_num_queries(7):
        page = client.get("/outbox/")

    assert page.content.decode().count("portal/job_ended") == 30
