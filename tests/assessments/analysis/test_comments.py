"""Coordinators code comments and share them redacted; the originals are not shared."""

import pytest
from django.urls import reverse

from assessments.analysis import comments
from assessments.analysis.models import CodedComment
from assessments.analysis.redaction import BAR, redacted, spans_of
from assessments.collection.models import Answer
from assessments.needs import services as needs
from participants.accounts.models import RoleAssignment
from tests.factories import assessments as make
from tests.factories.participants import RoleFactory

TEXT = "Judge Anna Tui never reads files. Annual lists help; ask Tui, or ANNA  TUI."


@pytest.fixture
def closed(db):
    assessment = make.open_assessment(weights={"judge": "1"})
    for n in range(6):
        make.answer(
            assessment, ratings={"D1.1": (5 - n % 2, 2)}, comment=TEXT if n == 0 else f"=HYPERLINK({n})"
        )
    return needs.close_assessment(assessment=assessment, by=None)


@pytest.fixture
def focal_point(closed):
    jurisdiction = closed.jurisdictions.get()
    return RoleFactory(role=RoleAssignment.Role.FOCAL_POINT, jurisdiction=jurisdiction).user


def comment_of(assessment):
    return Answer.objects.get(text=TEXT)


def at(name, assessment, *rest):
    return reverse(f"assessments:analysis:{name}", args=[assessment.public_id, *rest])


def test_every_occurrence_of_a_passage_is_redacted_as_whole_words_with_one_length():
    spans, missing = spans_of(TEXT, ["Anna Tui", "Tui"])

    assert missing == []
    assert redacted(TEXT, spans) == f"Judge {BAR} never reads files. Annual lists help; ask {BAR}, or {BAR}."


def test_names_in_scripts_without_spaces_are_redacted_inside_words():
    spans, _missing = spans_of("请找王法官，王法官很忙。وأحمد هنا", ["王法官", "أحمد"])

    assert redacted("请找王法官，王法官很忙。وأحمد هنا", spans) == f"请找{BAR}，{BAR}很忙。و{BAR} هنا"


def test_a_missing_passage_is_reported():
    assert spans_of("Nobody", ["Anna"]) == ([], ["Anna"])


def test_a_comment_is_shared_with_redactions_and_tags(closed, coordinator, focal_point, client_of):
    client, answer = client_of(coordinator), comment_of(closed)

    client.post(
        at("comment", closed, answer.short_id),
        {"hide": "Anna Tui\nTui", "tags": "files,  Files , workload", "is_shared": "on", "revision": "0"},
    )

    coded_comment = CodedComment.objects.get(answer=answer)
    assert {tag.name for tag in coded_comment.tags.all()} == {"files", "workload"}
    for name in ("shared", "coding"):
        assert (name == "coding") == (client_of(focal_point).get(at(name, closed)).status_code == 403)
    page = client_of(focal_point).get(at("shared", closed)).content.decode()
    exported = client_of(focal_point).get(at("shared", closed) + "?export=csv").content.decode()
    assert f"Judge {BAR} never reads files" in page
    assert "Tui" not in page + exported
    assert "HYPERLINK" not in page + exported  # not coded, so not shared
    assert Answer.objects.get(pk=answer.pk).text == TEXT


def test_a_formula_in_a_shared_comment_is_plain_text_in_the_file(closed, coordinator, client_of):
    answer = Answer.objects.get(text="=HYPERLINK(1)")
    comments.code_comment(
        collection=closed.collection, about=closed, answer=answer, hide=[], tags=["=cmd"], is_shared=True,
        revision=0, by=coordinator,
    )  # fmt: skip

    exported = client_of(coordinator).get(at("shared", closed) + "?export=csv").content.decode()

    assert "'=HYPERLINK(1),'=cmd" in exported


