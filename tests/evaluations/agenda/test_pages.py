"""Access to agenda pages: the public sees what the board published, other users nothing."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluations.agenda import comments, errors, services
from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.models import AgendaItem, BoardMeeting
from participants.accounts.models import RoleAssignment
from tests.factories import agendas as make
from tests.factories.evaluations import EvidenceFactory, MilestoneFactory
from tests.factories.participants import OrganisationFactory, RoleFactory, UserFactory
from tests.factories.programs import ProgrammeFactory

pytestmark = pytest.mark.django_db
VOTE = re.compile(r"Bar of the Islands</span>:\s*For\b")


@pytest.fixture
def agenda(coordinator):
    return make.agenda(by=coordinator)


def url(name, row):
    return reverse(f"evaluations:agenda:{name}", args=[row.public_id])


def pdf(name="minutes.pdf"):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def test_links_that_an_editor_may_not_see_are_kept_and_not_named(agenda, coordinator, client_of):
    """The portal's coordinator tied a programme that another organisation is still designing."""
    secretariat = RoleFactory(role=RoleAssignment.Role.COORDINATOR, organisation=agenda.secretariat).user
    open_one, hidden = (
        ProgrammeFactory(title="Writing plainly"),
        ProgrammeFactory(title="Not told", state="design"),
    )
    open_one.jurisdictions.set(agenda.jurisdictions.all())
    step = make.item(agenda, by=coordinator, programmes=[open_one, hidden])
    client, path = client_of(secretariat), url("edit_item", step)

    shown = client.get(path).content.decode()
    saved = client.post(
        path, {"title": "Shorter", "priority": 1, "programmes": [], "revision": step.revision}
    )

    assert "Writing plainly" in shown
    assert "Not told" not in shown
    assert saved.status_code == 302
    assert list(step.programmes.all()) == [hidden]


def agenda_with_hidden_parts(agenda, coordinator):
    """An agenda with internal content of every kind."""
    seat, user = make.partner(agenda, by=coordinator, name="Bar of the Islands")
    soon = timezone.localdate() + timedelta(days=30)
    step = make.item(agenda, title="Open step", owner=seat, due_on=soon, by=coordinator)
    make.item(agenda, title="Inner step", is_internal=True, owner=seat, due_on=soon, by=coordinator)
    inner = AgendaItem.objects.get(title="Inner step")
    now = timezone.now()
    services.call_meeting(
        agenda=agenda, starts=now + timedelta(days=2), ends=now + timedelta(days=3), by=coordinator,
        join_url="https://join.example/secret", topics="Inner topics", venue="Closed room", is_public=False,
    )  # fmt: skip
    make.carry(agenda, effect="agree", item=step, title="Open motion", by=coordinator)
    make.carry(agenda, effect="agree", item=inner, title="Inner motion", by=coordinator)
    for body, public, item in (
        ("Open words", True, step),
        ("Inner words", False, step),
        ("Inner too", True, inner),
    ):
        comments.add_comment(agenda=agenda, body=body, partner=seat, item=item, for_public=public, by=user)
    return seat, user, step, inner


HIDDEN = (
    "Inner step",
    "Inner motion",
    "Inner words",
    "Inner too",
    "Inner topics",
    "join.example",
    "Closed room",
)


def test_the_public_sees_decisions_but_no_internal_content(agenda, coordinator, client):
    _seat, user, step, inner = agenda_with_hidden_parts(agenda, coordinator)
    assert client.get(url("agenda", agenda)).status_code == 302
    make.carry(agenda, effect="publish", title="We go public", by=coordinator)

    texts = [
        client.get(url(name, row)).content.decode() for name, row in (("agenda", agenda), ("item", step))
    ]
    texts.append(client.get(url("calendar", agenda)).content.decode())
    texts.append(client.get(url("agenda", agenda), {"export": "csv"}).content.decode())
    texts.append(client.get(reverse("evaluations:agenda:agendas")).content.decode())

    page = texts[0]
    assert {part for part in HIDDEN for text in texts if part in text} == set()
    for part in ("Open step", "Open motion", "Open words", "Bar of the Islands", "We go public"):
        assert part in page
    assert str(user) not in page
    assert not VOTE.search(page)
    assert client.get(url("item", inner)).status_code == 404


def test_votes_are_public_only_if_the_board_published_them(agenda, coordinator, client):
    agenda_with_hidden_parts(agenda, coordinator)
    make.carry(agenda, effect="publish_votes", by=coordinator)

    assert VOTE.search(client.get(url("agenda", agenda)).content.decode())


