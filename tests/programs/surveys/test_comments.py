"""Comments in a survey: coordinators read and code it, faculty get what is shared, nobody the rest."""

import pytest
from django.urls import reverse

from assessments.analysis.redaction import BAR
from assessments.collection.models import Answer
from tests.factories import surveys as make
from tests.programs.surveys.test_views import SAID, of, text

pytestmark = pytest.mark.django_db
WORDS = "Judge Tui spoke too long."


@pytest.fixture
def survey(teacher):
    _user, cohort = teacher
    return make.closed(cohort, [{**SAID, "better": WORDS}] + [SAID] * 7)


def at(survey, answer) -> str:
    return reverse("programs:surveys:comment", args=[survey.public_id, answer.code])


def test_a_coordinator_blacks_a_name_out_and_faculty_read_the_rest(survey, teacher, coordinator, client_of):
    client, answer = client_of(coordinator), Answer.objects.get(text=WORDS)
    assert "&lt;b&gt;More time&lt;/b&gt;" in text(client.get(of("coding", survey)))

    client.post(at(survey, answer), {"hide": "Tui", "tags": "pace", "is_shared": "on", "revision": "0"})

    faculty = client_of(teacher[0])
    assert "1 comment is shared" in text(faculty.get(of("survey", survey)))
    read = text(faculty.get(of("shared", survey)))
    assert f"Judge {BAR} spoke too long." in read
    assert "pace" in read
    for told in (read, text(faculty.get(of("shared", survey) + "?export=csv"))):
        assert "Tui" not in told
        assert "More time" not in told  # not read, so not shared


def test_only_coordinators_read_the_original(survey, teacher, client_of, evaluator, client):
    answer = Answer.objects.get(text=WORDS)

    for address in (of("coding", survey), at(survey, answer)):
        assert client_of(teacher[0]).get(address).status_code == 403
        assert client_of(evaluator).get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_what_one_person_wrote_to_two_questions_does_not_stand_side_by_side(coordinator, client_of):
    said = [{"will_change": "5", "what_changes": f"{n}", "better": f"{n}"} for n in range(9)]
    survey = make.closed(make.ended_cohort(people=9), said)

    rows = client_of(coordinator).get(of("coding", survey)).context["rows"]

    first, second = [row.text for row in rows][:9], [row.text for row in rows][9:]
    assert sorted(first) == sorted(second) == list("012345678")
    assert first != second


def test_of_four_nothing_is_read_and_before_the_close_of_nobody(coordinator, client_of):
    few = make.closed(make.ended_cohort(people=8), [{**SAID, "better": WORDS}] * 4)
    client = client_of(coordinator)

    assert "Fewer than five people answered" in text(client.get(of("coding", few)))
    assert client.get(at(few, Answer.objects.filter(text=WORDS).first())).status_code == 404
    early = make.opened(make.ended_cohort(people=6))
    assert "Comments are shown after the questionnaire closes" in text(client.get(of("coding", early)))


def test_a_report_on_an_exchange_is_not_coded(coordinator, client_of):
    report = make.opened(make.ended_cohort(people=2, activity_type="exchange"), builtin_template="exchange")

    for name in ("coding", "shared"):
        assert client_of(coordinator).get(of(name, report)).status_code == 404
