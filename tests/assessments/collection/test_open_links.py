"""Open links: anyone can start, within limits; responses count in no rate and are linked to nobody."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessments.collection import open_links
from assessments.collection import services as collecting
from assessments.collection.errors import InvitationsNotAllowedError, LinkFullError
from assessments.collection.models import Answer, Invitation, Response
from assessments.collection.outreach_models import OpenLink
from assessments.collection.queries import turnout_of
from assessments.needs import services
from portal.links.services import LinkClosedError
from tests.assessments.pages import markup_of
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db


def open_one(**fields):
    """An open assessment with an open link."""
    assessment = make.draft_assessment(anonymity="open", weights={"judge": "0.6", "lawyer": "0.4"})
    link = open_links.make_link(
        collection=assessment.collection,
        by=None,
        **{
            "label": "Bar", "groups": ["judge", "lawyer"], "jurisdictions": assessment.jurisdictions.all(),
            "max_respondents": 50, "expires_at": None, **fields,
        },
    )  # fmt: skip
    return services.open_assessment(assessment=assessment, by=None), link


def page_of(link):
    return reverse("assessments:needs:open_link", args=[link.token])


def chosen(link, **fields):
    return {
        "group": "judge", "jurisdiction": link.jurisdictions.get().pk, "court_level": "appeal", "language": "ar",
        **fields,
    }  # fmt: skip


def start_url(client, link, **fields):
    answer = client.post(page_of(link), chosen(link, **fields))
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_anyone_starts_and_returns_through_a_personal_link(client):
    assessment, link = open_one()

    own = start_url(client, link)

    invitation = Invitation.objects.get(email="")
    assert (invitation.group_code, invitation.court_level, invitation.language, invitation.invited_at) == (
        "judge", "appeal", "ar", None,
    )  # fmt: skip
    page = client.get(own)
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "ar"
    assert client.get(own).status_code == 200
    assert link.collection == assessment.collection


def test_a_lawyer_has_no_level_of_court(client):
    _assessment, link = open_one()

    start_url(client, link, group="lawyer")

    assert Invitation.objects.get(email="").court_level == ""


def test_open_responses_are_anonymised_and_count_in_no_rate(client, coordinator, client_of):
    assessment, link = open_one()
    start_url(client, link)
    invitation = Invitation.objects.get(email="")
    make.answer(assessment, invited=invitation, ratings={"D1.1": (5, 1)})

    response = Response.objects.get()
    total, _rows = turnout_of(assessment.collection, ["judge"])
    page = client_of(coordinator).get(reverse("assessments:needs:assessment", args=[assessment.public_id]))

    assert response.invitation is None
    assert response.submitted_at == assessment.collection.opens_at
    assert (total.invited, total.complete) == (0, 0)
    assert page.context["is_by_open_link"] is True
    assert (page.context["arrived"]["complete"], page.context["arrived"]["in_progress"]) == (1, 0)


def test_respondents_of_one_open_link_do_not_see_each_others_drafts(client):
    _assessment, link = open_one()
    first, second = start_url(client, link), start_url(client, link)
    invitation = Invitation.objects.filter(email="").order_by("pk").first()
    collecting.save_draft(
        invitation=invitation, page=1, language="en", values={("comment-d1", 0): "Mine alone"}
    )

    assert "Mine alone" in client.get(first).content.decode()
    assert "Mine alone" not in client.get(second).content.decode()


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"withdrawn_at": timezone.now()}, 410, "revoked"),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, 410, "expired"),
        ({"started_count": 50}, 410, "full"),
    ],
    ids=["withdrawn", "expired", "full"],
)
def test_unusable_link_explains_why(client, fields, status, code):
    _assessment, link = open_one()
    OpenLink.objects.update(**fields)

    shown = client.get(page_of(link))
    sent = client.post(page_of(link), chosen(link))

    assert (shown.status_code, sent.status_code) == (status, status)
    assert shown.context["code"] == code
    assert not Invitation.objects.exists()


def test_respondents_see_their_personal_link_in_the_language_they_chose(client):
    _assessment, link = open_one()

    page = client.get(start_url(client, link, language="ar")).content.decode()

    assert "هذا الرابط خاص بك وحدك" in page


def test_guessed_link_is_unknown(client):
    open_one()

    assert client.get(reverse("assessments:needs:open_link", args=["x" * 43])).status_code == 404


def test_nobody_can_start_after_closing(client):
    assessment, link = open_one()

    with time_machine.travel(assessment.collection.closes_at + timedelta(minutes=1)):
        assert client.get(page_of(link)).status_code == 410


def test_maximum_applies_to_pages_opened_before(client):
    _assessment, link = open_one(max_respondents=1)
    start_url(client, link)

    with pytest.raises(LinkFullError):
        open_links.start_response(
            link=link, group="judge", jurisdiction=link.jurisdictions.get(), court_level="", language="en"
        )


def test_respondents_who_started_can_finish_after_withdrawal(client, coordinator, client_of):
    assessment, link = open_one()
    own = start_url(client, link)

    client_of(coordinator).post(
        reverse("assessments:needs:withdraw_open_link", args=[assessment.public_id]), {"id": link.public_id}
    )

    assert client.get(page_of(link)).status_code == 410
    assert client.get(own).status_code == 200


def test_choices_that_the_link_does_not_offer_are_rejected(client):
    from tests.factories.participants import JurisdictionFactory

    _assessment, link = open_one(groups=["judge"])

    assert client.post(page_of(link), chosen(link, group="lawyer")).status_code == 422
    elsewhere = client.post(page_of(link), chosen(link, jurisdiction=JurisdictionFactory().pk))
    assert elsewhere.status_code == 422
    assert not Invitation.objects.exists()


def test_a_bot_that_fills_the_hidden_field_is_rejected(client):
    _assessment, link = open_one()

    assert client.post(page_of(link), chosen(link, website="https://spam.example")).status_code == 429
    assert not Invitation.objects.exists()


def test_starts_are_limited_to_forty_an_hour_per_network(client):
    _assessment, link = open_one(max_respondents=100)

    answers = [client.post(page_of(link), chosen(link)).status_code for _n in range(41)]

    assert answers == [302] * 40 + [429]
    assert Invitation.objects.count() == 40


def test_pages_are_excluded_from_search_engines(client):
    _assessment, link = open_one()

    page = client.get(page_of(link))

    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert re.search('<meta name="robots" content="noindex', page.content.decode())


def test_email_invitations_are_rejected_with_open_links(client):
    from assessments.collection import invitations

    assessment, _link = open_one()

    with pytest.raises(InvitationsNotAllowedError):
        invitations.add_addresses(collection=assessment.collection, addresses=[], by=None)
    with pytest.raises(InvitationsNotAllowedError):
        invitations.invite(collection=assessment.collection, by=None)


def test_named_assessments_have_no_open_link(coordinator, client_of):
    assessment = make.open_assessment()
    address = reverse("assessments:needs:new_open_link", args=[assessment.public_id])
    sent = {
        "label": "X",
        "groups": ["judge"],
        "jurisdictions": [assessment.jurisdictions.get().pk],
        "max_respondents": 5,
    }

    answer = client_of(coordinator).post(address, sent)

    assert answer.status_code == 422
    assert not OpenLink.objects.exists()


def test_qr_code_requires_permission_to_share_the_link(coordinator, evaluator, client_of):
    _assessment, link = open_one()
    address = reverse("assessments:needs:open_link_qr", args=[link.public_id])

    answer = client_of(coordinator).get(address)

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert client_of(evaluator).get(address).status_code in (403, 404)


def test_coordinator_makes_a_link_and_copies_it(coordinator, client_of):
    assessment = make.draft_assessment(anonymity="open")
    client = client_of(coordinator)
    sent = {
        "label": "=HYPERLINK(1)",
        "groups": ["judge"],
        "jurisdictions": [assessment.jurisdictions.get().pk],
    }

    answer = client.post(
        reverse("assessments:needs:new_open_link", args=[assessment.public_id]),
        {**sent, "max_respondents": "20"},
    )
    page = client.get(answer.url).content.decode()

    assert page_of(OpenLink.objects.get()) in page
    assert "0 of 20" in page


def test_physical_order_of_anonymised_responses_does_not_follow_the_respondents(client):
    """If rows were stored in the order of submission, the n-th row would be the n-th respondent's."""
    assessment = make.open_assessment()
    comments = [f"Comment {n}" for n in range(30)]
    for comment in comments:
        make.answer(assessment, ratings={"D1.1": (5, 1)}, comment=comment)

    def in_jurisdiction(table, order):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT xmin::text, id::text FROM {table} ORDER BY {order}")  # noqa: S608
            return cursor.fetchall()

    before = [row_id for _x, row_id in in_jurisdiction("assessments_response", "ctid")]
    values = set(Answer.objects.values_list("response", "question", "number", "text", "not_applicable"))
    services.close_assessment(assessment=assessment, by=None)
    after = in_jurisdiction("assessments_response", "ctid")

    assert sorted(row_id for _x, row_id in after) == sorted(before)
    assert [row_id for _x, row_id in after] != before
    assert len({version for version, _id in after}) == 1
    assert len({version for version, _id in in_jurisdiction("assessments_answer", "ctid")}) == 1
    assert (
        set(Answer.objects.values_list("response", "question", "number", "text", "not_applicable")) == values
    )
    by_people = list(Invitation.objects.filter(state="complete").order_by("updated_at").values_list("pk"))
    assert len(by_people) == 30


def test_triggers_protect_responses_again_after_shuffling():
    from django.db import IntegrityError, transaction

    assessment = make.open_assessment()
    make.answer(assessment, ratings={"D1.1": (5, 1)})
    services.close_assessment(assessment=assessment, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.all().delete()


def test_respondents_of_open_links_cannot_delegate(client):
    from assessments.collection import delegation
    from assessments.collection.errors import DelegationNotAllowedError

    _assessment, link = open_one()
    own = start_url(client, link)

    assert "pass-on" not in client.get(own).content.decode()
    with pytest.raises(DelegationNotAllowedError):
        delegation.delegate(
            invitation=Invitation.objects.get(), name="Bo", email="bo@court.example", language="en"
        )
    with pytest.raises(LinkClosedError):
        open_links.resolve_open_link("unknown")


def test_the_list_counts_no_invitations_for_open_links(coordinator, client_of):
    open_one()
    client, listed = client_of(coordinator), reverse("assessments:needs:assessments")

    page = markup_of(client.get(listed))
    file = client.get(listed + "?export=csv").content.decode()

    assert '<td class="num" data-label="Invited">–</td>' in page
    assert file.splitlines()[1].endswith(",0,")
