"""A form that is sent twice acts once; other content from the same page is a new submission."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.ui import once
from portal.ui.models import SentForm
from programs.funding.models import BudgetLine, Expenditure
from tests.factories.programs import ProgrammeFactory


@pytest.fixture
def line(transactional_db):
    return BudgetLine.objects.create(programme=ProgrammeFactory(), code="1", title="Sessions", amount=1000)


def page(line):
    return reverse("programs:funding:expenditure", args=[line.programme.public_id])


def entered(line, **changes):
    return {"line": line.pk, "amount": "100", "spent_on": "2026-11-02", "note": "Venue"} | changes


def test_the_page_has_a_key_and_the_second_click_leads_where_the_first_did(line, coordinator, client_of):
    client = client_of(coordinator)
    key = client.get(page(line)).context["form"]["form_key"].value()
    first = client.post(page(line), entered(line, form_key=key))
    second = client.post(page(line), entered(line, form_key=key))

    assert Expenditure.objects.count() == 1
    assert (first.status_code, first.url) == (second.status_code, second.url)


def test_other_content_after_going_back_is_saved(line, coordinator, client_of):
    client, key = client_of(coordinator), uuid.uuid4()
    client.post(page(line), entered(line, form_key=key))
    client.post(page(line), entered(line, form_key=key, amount="200"))

    assert Expenditure.objects.count() == 2


def test_two_at_once_save_one(line, coordinator, client_of):
    clients, key, statuses = [client_of(coordinator) for _ in range(4)], uuid.uuid4(), []

    def send(client):
        statuses.append(client.post(page(line), entered(line, form_key=key)).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 4
    assert Expenditure.objects.count() == 1


def test_an_entry_that_was_refused_can_be_sent_again(line, coordinator, client_of):
    client, key = client_of(coordinator), uuid.uuid4()
    path = reverse("programs:funding:line", args=[line.programme.public_id])
    refused = client.post(path, {"code": "1", "title": "Twice", "amount": "5", "form_key": key})
    saved = client.post(path, {"code": "2", "title": "Twice", "amount": "5", "form_key": key})

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert SentForm.objects.count() == 1


def test_old_submissions_are_forgotten(line, coordinator, client_of):
    client_of(coordinator).post(page(line), entered(line, form_key=uuid.uuid4()))
    assert once.forget_old() == 0
    SentForm.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert once.forget_old() == 1