def test_the_board_sees_everything(agenda, coordinator, client_of):
    _seat, user, _step, _inner = agenda_with_hidden_parts(agenda, coordinator)

    page = client_of(user).get(url("agenda", agenda)).content.decode()

    assert [part for part in HIDDEN if part not in page and part != "join.example"] == []
    assert "https://join.example/secret" in page


def test_users_outside_the_board_cannot_open_its_pages(agenda, coordinator, judge, funder, client, client_of):
    seat, _user, step, _inner = agenda_with_hidden_parts(agenda, coordinator)
    motion, meeting = agenda.motions.first(), agenda.meetings.first()
    comment = AgendaComment.objects.first()
    rows = [
        ("agenda", agenda), ("edit", agenda), ("new_item", agenda), ("item", step), ("edit_item", step),
        ("add_partner", agenda), ("remove_partner", seat), ("name_delegate", seat),
        ("end_delegate", seat.delegates.get()),
        ("call_meeting", agenda), ("edit_meeting", meeting), ("cancel_meeting", meeting), ("minutes", meeting),
        ("propose_motion", agenda), ("motion", motion), ("record_vote", motion), ("count_votes", motion),
        ("add_comment", agenda),
        ("reply", comment), ("hide_comment", comment), ("calendar", agenda),
    ]  # fmt: skip

    for user in (judge, funder):
        signed_in = client_of(user)
        assert {(name, signed_in.post(url(name, row)).status_code) for name, row in rows} <= {
            (name, code) for name, _row in rows for code in (404, 405)
        }
        assert [
            name for name, row in rows if signed_in.get(url(name, row)).status_code not in (404, 405)
        ] == []
    for name, row in rows:
        assert client.get(url(name, row)).status_code in (302, 404), name


def test_a_member_of_the_board_cannot_manage_the_agenda(agenda, coordinator, client_of):
    seat, user, step, _inner = agenda_with_hidden_parts(agenda, coordinator)
    client = client_of(user)
    for name, row in (
        ("edit", agenda),
        ("edit_item", step),
        ("propose_motion", agenda),
        ("remove_partner", seat),
    ):
        assert client.post(url(name, row)).status_code == 403


