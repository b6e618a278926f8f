"""The pages of surveys: planned by coordinators, read by faculty, answered by the invited people only."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from assessments.collection.models import Collection, Invitation
from assessments.instruments.builtin_templates import BUILTIN_TEMPLATES
from programs.surveys import services
from programs.surveys.errors import NotOpenError
from programs.surveys.models import CohortSurvey
from tests.factories import surveys as make
from tests.factories.participants import PersonFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory
from tests.responses import error_codes, messages_of

pytestmark = pytest.mark.django_db
ANSWERS = {"useful": "5", "clear": "4", "better": "<b>More time</b> for the practical part"}


def of(name: str, row) -> str:
    return reverse(f"programs:surveys:{name}", args=[row.public_id])


def text(response) -> str:
    return response.content.decode()


def test_a_coordinator_plans_surveys_for_several_sessions_at_once(coordinator, client_of):
    first = make.held_session()
    second = make.held_session(cohort=first.cohort, title="Closing")
    client = client_of(coordinator)
    typed = {
        "questionnaire": "portal:session", "subjects": [str(first.public_id), str(second.public_id)],
        "audience": "present", "days_after": "1", "open_days": "10", "reminder_days": "5; 2",
    }  # fmt: skip

    answer = client.post(of("plan", first.cohort), typed)

    assert answer.status_code == 302
    surveys = CohortSurvey.objects.order_by("pk")
    assert {(survey.session_id, survey.audience, survey.days_after, survey.open_days) for survey in surveys} == {
        (first.pk, "present", 1, 10), (second.pk, "present", 1, 10)
    }  # fmt: skip
    assert surveys[0].reminder_days == [5, 2]
    assert "Closing" in text(client.get(answer["Location"]))


def test_builtin_questionnaires_are_named_in_the_language_of_the_reader(coordinator, client_of):
    with translation.override("fr"):
        survey = make.planned(make.ended_cohort(people=2), builtin_template="course")
    with translation.override("ar"):
        named = gettext(BUILTIN_TEMPLATES["course"].title)
    coordinator.language = "ar"
    coordinator.save()

    assert named != BUILTIN_TEMPLATES["course"].title
    assert f"{named}</span></h1>" in text(client_of(coordinator).get(of("survey", survey)))


def test_invalid_input_is_kept_with_its_errors(coordinator, client_of):
    cohort = make.ended_cohort()
    typed = {
        "questionnaire": "portal:course", "subjects": ["course"], "audience": "present",
        "days_after": "9999", "open_days": "0", "reminder_days": "soon",
    }  # fmt: skip

    answer = client_of(coordinator).post(of("plan", cohort), typed)

    assert answer.status_code == 422
    shown = text(answer)
    assert error_codes(answer) == {
        "audience": ["not_recorded"], "days_after": ["max_value"],
        "open_days": ["min_value"], "reminder_days": ["not_days"],
    }  # fmt: skip
    for expected in (
        "9999",
        "soon",
    ):
        assert expected in shown
    assert not CohortSurvey.objects.exists()


def test_a_session_of_another_cohort_cannot_be_selected(coordinator, client_of):
    cohort, other = make.ended_cohort(), make.held_session()
    typed = {
        "questionnaire": "portal:session", "subjects": [str(other.public_id)], "audience": "present",
        "days_after": "0", "open_days": "7",
    }  # fmt: skip

    assert client_of(coordinator).post(of("plan", cohort), typed).status_code == 422


def test_results_are_hidden_while_the_survey_is_open(coordinator, client_of):
    survey = make.opened(make.ended_cohort(people=12))
    for invitation in Invitation.objects.all()[:11]:
        make.answer(invitation, ANSWERS)
    client = client_of(coordinator)

    shown = text(client.get(of("survey", survey)))

    assert "Responses so far: 11 from 12 people invited." in shown
    assert "More time" not in shown
    assert "Fully" not in shown
    assert client.get(of("survey", survey) + "?export=csv")["Content-Type"].startswith("text/html")
    assert client.get(f"/api/v1/cohort-surveys/{survey.public_id}/results/").status_code == 403


def test_faculty_see_figures_but_no_comments(teacher, client_of):
    user, cohort = teacher
    survey = make.closed(cohort, [ANSWERS] * 6 + [{**ANSWERS, "useful": "3"}] * 6)

    of_faculty = text(client_of(user).get(of("survey", survey)))

    assert "4.00" in of_faculty  # the mean of six 5 and six 3
    assert "More time" not in of_faculty
    assert "Comments" not in of_faculty


def test_results_of_four_responses_are_withheld(coordinator, client_of):
    survey = make.closed(make.ended_cohort(people=8), [ANSWERS] * 4)

    client = client_of(coordinator)

    shown = text(client.get(of("survey", survey)))
    exported = text(client.get(of("survey", survey) + "?export=csv"))
    assert "4.00" not in shown
    assert "More time" not in shown
    assert "withheld" in exported
    assert "5.00" not in exported


def test_a_mean_is_not_shown_with_an_incomplete_distribution(coordinator, client_of):
    """5, 5 and 1 people on three values: the 1 could be computed from the mean and the two counts of 5."""
    answers = [{"useful": "5"}] * 5 + [{"useful": "4"}] * 5 + [{"useful": "1"}]
    survey = make.closed(make.ended_cohort(people=11), answers)

    rows = client_of(coordinator).get(f"/api/v1/cohort-surveys/{survey.public_id}/results/").json()

    (useful,) = [row for row in rows if row["question"] == "useful"]
    assert useful["mean"] == "4.1818"
    assert useful["choices"] == []


def test_the_transfer_rate_excludes_people_without_an_occasion(coordinator, client_of):
    answers = ["regularly"] * 5 + ["sometimes"] * 5 + ["never"] * 5 + ["no_occasion"] * 5
    survey = make.closed(
        make.ended_cohort(people=20), [{"used": choice} for choice in answers], builtin_template="transfer"
    )

    shown = text(client_of(coordinator).get(of("survey", survey)))

    assert "66.7" in shown  # 10 of 15 people who had an occasion
    assert "Wilson" in shown


def test_a_respondent_opens_the_survey_from_the_home_page_in_their_language(client_of):
    cohort = make.ended_cohort(people=0, title="Digital evidence")
    respondent = EnrolmentFactory(cohort=cohort, person__user__language="fr").person.user
    survey = make.opened(cohort)
    client = client_of(respondent)

    assert "Digital evidence" in text(client.get(reverse("home")))
    started = client.post(of("answer", survey))
    questionnaire = client.get(started["Location"])

    assert questionnaire.status_code == 200
    assert questionnaire["Content-Language"] == "fr"
    assert "Ce que j’ai appris est utile dans mon travail" in text(questionnaire)
    assert "delegate" not in text(questionnaire)  # only the participant can answer for themselves


def test_a_completed_survey_cannot_be_answered_again(client_of):
    cohort = make.ended_cohort(people=0, title="Digital evidence")
    respondent = EnrolmentFactory(cohort=cohort).person.user
    survey = make.opened(cohort)
    make.answer(Invitation.objects.get(), {"useful": "4"})
    client = client_of(respondent)

    assert reverse("programs:surveys:answer", args=[survey.public_id]) not in text(
        client.get(reverse("home"))
    )
    answer = client.post(of("answer", survey))

    assert answer.status_code == 410
    assert answer.context["is_through"] is True


def test_only_invited_people_can_answer(client_of, other_judge):
    session = make.held_session(people=2)
    absent = EnrolmentFactory(cohort=session.cohort).person.user
    survey = make.opened(session.cohort, session, builtin_template="session", audience="present")

    assert client_of(absent).post(of("answer", survey)).status_code == 403
    assert client_of(absent).get(of("survey", survey)).status_code == 403
    assert client_of(other_judge).get(of("answer", survey)).status_code == 404


def test_coordinators_of_another_organisation_do_not_find_the_survey(other_coordinator, client_of):
    survey = make.closed(make.ended_cohort(), [ANSWERS] * 6)
    client = client_of(other_coordinator)

    assert client.get(of("survey", survey)).status_code == 404
    assert client.post(of("close", survey)).status_code == 404
    assert client.get(f"/api/v1/cohort-surveys/{survey.public_id}/").status_code == 404


def test_opening_a_survey_shows_how_many_people_are_invited(coordinator, client_of):
    cohort = make.ended_cohort(people=3)
    EnrolmentFactory(cohort=cohort, person=PersonFactory(user=None))
    survey = make.planned(cohort)
    client = client_of(coordinator)

    effect = client.get(of("open", survey)).context["effect"]
    client.post(of("open", survey))

    # People who are invited, people without an account, and the minimum number of responses.
    assert re.findall(r"\d+", effect) == ["3", "1", "5"]
    assert Invitation.objects.count() == 3


def test_the_closing_time_can_be_moved_and_the_survey_closed_manually(coordinator, client_of):
    survey = make.opened(make.ended_cohort())
    client = client_of(coordinator)
    later = (timezone.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")

    assert client.post(of("closing_time", survey), {"closes_at": "2020-01-01T10:00"}).status_code == 422
    client.post(of("closing_time", survey), {"closes_at": later})
    assert (Collection.objects.get().closes_at - timezone.now()).days >= 39
    client.post(of("close", survey))

    survey.refresh_from_db()
    assert survey.state == "closed"
    assert client.post(of("remind", survey), follow=True).status_code == 200
    assert messages_of(client.post(of("remind", survey), follow=True)) == [str(NotOpenError.message)]


def test_the_list_has_a_constant_number_of_queries(coordinator, client_of, django_assert_max_num_queries):
    cohort = CohortFactory(languages=["en"])
    sessions = [make.held_session(cohort=cohort, people=1, title=f"Day {n}") for n in range(9)]
    client = client_of(coordinator)
    for session in sessions:
        services.open_survey(
            survey=make.planned(cohort, session, builtin_template="session", audience="present"), by=None
        )

    with django_assert_max_num_queries(12):
        shown = text(client.get(of("surveys", cohort)))

    assert "Day 8" in shown


def test_transfer_surveys_open_half_a_year_later_by_default(coordinator, client_of):
    cohort = make.ended_cohort()
    typed = {"subjects": ["course"], "audience": "enrolled", "days_after": "", "open_days": "21"}
    client = client_of(coordinator)

    client.post(of("plan", cohort), {**typed, "questionnaire": "portal:transfer"})
    client.post(of("plan", cohort), {**typed, "questionnaire": "portal:course"})

    days_after = CohortSurvey.objects.order_by("pk").values_list("days_after", flat=True)
    assert list(days_after) == [182, 0]


def test_builtin_questionnaires_cannot_be_edited_but_can_be_copied(coordinator, client_of):
    version = make.planned(make.ended_cohort()).version
    client = client_of(coordinator)
    editor = reverse("assessments:instruments:version", args=[version.public_id])

    assert f"{editor}/edition" not in text(client.get(editor))
    assert client.post(f"{editor}/edition").status_code == 404
    typed = {"title": "Ours", "kind": "feedback", "owner": str(version.instrument.owner_id), "begins_with": "course",
             "source_language": "en"}  # fmt: skip
    own = client.post(reverse("assessments:instruments:new"), typed, follow=True)
    copied = own.context["version"].questions
    assert set(copied.values_list("name", flat=True)) == set(version.questions.values_list("name", flat=True))
    planned = client.get(of("plan", make.planned(make.ended_cohort()).cohort))
    assert "Ours" in text(planned)
