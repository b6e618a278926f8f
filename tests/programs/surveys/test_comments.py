"""Comments in a survey: coordinators read and code them, faculty see the shared ones, nobody else any."""

import pytest
from django.urls import reverse

from assessments.analysis.redaction import BAR
from assessments.collection.models import Answer
from tests.factories import surveys as make
from tests.programs.surveys.test_views import ANSWERS, of, text

pytestmark = pytest.mark.django_db
COMMENT = "Judge Tui spoke too long."


@pytest.fixture
def survey(teacher):
    _user, cohort = teacher
    return make.closed(cohort, [{**ANSWERS, "better": COMMENT}] + [ANSWERS] * 7)


def at(survey, answer) -> str:
    return reverse("programs:surveys:comment", args=[survey.public_id, answer.short_id])


def test_faculty_read_shared_comments_without_redacted_names(survey, teacher, coordinator, client_of):
    client, answer = client_of(coordinator), Answer.objects.get(text=COMMENT)
    assert "&lt;b&gt;More time&lt;/b&gt;" in text(client.get(of("coding", survey)))

    client.post(at(survey, answer), {"hide": "Tui", "tags": "pace", "is_shared": "on", "revision": "0"})

    faculty = client_of(teacher[0])
    assert faculty.get(of("survey", survey)).context["comments"]["shared"] == 1
    read = text(faculty.get(of("shared", survey)))
    assert f"Judge {BAR} spoke too long." in read
    assert "pace" in read
    for visible in (read, text(faculty.get(of("shared", survey) + "?export=csv"))):
        assert "Tui" not in visible
        assert "More time" not in visible  # not coded, so not shared


def test_only_coordinators_read_the_original_comments(survey, teacher, client_of, evaluator, client):
    answer = Answer.objects.get(text=COMMENT)

    for address in (of("coding", survey), at(survey, answer)):
        assert client_of(teacher[0]).get(address).status_code == 403
        assert client_of(evaluator).get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_comments_of_one_person_are_not_listed_in_the_same_order(coordinator, client_of):
    answers = [{"will_change": "5", "what_changes": f"{n}", "better": f"{n}"} for n in range(9)]
    survey = make.closed(make.ended_cohort(people=9), answers)

    rows = client_of(coordinator).get(of("coding", survey)).context["rows"]

    first, second = [row.text for row in rows][:9], [row.text for row in rows][9:]
    assert sorted(first) == sorted(second) == list("012345678")
    assert first != second


def test_comments_are_hidden_below_five_responses_and_before_closing(coordinator, client_of):
    few = make.closed(make.ended_cohort(people=8), [{**ANSWERS, "better": COMMENT}] * 4)
    client = client_of(coordinator)

    assert client.get(of("coding", few)).context["is_withheld"] is True
    assert COMMENT not in text(client.get(of("coding", few)))
    assert client.get(at(few, Answer.objects.filter(text=COMMENT).first())).status_code == 404
    early = make.opened(make.ended_cohort(people=6))
    assert client.get(of("coding", early)).context["is_over"] is False


def test_reports_on_exchanges_have_no_comment_pages(coordinator, client_of):
    report = make.opened(make.ended_cohort(people=2, activity_type="exchange"), builtin_template="exchange")

    for name in ("coding", "shared"):
        assert client_of(coordinator).get(of(name, report)).status_code == 404