def test_a_script_in_a_comment_is_escaped(agenda, coordinator, client_of):
    _seat, user, step, _inner = agenda_with_hidden_parts(agenda, coordinator)
    client = client_of(user)
    partner = agenda.partners.get()

    client.post(
        url("add_comment", agenda),
        {"partner": partner.pk, "item": step.pk, "body": "<script>alert(1)</script> & so"},
    )
    comment = AgendaComment.objects.get(body__contains="alert")
    client_of(coordinator).post(url("reply", comment), {"body": "<img src=x onerror=alert(2)>"})

    page = client.get(url("agenda", agenda)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so" in page
    assert comment.replies.get().partner is None


def test_a_comment_is_hidden_with_a_reason_that_the_board_can_see(agenda, coordinator, client, client_of):
    _seat, user, _step, _inner = agenda_with_hidden_parts(agenda, coordinator)
    make.carry(agenda, effect="publish", by=coordinator)
    comment = AgendaComment.objects.get(body="Open words")

    client_of(coordinator).post(url("hide_comment", comment), {"reason": "It names a party"})

    board = client_of(user).get(url("agenda", agenda)).content.decode()
    assert "Open words" not in board
    assert "It names a party" in board
    assert "names a party" not in client.get(url("agenda", agenda)).content.decode()


def test_nobody_can_comment_for_another_partner_or_after_comments_close(agenda, coordinator, client_of):
    seat, _user, _step, _inner = agenda_with_hidden_parts(agenda, coordinator)
    _other, outsider = make.partner(agenda, by=coordinator)

    with pytest.raises(errors.NotRepresentativeError):
        comments.add_comment(agenda=agenda, body="x", partner=seat, by=outsider)
    with pytest.raises(errors.NotRepresentativeError):
        comments.add_comment(agenda=agenda, body="x", by=outsider)
    services.save(
        agenda=agenda, revision=1, jurisdictions=agenda.jurisdictions.all(), by=coordinator,
        comments_until=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    agenda.refresh_from_db()
    with pytest.raises(errors.CommentsClosedError):
        comments.add_comment(agenda=agenda, body="x", by=coordinator)


def test_formulas_in_an_item_are_exported_as_text(agenda, coordinator, client_of):
    make.item(agenda, title="=HYPERLINK(1)", by=coordinator)

    file = client_of(coordinator).get(url("agenda", agenda), {"export": "csv"}).content.decode()

    assert "'=HYPERLINK" in file


def test_minutes_are_public_only_if_they_and_the_agenda_are_public(agenda, coordinator, client, client_of):
    _seat, user, _step, _inner = agenda_with_hidden_parts(agenda, coordinator)
    meeting = BoardMeeting.objects.get()
    secretary, address = client_of(coordinator), url("minutes", meeting)

    refused = secretary.post(address, {"upload": SimpleUploadedFile("minutes.pdf", b"MZ this is a program")})
    secretary.post(address, {"upload": pdf(), "minutes_public": ""})
    meeting.refresh_from_db()
    file = reverse("files:download", args=[meeting.minutes.public_id])

    def reads():
        codes = []
        for reader in (client, client_of(user), client_of(UserFactory())):
            answer = reader.get(file)
            codes.append(answer.status_code == 200)
            b"".join(answer) if answer.streaming else None
        return codes

    seen = [reads()]
    make.carry(agenda, effect="publish", by=coordinator)
    seen.append(reads())
    secretary.post(address, {"upload": pdf(), "minutes_public": "on"})
    meeting.refresh_from_db()
    file = reverse("files:download", args=[meeting.minutes.public_id])
    seen.append(reads())

    assert refused.status_code == 422
    assert seen == [[False, True, False], [False, True, False], [True, True, True]]


def test_reached_milestones_are_counted_and_overdue_items_can_be_filtered(agenda, coordinator, client_of):
    seat, _user = make.partner(agenda, by=coordinator)
    milestone, other = MilestoneFactory(), MilestoneFactory()
    EvidenceFactory(milestone=milestone, confirmed_by=UserFactory(), confirmed_at=timezone.now())
    step = make.item(
        agenda, owner=seat, due_on=timezone.localdate() - timedelta(days=1), milestones=[milestone, other],
        by=coordinator,
    )  # fmt: skip
    make.carry(agenda, effect="agree", item=step, by=coordinator)
    client = client_of(coordinator)

    page = client.get(url("agenda", agenda)).content.decode()
    late = client.get(url("agenda", agenda), {"state": "late"}).context["rows"]

    assert "1 of 2" in page
    assert [row.item for row in late] == [step]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_takes_the_same_queries_at_any_length(
    agenda, coordinator, client_of, rows, django_assert_num_queries
):
    seat, user = make.partner(agenda, by=coordinator)
    for _number in range(rows):
        step = make.item(agenda, owner=seat, milestones=[MilestoneFactory()], by=coordinator)
        comment = comments.add_comment(agenda=agenda, body="Words", partner=seat, item=step, by=user)
        comments.reply(comment=comment, body="An answer", by=coordinator)
    make.carry(agenda, by=coordinator)
    client = client_of(coordinator)
    client.get(url("agenda", agenda))

    with django_assert_num_queries(19):
        response = client.get(url("agenda", agenda))

    assert len(response.context["rows"]) == rows


def test_a_coordinator_creates_an_agenda_through_the_pages(coordinator, client_of):
    client, home = client_of(coordinator), OrganisationFactory()
    from tests.factories.participants import JurisdictionFactory

    place, today = JurisdictionFactory(timezone="Pacific/Fiji"), timezone.localdate()
    client.post(
        reverse("evaluations:agenda:new"),
        {
            "title": "Family courts", "jurisdictions": [place.pk], "secretariat": home.pk, "starts": today,
            "ends": today + timedelta(days=9), "majority": "consensus", "quorum_percent": 60,
        },
    )  # fmt: skip
    agenda = place.agendas.get()
    client.post(url("add_partner", agenda), {"organisation": home.pk, "role": "presides"})
    step = client.post(url("new_item", agenda), {"title": "A room for children", "priority": 1})
    client.post(
        url("call_meeting", agenda),
        {
            "starts": "2030-05-04T10:00",
            "ends": "2030-05-04T12:00",
            "timezone": "Pacific/Fiji",
            "venue": "Suva",
        },
    )

    assert (agenda.majority, agenda.partners.get().role) == ("consensus", "presides")
    assert step.url == url("item", agenda.items.get())
    assert agenda.meetings.get().starts.isoformat() == "2030-05-03T22:00:00+00:00"
    assert "DTSTART:20300503T220000Z" in client.get(url("calendar", agenda)).content.decode()
