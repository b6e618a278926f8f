"""Responding through a personal link: nothing is lost or stored twice, and closed links explain why."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertTemplateUsed

from assessments.collection.errors import NothingAnsweredError
from assessments.collection.models import Answer, Invitation, Response
from assessments.needs import services
from portal.links import services as links
from portal.links.models import SignedLink
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make.open_assessment()


@pytest.fixture
def invitation(assessment):
    return make.invitation(assessment)


@pytest.fixture
def token(invitation):
    return make.token_for(invitation)


def page_of(token, number=1):
    return reverse("assessments:collection:page", args=[token, number])


def rated(assessment, code="d1.1", importance="5", ability="2"):
    by_name = make.questions(assessment)
    return {
        f"q{by_name[f'importance-{code}'].pk}": importance,
        f"q{by_name[f'ability-{code}'].pk}": ability,
    }


def send(client, token, assessment):
    client.post(page_of(token), rated(assessment))
    return client.post(reverse("assessments:collection:submit", args=[token]))


def test_answers_are_entered_page_by_page_and_submitted_once(client, assessment, invitation, token):
    first = client.post(page_of(token), rated(assessment))
    second = client.post(page_of(token, 2), rated(assessment, "d2.1", "4", "na"))
    sent = client.post(reverse("assessments:collection:submit", args=[token]))

    assert first.url == page_of(token, 2)
    assert second.url == reverse("assessments:collection:submit", args=[token])
    assertTemplateUsed(client.get(sent.url), "assessments/collection/thanks.html")
    response = Response.objects.get(submitted_at__isnull=False)
    assert set(response.answers.values_list("question__name", "number", "not_applicable")) == {
        ("importance-d1.1", 5, False),
        ("ability-d1.1", 2, False),
        ("importance-d2.1", 4, False),
        ("ability-d2.1", None, True),
    }
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.COMPLETE


def test_draft_opens_where_it_was_left_on_another_device(client, assessment, token):
    client.post(page_of(token), rated(assessment))
    client.post(page_of(token, 2), {**rated(assessment, "d2.2", "3", "3"), "later": "1"})

    opened = client.__class__().get(reverse("assessments:collection:answer", args=[token]))

    assert opened.context["current"].number == 2
    answers = opened.context["kept"]
    assert {("importance-d2.2", 0): "3"}.items() <= answers.items()


def test_an_incomplete_pair_is_reported_beside_the_field(client, assessment, token):
    importance_alone = dict([next(iter(rated(assessment).items()))])
    comment = {f"q{make.questions(assessment)['comment-d1'].pk}": "Explaining fees"}

    refused = client.post(page_of(token), importance_alone | comment)

    assert refused.status_code == 422
    text = refused.content.decode()
    assert [problem.label for problem in refused.context["problems"]] == ["Task 1.1"]
    assert "Explaining fees" in text
    assert set(Answer.objects.values_list("number", "text")) == {(5, ""), (None, "Explaining fees")}


def test_an_old_page_on_another_device_clears_no_rating(client, assessment, token):
    client.post(page_of(token), rated(assessment))

    client.post(page_of(token), {"draft": "1"})

    assert sorted(Answer.objects.values_list("number", flat=True)) == [2, 5]


def test_language_menu_keeps_the_draft_and_stays_on_the_page(client, assessment, invitation, token):
    moved = client.post(page_of(token), rated(assessment) | {"language": "ar"})
    shown = client.get(moved.url)

    assert moved.url == page_of(token)
    assert 'dir="rtl"' in shown.content.decode()
    assert "مهمة 1.1" in shown.content.decode()  # entered text keeps its digits
    assert sorted(Answer.objects.values_list("number", flat=True)) == [2, 5]
    assert shown["Content-Language"] == "ar"


def test_page_is_in_the_language_of_the_invitation(client, assessment):
    token = make.token_for(make.invitation(assessment, language="ar"))

    shown = client.get(
        reverse("assessments:collection:answer", args=[token]), headers={"accept-language": "fr"}
    )

    assert 'lang="ar" dir="rtl"' in shown.content.decode()


def test_autosave_returns_the_status_text(client, assessment, token):
    saved = client.post(page_of(token), rated(assessment) | {"draft": "1"}, headers={"HX-Request": "true"})

    assert saved["X-Saved"]
    assert re.search(r"\d\d:\d\d UTC", saved.content.decode())
    assert Answer.objects.count() == 2


def test_used_link_is_rejected_with_a_message(client, assessment, invitation, token):
    send(client, token, assessment)

    again = client.get(reverse("assessments:collection:answer", args=[token]))
    late = client.post(page_of(token), rated(assessment, importance="1"))

    assert (again.status_code, late.status_code) == (410, 410)
    assert again.context["code"] == "used"
    assert sorted(Answer.objects.values_list("number", flat=True)) == [2, 5]


def test_all_links_expire_on_submission(client, assessment, invitation, token):
    reminder = make.token_for(invitation)

    send(client, token, assessment)

    assert client.get(reverse("assessments:collection:answer", args=[reminder])).status_code == 410


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, 410, "expired"),
        ({"revoked_at": timezone.now()}, 410, "revoked"),
    ],
)
def test_expired_links_explain_why(client, token, change, status, code):
    SignedLink.objects.update(**change)

    shown = client.get(reverse("assessments:collection:answer", args=[token]))

    assert (shown.status_code, shown.context["code"]) == (status, code)


def test_closed_assessment_rejects_responses(client, assessment, invitation, token):
    client.post(page_of(token), rated(assessment))
    services.close_assessment(assessment=assessment, by=None)

    shown = client.post(reverse("assessments:collection:submit", args=[token]))

    assert shown.status_code == 410
    assert shown.context["code"] == "closed"
    assert not Response.objects.exists()  # drafts are deleted


def test_guessed_links_are_unknown_and_throttled(client, assessment, token):
    with time_machine.travel(timezone.now(), tick=False):  # the limit is per calendar minute
        guesses = [
            client.get(reverse("assessments:collection:answer", args=[token[:-2] + "zz"])) for _n in range(22)
        ]

    assert guesses[0].status_code == 404
    assert guesses[0].context["code"] == "unknown"
    assert guesses[-1].status_code == 429
    assert guesses[-1]["Retry-After"] == "60"


def test_a_link_of_another_purpose_opens_nothing(client, invitation):
    _link, token = links.make("evaluations.confirm", invitation)

    assert client.get(reverse("assessments:collection:answer", args=[token])).status_code == 404


def test_people_who_decline_get_no_reminders(client, assessment, invitation, token):
    client.post(page_of(token), rated(assessment))
    client.post(reverse("assessments:collection:decline", args=[token]))

    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.SCREENED_OUT
    assert not Response.objects.exists()
    assert client.get(page_of(token)).status_code == 410


def test_an_empty_response_cannot_be_submitted(client, assessment, token):
    refused = client.post(reverse("assessments:collection:submit", args=[token]))

    assert refused.status_code == 422
    assert refused.context["refusal"] == str(NothingAnsweredError.message)
    assert client.get(page_of(token)).status_code == 200


def test_pages_are_under_50_kb_with_constant_queries(client, django_assert_max_num_queries):
    long = make.open_assessment(version=make.framework(domains=1, each=20))
    token = make.token_for(make.invitation(long))

    with django_assert_max_num_queries(12):
        shown = client.get(reverse("assessments:collection:answer", args=[token]))

    assert len(shown.content) < 50_000
