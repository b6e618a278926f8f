"""Confidential responses: no id, order or time links a response to its respondent."""

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.collection import anonymisation
from assessments.collection.models import Answer, Collection, Invitation, Response
from portal.links.models import SignedLink
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db


def rows_of(model):
    """Every value of every row, as stored."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
        return [{str(value) for value in row} for row in cursor.fetchall()]


def test_confidential_answers_share_no_value_with_invitations_and_links():
    assessment = make.open_assessment(weights={"judge": "0.5", "lawyer": "0.5"})
    for n in range(4):
        make.answer(assessment, group=("judge", "lawyer")[n % 2], ratings={"D1.1": (5, n + 1)})

    common = {str(assessment.collection_id), str(assessment.jurisdictions.get().pk), "judge", "lawyer", "en"}
    common |= {"None", "True", "False", "", *map(str, range(10))}
    of_people = set().union(*rows_of(Invitation), *rows_of(SignedLink))
    of_answers = set().union(*rows_of(Response), *rows_of(Answer))
    questions = {str(pk) for pk in Answer.objects.values_list("question", flat=True)}
    opening = str(assessment.collection.opens_at)

    assert (of_people & of_answers) - common - questions == set()
    assert {row.submitted_at for row in Response.objects.all()} == {assessment.collection.opens_at}
    assert opening not in of_people


def test_the_order_of_responses_does_not_follow_the_respondents():
    assessment = make.open_assessment()
    responses = [make.answer(assessment, ratings={"D1.1": (5, 1)}) for _n in range(12)]

    by_id = list(Response.objects.order_by("pk").values_list("pk", flat=True))

    assert by_id != [
        response.pk for response in responses
    ]  # random ids: the same order by chance once in 12!
    assert all(response.pk.version == 4 for response in responses)
    assert all(answer.pk.version == 4 for answer in Answer.objects.all())


def test_the_draft_is_deleted_on_submission():
    assessment = make.open_assessment()
    invitation = make.invitation(assessment)

    response = make.answer(assessment, invited=invitation, ratings={"D1.1": (5, 1)})

    assert not Response.objects.filter(invitation__isnull=False).exists()
    assert Answer.objects.exclude(response=response).count() == 0
    invitation.refresh_from_db()
    assert not hasattr(invitation, "response")


def test_the_database_rejects_a_confidential_response_with_an_invitation():
    assessment = make.open_assessment()
    invitation = make.invitation(assessment)

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(
            collection=assessment.collection,
            invitation=invitation,
            group_code="judge",
            jurisdiction=invitation.jurisdiction,
            language="en",
            submitted_at=assessment.collection.opens_at,
        )


def test_submitted_responses_cannot_be_changed():
    assessment = make.open_assessment()
    response = make.answer(assessment, ratings={"D1.1": (5, 1)})

    for act in (
        lambda: Answer.objects.filter(response=response).update(number=3),
        lambda: Answer.objects.filter(response=response).delete(),
        lambda: Response.objects.filter(pk=response.pk).update(group_code="lawyer"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_named_answers_keep_their_person():
    assessment = make.open_assessment(anonymity="named")
    invitation = make.invitation(assessment)

    response = make.answer(assessment, invited=invitation, ratings={"D1.1": (5, 1)})

    assert response.invitation == invitation
    assert response.submitted_at > assessment.collection.opens_at


def test_the_database_rejects_an_open_response_with_an_invitation():
    assessment = make.open_assessment()
    Collection.objects.update(anonymity="open")
    invitation = make.invitation(assessment, email="", invited_at=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(
            collection=assessment.collection,
            invitation=invitation,
            group_code="judge",
            jurisdiction=invitation.jurisdiction,
            language="en",
            submitted_at=assessment.collection.opens_at,
        )


def versions(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {table}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_row_versions_are_shuffled_while_the_collection_is_open():
    assessment = make.open_assessment()
    for n in range(6):
        make.answer(assessment, ratings={"D1.1": (5, 1 + n % 4)})
    stored = set(Answer.objects.values_list("id", "response", "question", "number"))
    of_people = {*versions("assessments_invitation"), *versions("portal_signedlink")}
    assert (
        len({*versions("assessments_response")} & of_people) == 6
    )  # the transaction that stored it could link it

    assert anonymisation.shuffle_recent_responses() == 6
    assert not {*versions("assessments_response"), *versions("assessments_answer")} & of_people
    make.answer(assessment, ratings={"D1.1": (3, 2)})
    assert anonymisation.shuffle_recent_responses() == 1
    assert anonymisation.shuffle_recent_responses() == 0

    assert len(set(versions("assessments_response"))) == 1
    assert stored <= set(Answer.objects.values_list("id", "response", "question", "number"))


def test_named_responses_and_drafts_are_not_shuffled():
    assessment = make.open_assessment(anonymity="named")
    for _n in range(3):
        make.answer(assessment, ratings={"D1.1": (5, 1)})
    before = versions("assessments_response")

    assert anonymisation.shuffle_recent_responses() == 0
    assert versions("assessments_response") == before
