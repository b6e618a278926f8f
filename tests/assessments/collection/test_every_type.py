"""Every question type is shown, saved, corrected and submitted, with and without JavaScript."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from assessments.collection.models import Answer, Response
from tests.factories import assessments as make
from tests.factories import questionnaires as forms

pytestmark = pytest.mark.django_db

HEAD = ("type", "name", "label", "required", "relevant", "constraint", "constraint_message", "calculation",
        "choice_filter", "appearance", "parameters")  # fmt: skip
LISTS = [
    ("list_name", "name", "label", "land"),
    ("yesno", "yes", "Yes", ""), ("yesno", "no", "No", ""),
    ("lands", "fj", "Fiji", ""), ("lands", "ws", "Samoa", ""), ("lands", "vu", "Vanuatu", ""),
    ("towns", "suva", "Suva", "fj"), ("towns", "apia", "Apia", "ws"),
]  # fmt: skip


def line(type_, name="", label="", **rest):
    cells = dict.fromkeys(HEAD, "") | {"type": type_, "name": name, "label": label} | rest
    return tuple(cells[head] for head in HEAD)


WORK = [
    line("begin_group", "work", "Your work"),
    line("select_one yesno", "sits", "Do you sit?", required="yes"),
    line("integer", "years", "For how many years?", required="yes", relevant="${sits} = 'yes'",
         constraint=". <= 60", constraint_message="Nobody sits for more than 60 years."),
    line("select_multiple lands", "where", "Where?"),
    line("select_one towns", "town", "In which town?", choice_filter="selected(${where}, land)"),
    line("rank lands", "order", "In which order?"),
    line("end_group"),
    line("begin_group", "more", "More"),
    line("begin_repeat", "visit", "A visit"),
    line("date", "day", "On which day?"),
    line("text", "seen", "What did you see?", appearance="multiline"),
    line("end_repeat"),
    line("decimal", "cost", "What did it cost?"),
    line("time", "at", "At what time?"),
    line("range", "sure", "How sure are you?", parameters="start=0 end=5 step=1"),
    line("acknowledge", "agrees", "You may quote me", required="yes"),
    line("calculate", "days", calculation="count(${day})"),
    line("note", "thanks", "You told of ${days} days."),
    line("end_group"),
]  # fmt: skip


def opened(survey=WORK, **fields):
    """An open assessment with these questions after its ratings, and a respondent's link token."""
    assessment = make.draft_assessment(items=1, languages=["en"], **fields)
    version = assessment.collection.version
    rated = [
        ("begin_group", "area-d1", "Area 1"),
        ("select_one rated", "importance-d1.1", "Task 1.1", "importance", "D1.1"),
        ("select_one rated", "ability-d1.1", "Task 1.1", "ability", "D1.1"),
        ("end_group",),
    ]
    heads = (*HEAD, "scale", "competency")
    lines = [
        (cells[0], *cells[1:3], *[""] * (len(HEAD) - 3), *cells[3:]) if len(cells) > 1 else cells
        for cells in rated
    ]
    numbers = [("rated", str(n), str(n), "") for n in range(1, 6)]
    forms.fill(version, [heads, *lines, *survey], [*LISTS, *numbers])
    make.invitation(assessment)
    make.services.open_assessment(assessment=assessment, by=None)
    return assessment, make.token_for(make.invitation(assessment))


def field(assessment, name, occurrence=0):
    pk = make.questions(assessment)[name].pk
    return f"q{pk}.{occurrence}" if occurrence else f"q{pk}"


def page_of(token, number):
    return reverse("assessments:collection:page", args=[token, number])


def stored_values():
    return {
        (answer.question.name, answer.occurrence): answer.text or str(answer.number)
        for answer in Answer.objects.select_related("question")
    }


def test_answers_of_every_type_are_stored_if_relevant(client):
    assessment, token = opened()
    f = {name: field(assessment, name) for name in make.questions(assessment)}
    order = {f"{f['order']}.fj": "2", f"{f['order']}.ws": "1", f"{f['order']}.vu": "3"}

    client.post(
        page_of(token, 2),
        {f["sits"]: "yes", f["years"]: "٤٢", f["where"]: ["ws", "fj"], f["town"]: "apia", **order},
    )
    moved = client.post(
        page_of(token, 2), {f["sits"]: "no", f"m{f['where']}": "1", f["where"]: ["ws"], "live": "1"}
    )
    visits = {
        f"{f['day']}.1": "2027-01-31", f"{f['seen']}.1": "A full registry", f"{f['day']}.2": "2027-02-28",
        f"n{f['visit'][1:]}": "2",
    }  # fmt: skip
    client.post(
        page_of(token, 3), {**visits, f["cost"]: "3,50", f["at"]: "09:30", f["sure"]: "4", f["agrees"]: "OK"}
    )
    client.post(reverse("assessments:collection:submit", args=[token]))

    assert moved.url == page_of(token, 3)
    assert Response.objects.get().invitation is None
    assert stored_values() == {
        ("sits", 0): "no", ("where", 0): "ws", ("town", 0): "apia", ("order", 0): "ws fj vu",
        ("day", 1): "2027-01-31", ("seen", 1): "A full registry", ("day", 2): "2027-02-28", ("cost", 0): "3.5",
        ("at", 0): "09:30", ("sure", 0): "4", ("agrees", 0): "OK", ("days", 0): "2",
    }  # fmt: skip