def test_a_tag_is_one_whatever_its_case(closed, coordinator, client_of):
    answer, client = comment_of(closed), client_of(coordinator)

    client.post(at("comment", closed, answer.short_id), {"tags": "Maẞe", "revision": "0"})
    client.post(at("comment", closed, answer.short_id), {"tags": "maße, MAẞE", "revision": "1"})

    assert [tag.name for tag in CodedComment.objects.get(answer=answer).tags.all()] == ["Maẞe"]


def test_invalid_input_is_rejected_and_stays_in_the_form(closed, coordinator, client_of):
    url = at("comment", closed, comment_of(closed).short_id)

    shown = client_of(coordinator).post(
        url, {"hide": "Maria", "tags": "x", "is_shared": "on", "revision": "0"}
    )

    assert shown.status_code == 422
    assert "“Maria” is not in this comment." in shown.content.decode()
    assert not CodedComment.objects.exists()


def test_concurrent_coding_does_not_undo_redactions(closed, coordinator, client_of):
    answer, client = comment_of(closed), client_of(coordinator)
    url = at("comment", closed, answer.short_id)
    client.post(url, {"hide": "Anna Tui\nTui", "tags": "", "is_shared": "on", "revision": "0"})

    late = client.post(url, {"hide": "", "tags": "", "is_shared": "on", "revision": "0"})

    assert late.status_code == 422
    assert "Tui" not in CodedComment.objects.get(answer=answer).redacted


def test_a_comment_of_another_assessment_is_not_found(closed, coordinator, client_of):
    other = make.open_assessment()
    make.answer(other, ratings={"D1.1": (5, 2)}, comment="Elsewhere")
    needs.close_assessment(assessment=other, by=None)
    foreign = Answer.objects.get(text="Elsewhere")

    assert client_of(coordinator).get(at("comment", closed, foreign.short_id)).status_code == 404


def test_the_order_of_comments_does_not_link_one_persons_answers(closed, coordinator, client_of):
    for answer in Answer.objects.exclude(text=""):
        comments.code_comment(
            collection=closed.collection, about=closed, answer=answer, hide=[], tags=[], is_shared=True,
            revision=0, by=coordinator,
        )  # fmt: skip
    client = client_of(coordinator)

    read = [row.pk for row in client.get(at("coding", closed)).context["rows"]]
    shared = [row.answer_id for row in client.get(at("shared", closed)).context["rows"]]

    assert read == shared == sorted(read, key=lambda pk: pk.hex[-12:])


def test_no_comment_is_visible_before_closing(coordinator, client_of):
    assessment = make.open_assessment()
    make.answer(assessment, ratings={"D1.1": (5, 2)}, comment="Too early")
    client = client_of(coordinator)

    assert "Too early" not in client.get(at("coding", assessment)).content.decode()
    assert (
        client.get(at("comment", assessment, Answer.objects.get(text="Too early").short_id)).status_code
        == 404
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("people", "anonymity", "is_read"),
    [(4, "confidential", False), (5, "confidential", True), (1, "named", True)],
)
def test_comments_of_fewer_than_five_confidential_responses_are_withheld(
    people, anonymity, is_read, coordinator, client_of
):
    """The respondent list shows who responded: each of four comments would have four possible authors."""
    assessment = make.open_assessment(anonymity=anonymity)
    for n in range(people):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 2)}, comment=TEXT if n == 0 else "")
    assessment = needs.close_assessment(assessment=assessment, by=None)
    client = client_of(coordinator)

    shown = client.get(at("coding", assessment))
    comment_page = client.get(at("comment", assessment, comment_of(assessment).short_id))

    assert ("never reads files" in shown.content.decode()) == is_read
    assert shown.context["is_withheld"] is not is_read
    assert comment_page.status_code == (200 if is_read else 404)


def test_comments_require_permission(closed, client_of, judge, evaluator, client):
    url = at("comment", closed, comment_of(closed).short_id)

    assert client_of(judge).get(url).status_code == 404
    assert client_of(evaluator).get(url).status_code == 403
    assert client_of(judge).get(at("shared", closed)).status_code == 404
    assert client.get(at("shared", closed)).status_code == 302
