"""The outbox for whoever runs the portal: many letters sent again or held back, and the list as a file."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit.models import AuditEntry
from portal.mail import delivery, services
from portal.mail.models import OutgoingMail
from tests.portal.people import administrator, person

pytestmark = pytest.mark.django_db
MANY = "/outbox/many"


@pytest.fixture
def root(client):
    found = administrator()
    client.force_login(found)
    return found


def letters(n, state="queued", **fields):
    drafts = [
        services.build_email(
            f"{state}-{i}", to=f"judge{i}@court.example", language="en", template="", context={}
        )
        for i in range(n)
    ]
    for draft in drafts:
        draft.state, draft.subject, draft.text = state, "=cmd()", "words"
        for name, value in fields.items():
            setattr(draft, name, value)
    return OutgoingMail.objects.bulk_create(drafts)


def states():
    return dict(OutgoingMail.objects.values_list("key", "state"))


def test_every_letter_of_a_filtered_view_is_sent_again_and_no_other(client, root, smtp_server):
    letters(60, "failed", reason="550 no such box")
    letters(2, "sent")

    answer = client.post(MANY, {"act": "again", "all": "1", "filter": "state=failed"}, follow=True)

    assert "60 letters are sent again." in answer.content.decode()
    assert [state for key, state in states().items() if key.startswith("failed")] == ["queued"] * 60
    delivery.send_due()
    assert len(smtp_server.letters) == 60
    assert AuditEntry.objects.get(action="mail.sent_again").detail == {"letters": 60}


def test_a_letter_held_back_does_not_go_out_and_one_that_is_under_way_does(client, root, smtp_server):
    waiting = letters(2)
    under_way = OutgoingMail.objects.get(key="queued-1")
    assert len(delivery._claim()) == 2
    OutgoingMail.objects.filter(pk=waiting[0].pk).update(state="queued", lease_token=None, lease_until=None)

    client.post(MANY, {"act": "hold", "id": [mail.public_id for mail in waiting]})

    assert states() == {"queued-0": "held", "queued-1": "sending"}
    delivery._send_batch([OutgoingMail.objects.get(pk=under_way.pk)])
    delivery.send_due()
    assert [letter["To"] for letter in smtp_server.letters] == ["judge1@court.example"]
    client.post(reverse("mail:resend", args=[waiting[0].public_id]))
    delivery.send_due()
    assert len(smtp_server.letters) == 2


def test_the_list_is_a_file_with_its_filter_and_without_formulas(client, root):
    letters(1, "failed", reason="550 no such box")
    letters(1, "sent")

    book = load_workbook(io.BytesIO(client.get("/outbox/?state=failed&export=xlsx").content))
    text = client.get("/outbox/?state=failed&export=csv").content.decode("utf-8-sig")

    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "judge0@court.example" in cells
    assert "550 no such box" in cells
    assert text.count("judge0@court.example") == 1
    assert "'=cmd()" in text


def test_who_is_no_administrator_changes_nothing_even_in_a_demo(client, settings):
    settings.DEMO = True
    letters(1)
    client.force_login(person())

    assert "Hold back" not in client.get("/outbox/").content.decode()
    assert client.post(MANY, {"act": "hold", "all": "1"}).status_code == 403
    assert states() == {"queued-0": "queued"}


def test_news_stands_on_the_home_page_until_it_is_marked_as_read(client):
    reader, other = person(), person("other@court.example")
    services.notify(reader, "Ready: Create report files", "/jobs/x")
    services.notify(other, "Not yours")
    client.force_login(reader)
    page = client.get("/home/").content.decode()
    shown = [str(notice.public_id) for notice in reader.notices.all()]
    services.notify(reader, "Came meanwhile")

    client.post("/outbox/notices/read", {"id": [*shown, str(other.notices.get().public_id), "rubbish"]})

    after = client.get("/home/").content.decode()
    assert '<a href="/jobs/x" dir="auto">Ready: Create report files</a>' in page
    assert "Not yours" not in page
    assert "Ready: Create report files" not in after
    assert "Came meanwhile" in after
    assert other.notices.get().read_at is None