def test_invalid_answers_are_reported_beside_the_field_and_stay(client):
    assessment, token = opened()
    f = {name: field(assessment, name) for name in make.questions(assessment)}

    refused = client.post(
        page_of(token, 2),
        {f["sits"]: "yes", f["years"]: "many", f"{f['order']}.fj": "1", f"{f['order']}.ws": "1", "live": "1"},
    )
    text = refused.content.decode()

    assert refused.status_code == 422
    assert 'value="many"' in text
    assert [problem.key for problem in refused.context["problems"]] == [("years", 0), ("order", 0)]
    assert stored_values() == {("sits", 0): "yes"}

    refused = client.post(page_of(token, 2), {f["years"]: "61", "live": "1"})
    assert "Nobody sits for more than 60 years." in refused.content.decode()


def test_required_questions_prevent_submission_and_are_listed_by_section(client):
    assessment, token = opened()
    client.post(page_of(token, 2), {field(assessment, "sits"): "yes", "later": "1"})

    shown = client.get(reverse("assessments:collection:submit", args=[token])).content.decode()
    refused = client.post(reverse("assessments:collection:submit", args=[token]))

    assert "For how many years?" in shown
    assert "You may quote me" in shown
    assert 'class="actions">' not in shown.split("<main")[1].replace('<p class="actions">', "")
    assert refused.status_code == 422
    assert not Response.objects.filter(submitted_at__isnull=False).exists()


def test_without_javascript_newly_relevant_questions_are_shown_first(client):
    assessment, token = opened()

    shown = client.post(page_of(token, 2), {field(assessment, "sits"): "yes"})

    assert shown.status_code == 200
    assert shown.context["is_longer"] is True


def test_a_group_that_repeats_grows_and_shrinks_without_javascript(client):
    assessment, token = opened()
    day, count = field(assessment, "day"), f"n{field(assessment, 'visit')[1:]}"

    grown = client.post(page_of(token, 3), {f"{day}.1": "2027-01-01", count: "1", "add": "visit"})
    assert f'name="{day}.2"' in grown.content.decode()
    client.post(
        page_of(token, 3),
        {
            f"{day}.1": "2027-01-01",
            f"{day}.2": "2027-02-02",
            f"{day}.3": "2027-03-03",
            count: "3",
            "later": "1",
        },
    )
    for nonsense in ("visit:²", "visit:0", f"visit:{'9' * 5000}", "visit"):
        assert client.post(page_of(token, 3), {count: "3", "drop": nonsense}).status_code == 302
    client.post(page_of(token, 3), {count: "3", "drop": "visit:2"})

    assert stored_values() == {("day", 1): "2027-01-01", ("day", 2): "2027-03-03"}


def test_files_are_accepted_in_named_collections_only_and_checked_by_content(client):
    survey = [line("file", "paper", "A document")]
    confidential = make.draft_assessment(languages=["en"])
    forms.fill(confidential.collection.version, [HEAD, *survey], LISTS)
    missing = [
        step.text for step in make.services.missing_for_opening(confidential) if step.tab == "questionnaire"
    ]
    assert ["paper" in text for text in missing] == [True]

    assessment, token = opened(survey, anonymity="named")
    name = field(assessment, "paper")
    page = b"<html><script>alert(1)</script></html>"
    refused = client.post(page_of(token, 2), {name: SimpleUploadedFile("a.pdf", page)})
    assert refused.status_code == 422
    assert [problem.key for problem in refused.context["problems"]] == [("paper", 0)]
    client.post(page_of(token, 2), {name: SimpleUploadedFile("minutes.csv", b"a,b\n1,2")})
    client.post(reverse("assessments:collection:submit", args=[token]))

    sent = Answer.objects.get(question__name="paper")
    assert (sent.text, sent.file.original_name) == ("minutes.csv", "minutes.csv")


def test_oversized_and_out_of_range_answers_are_not_stored(client):
    assessment, token = opened()
    f = {name: field(assessment, name) for name in make.questions(assessment)}

    refused = client.post(
        page_of(token, 3), {f"{f['seen']}.1": "x" * 1_000_000, f["sure"]: "99", "live": "1"}
    )
    client.post(page_of(token, 2), {f["sits"]: "perhaps", f["where"]: ["mars"], "live": "1"})
    client.post(page_of(token, 1), {f["importance-d1.1"]: "7"})

    assert refused.status_code == 422
    assert [problem.key for problem in refused.context["problems"]] == [
        ("seen", 1),
        ("sure", 0),
        ("agrees", 0),
    ]
    assert stored_values() == {}


