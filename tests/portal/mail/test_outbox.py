"""The administrators' outbox: bulk actions and the exported list."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit.models import AuditEntry
from portal.mail import delivery, services
from portal.mail.models import OutgoingMail
from tests.portal.people import administrator, person
from tests.responses import message_levels

pytestmark = pytest.mark.django_db
BULK = "/outbox/bulk"


@pytest.fixture
def root(client):
    user = administrator()
    client.force_login(user)
    return user


def create_emails(n, state="queued", **fields):
    drafts = [
        services.build_email(
            f"{state}-{i}", to=f"judge{i}@court.example", language="en", template="", context={}
        )
        for i in range(n)
    ]
    for draft in drafts:
        draft.state, draft.subject, draft.text = state, "=cmd()", "text"
        for name, value in fields.items():
            setattr(draft, name, value)
    return OutgoingMail.objects.bulk_create(drafts)


def states():
    return dict(OutgoingMail.objects.values_list("key", "state"))


def test_all_emails_of_a_filtered_view_are_resent(client, root, smtp_server):
    create_emails(60, "failed", reason="550 no such box")
    create_emails(2, "sent")

    answer = client.post(BULK, {"act": "resend", "all": "1", "filter": "state=failed"}, follow=True)

    assert message_levels(answer) == ["success"]
    assert [state for key, state in states().items() if key.startswith("failed")] == ["queued"] * 60
    delivery.send_due()
    assert len(smtp_server.emails) == 60
    assert AuditEntry.objects.get(action="mail.resent").detail == {"emails": 60}


def test_a_suspended_email_is_not_sent_until_it_is_resent(client, root, smtp_server):
    waiting = create_emails(2)
    sending = OutgoingMail.objects.get(key="queued-1")
    assert len(delivery._claim()) == 2
    OutgoingMail.objects.filter(pk=waiting[0].pk).update(state="queued", lease_token=None, lease_until=None)

    client.post(BULK, {"act": "suspend", "id": [mail.public_id for mail in waiting]})

    assert states() == {"queued-0": "suspended", "queued-1": "sending"}
    delivery._send_batch([OutgoingMail.objects.get(pk=sending.pk)])
    delivery.send_due()
    assert [email["To"] for email in smtp_server.emails] == ["judge1@court.example"]
    client.post(reverse("mail:resend", args=[waiting[0].public_id]))
    delivery.send_due()
    assert len(smtp_server.emails) == 2


def test_the_list_is_exported_with_its_filter_and_without_formulas(client, root):
    create_emails(1, "failed", reason="550 no such box")
    create_emails(1, "sent")

    book = load_workbook(io.BytesIO(client.get("/outbox/?state=failed&export=xlsx").content))
    text = client.get("/outbox/?state=failed&export=csv").content.decode("utf-8-sig")

    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "judge0@court.example" in cells
    assert "550 no such box" in cells
    assert text.count("judge0@court.example") == 1
    assert "'=cmd()" in text


def test_only_administrators_can_change_emails_even_in_a_demo(client, settings):
    settings.DEMO = True
    create_emails(1)
    client.force_login(person())

    assert 'name="act"' not in client.get("/outbox/").content.decode()
    assert client.post(BULK, {"act": "suspend", "all": "1"}).status_code == 403
    assert states() == {"queued-0": "queued"}


def test_notices_stay_on_the_home_page_until_they_are_marked_as_read(client):
    reader, other = person(), person("other@court.example")
    services.notify(reader, "Older notice", "/jobs/x")
    services.notify(other, "Not yours")
    client.force_login(reader)
    page = client.get("/home/").content.decode()
    shown = [str(notice.public_id) for notice in reader.notices.all()]
    services.notify(reader, "Newer notice")

    client.post("/outbox/notices/read", {"id": [*shown, str(other.notices.get().public_id), "rubbish"]})

    after = client.get("/home/").content.decode()
    assert '<a href="/jobs/x" dir="auto">Older notice</a>' in page
    assert "Not yours" not in page
    assert "Older notice" not in after
    assert "Newer notice" in after
    assert other.notices.get().read_at is None
