"""Several questions are added on one page, and placed anywhere in the outline."""

import re
import uuid

import pytest

from assessments.instruments.several_forms import QuestionInput, read_pasted
from tests.assessments.pages import markup_of
from tests.factories.questionnaires import url_of as url

pytestmark = pytest.mark.django_db


def table(*rows, **fields):
    """What the page posts for rows of label, type, required and choices."""
    full = [(*row, "", "", "")[:4] for row in rows]
    columns = dict(zip(("label", "type", "required", "choices"), zip(*full, strict=True), strict=True))
    return {f"rows-{part}": list(cells) for part, cells in columns.items()} | {"key": uuid.uuid4()} | fields


def names(version):
    return list(version.questions.order_by("position").values_list("name", flat=True))


def test_several_questions_are_added_at_the_end_of_a_section(coordinator, client_of, version):
    group = version.questions.get(name="you")
    rows = [
        ("Who decides?", "", "1", "Judge\nRegistrar"), ("", ""), ("Why?", "long"), ("How many?", "integer", "1"),
        ("List cases", "rating"), ("Read this", "note", "1"),
    ]  # fmt: skip

    client_of(coordinator).post(url("add_several", version), table(*rows, parent=group.pk))

    assert names(version) == [
        "you", "sits", "years", "who_decides", "why", "how_many", "importance-list_cases", "ability-list_cases",
        "read_this",
    ]  # fmt: skip
    added = {row.name: row for row in version.questions.all()}
    assert {row.parent_id for row in added.values()} == {None, group.pk}
    assert [added[name].type for name in ("who_decides", "why", "how_many")] == [
        "select_one",
        "text",
        "integer",
    ]
    assert [added[name].required for name in ("who_decides", "why", "how_many", "read_this")] == [
        "yes",
        "",
        "yes",
        "",
    ]
    assert added["why"].appearance == "multiline"
    assert list(added["who_decides"].choice_list.choices.values_list("name", "texts__label")) == [
        ("judge", "Judge"), ("registrar", "Registrar")
    ]  # fmt: skip


def test_sending_the_page_twice_adds_the_questions_once(coordinator, client_of, version):
    client, data = client_of(coordinator), table(("Why?",), ("When?", "date"))

    first = client.post(url("add_several", version), data)
    second = client.post(url("add_several", version), data)

    assert first.url == second.url == f"{url('version', version)}?at=when#q-when"
    assert names(version) == ["you", "sits", "years", "why", "when"]


def test_errors_stand_at_their_rows_and_nothing_is_lost_or_added(coordinator, client_of, version):
    rows = [("Why?",), ("Who?", "select_one"), ("", "", "", "Yes\nNo"), ("When?", "date", "1", "Today")]

    refused = client_of(coordinator).post(url("add_several", version), table(*rows))

    page = markup_of(refused)
    assert refused.status_code == 422
    assert refused.context["form"].errors["rows"] == [
        "Question 2: Enter at least one choice.",
        "Question 3: Enter the question.",
        "Question 4: Questions of this type have no choices.",
    ]
    assert page.count('<li data-row class="invalid">') == 3
    written = refused.content.decode()
    for text in ("Why?", "Who?", "Yes\nNo", "When?", "Today"):
        assert f">{text}</textarea>" in written
    assert names(version) == ["you", "sits", "years"]


def test_pasted_text_becomes_rows_that_are_checked_before_they_are_saved(coordinator, client_of, version):
    client = client_of(coordinator)
    pasted = "* Is it published?\n- Yes, online\n- No\n"
    pasted += "How many days?\twhole number\nWho?\tSelect many\tyes\tJudge; Clerk"

    shown = client.post(url("add_several", version), table(("Typed before",)) | {"rows": pasted})

    assert [row for row in shown.context["form"]["rows"].value().rows if not row.is_empty] == [
        QuestionInput("Typed before"),
        QuestionInput("Is it published?", "", "1", "Yes, online\nNo"),
        QuestionInput("How many days?", "integer"),
        QuestionInput("Who?", "select_multiple", "1", "Judge\nClerk"),
    ]
    assert shown.status_code == 200
    assert names(version) == ["you", "sits", "years"]


def test_text_that_is_no_list_is_read_line_by_line():
    assert read_pasted("- Yes\n\n  \nWhy?\r\nWhen?\tno such type") == [
        QuestionInput("- Yes"), QuestionInput("Why?"), QuestionInput("When?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "to", "order", "parent"),
    [
        ("thanks", "first:", ["thanks", "you", "sits", "years"], None),
        ("thanks", "in:you", ["you", "thanks", "sits", "years"], "you"),
        ("thanks", "after:sits", ["you", "sits", "thanks", "years"], "you"),
        ("sits", "after:thanks", ["you", "years", "thanks", "sits"], None),
        ("years", "after:you", ["you", "sits", "years", "thanks"], None),
    ],
)
def test_a_question_is_placed_anywhere(coordinator, client_of, version, name, to, order, parent):
    client = client_of(coordinator)
    client.post(url("add", version) + "?type=note", {"label": "Thank you", "name": "thanks"})

    moved = client.post(url("place", version, name), {"to": to})

    assert moved.url == f"{url('version', version)}?at={name}#q-{name}"
    assert names(version) == order
    row = version.questions.get(name=name)
    assert (row.parent.name if row.parent else None) == parent


def test_a_group_is_not_offered_a_place_inside_itself(coordinator, client_of, version):
    page = markup_of(client_of(coordinator).get(url("place", version, "you")))
    refused = client_of(coordinator).post(url("place", version, "you"), {"to": "in:you"})

    assert re.findall(r'<option value="([^"]*)"', page) == ["", "first:"]
    assert refused.status_code == 422
    assert names(version) == ["you", "sits", "years"]


def test_the_ratings_of_a_task_stay_together(coordinator, client_of, version):
    client = client_of(coordinator)
    client.post(url("add_several", version), table(("List cases", "rating"), ("Why?",)))

    client.post(url("place", version, "why"), {"to": "after:importance-list_cases"})
    client.post(url("place", version, "ability-list_cases"), {"to": "after:why"})

    assert names(version)[3:] == ["why", "importance-list_cases", "ability-list_cases"]