def test_scripts_in_answers_are_shown_as_text(client):
    assessment, token = opened()
    seen = f"{field(assessment, 'seen')}.1"

    client.post(page_of(token, 3), {seen: "<script>alert(1)</script>", "later": "1"})
    shown = client.get(page_of(token, 3)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown


def test_fields_of_other_editions_and_pages_are_ignored(client):
    assessment, token = opened()
    other, _token = opened()

    client.post(page_of(token, 2), {field(other, "sits"): "yes", field(assessment, "cost"): "5", "live": "1"})

    assert stored_values() == {}


def test_twenty_questions_are_under_60_kb_with_constant_queries(client, django_assert_max_num_queries):
    lists = [line(f"select_one {('yesno', 'lands')[n % 2]}", f"s{n}", f"Question {n}") for n in range(20)]
    for survey in (lists[:2], lists):
        _assessment, token = opened(survey)
        with django_assert_max_num_queries(14):
            shown = client.get(page_of(token, 2))
    assert len(shown.content) < 60_000


def test_named_responses_are_readable_by_the_team_after_closing_only(
    client, client_of, coordinator, judge, other_coordinator
):
    assessment, token = opened(anonymity="named")
    f = {name: field(assessment, name) for name in make.questions(assessment)}
    visits = {
        f"{f['day']}.1": "2027-01-31",
        f"{f['day']}.2": "2027-02-28",
        f"n{f['visit'][1:]}": "2",
        f["agrees"]: "OK",
    }
    client.post(page_of(token, 1), {f["importance-d1.1"]: "5", f["ability-d1.1"]: "na"})
    client.post(page_of(token, 2), {f["sits"]: "no", f["where"]: ["ws", "fj"], "live": "1"})
    client.post(page_of(token, 3), {**visits, f"{f['seen']}.1": "=cmd()"})
    client.post(reverse("assessments:collection:submit", args=[token]))
    path, team = reverse("assessments:needs:responses", args=[assessment.public_id]), client_of(coordinator)
    assert team.get(path).status_code == 404  # the collection is open
    make.services.close_assessment(assessment=assessment, by=coordinator)

    listed = team.get(path)
    response_page = team.get(
        reverse("assessments:needs:response", args=[assessment.public_id, Response.objects.get().pk])
    )
    book = load_workbook(io.BytesIO(team.get(path + "?export=all").content))

    assert [row.invitation.email for row in listed.context["listing"].rows] == [
        Response.objects.get().invitation.email
    ]
    assert 'data-label="Group">Judges</td>' in listed.content.decode()
    assert "Fiji, Samoa" in response_page.content.decode()
    head, first = ([cell.value for cell in row] for row in book["answers"].iter_rows(max_row=2))
    row = dict(zip(head, first, strict=True))
    assert {key: row[key] for key in ("where", "where/fj", "where/vu", "ability-d1.1", "years", "days")} == {
        "where": "fj ws", "where/fj": 1, "where/vu": 0, "ability-d1.1": "NA", "years": None, "days": "2",
    }  # fmt: skip
    assert [[cell.value for cell in row][1:] for row in book["visit"].iter_rows(min_row=2)] == [
        [1, "2027-01-31", "'=cmd()"],
        [2, "2027-02-28", None],
    ]
    for stranger in (judge, other_coordinator):
        assert client_of(stranger).get(path).status_code == 404


def test_single_confidential_responses_are_readable_by_nobody(client, client_of, coordinator):
    assessment, token = opened()
    client.post(
        page_of(token, 1), {field(assessment, "importance-d1.1"): "5", field(assessment, "ability-d1.1"): "1"}
    )
    make.services.close_assessment(assessment=assessment, by=coordinator)

    shown = client_of(coordinator).get(reverse("assessments:needs:responses", args=[assessment.public_id]))

    assert shown.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_questions_are_shown_and_hidden_while_answering_on_a_phone(browser, axe):
    _assessment, token = opened()
    page = browser(width=360)
    page.goto(page_of(token, 2))
    years = page.get_by_label("For how many years?")
    town = page.locator("[data-option=apia]")

    expect(years).to_be_hidden()
    expect(town).to_be_hidden()
    page.get_by_label("Yes").check()
    page.get_by_role("checkbox", name="Samoa").check()
    expect(years).to_be_visible()
    expect(town).to_be_visible()
    assert axe(page) == []
    years.fill("12")
    page.get_by_role("button", name="Move down: Fiji").click()
    expect(page.locator("[data-rank] select").first).to_have_value("1")
    page.locator("#answers .actions button").first.click()
    page.wait_for_url("**/3")
    page.get_by_label("On which day?").fill("2027-01-31")
    expect(page.locator("output[data-name=days]")).to_have_text("1")
    assert axe(page) == []

    assert stored_values()["order", 0] == "ws fj vu"


@pytest.mark.django_db(transaction=True)
def test_offline_answers_are_sent_once_when_the_connection_returns(browser):
    _assessment, token = opened()
    page = browser(width=360)
    page.goto(page_of(token, 2))

    page.context.set_offline(True)
    page.get_by_label("No", exact=True).check()
    page.locator("#answers .actions button").first.click()
    expect(page.locator(".saved")).to_have_text(page.locator(".saved").get_attribute("data-failed"))
    assert stored_values() == {}
    page.context.set_offline(False)
    page.wait_for_url("**/3")

    assert stored_values() == {("sits", 0): "no"}
    page.goto(page_of(token, 2))
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
