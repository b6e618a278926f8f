"""Choices are rows of a table; codes are created, kept and edited by experts only."""

import re

import pytest

from tests.assessments.pages import markup_of
from tests.factories.questionnaires import url_of as url

pytestmark = pytest.mark.django_db


def table(*rows):
    codes, labels, columns = zip(*[(*row, "")[:3] for row in rows], strict=True)
    return {"choices-code": list(codes), "choices-label": list(labels), "choices-columns": list(columns)}


def stored(version, name):
    choices = version.questions.get(name=name).choice_list.choices
    return list(choices.values_list("name", "texts__label", "columns"))


def test_rows_and_a_pasted_list_become_choices_with_codes(coordinator, client_of, version):
    data = table(("", "Yes, always"), ("", ""), ("", "نعم"), ("x", "Never", "land: fj")) | {
        "choices": "Yes, always\nq = Perhaps"
    }

    client_of(coordinator).post(
        url("add", version) + "?type=select_one", {"label": "Who?", "name": "who", **data}
    )

    assert stored(version, "who") == [
        ("yes_always", "Yes, always", {}), ("c_1", "نعم", {}), ("x", "Never", {"land": "fj"}),
        ("yes_always_1", "Yes, always", {}), ("q", "Perhaps", {}),
    ]  # fmt: skip


def test_rows_are_reordered_renamed_and_removed_under_their_codes(coordinator, client_of, version):
    sits = version.questions.get(name="sits")
    client = client_of(coordinator)
    version.questions.filter(name="years").delete()
    data = {"label": "Do you sit?", "name": "sits", "parent": sits.parent_id, "revision": sits.revision}

    page = markup_of(client.get(url("question", version, "sits")))
    client.post(url("question", version, "sits"), data | table(("no", "Never"), ("yes", ""), ("", "Often")))

    assert 'name="choices-label" value="Yes"' in page
    assert stored(version, "sits") == [("no", "Never", {}), ("often", "Often", {})]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("a b", "Yes")], "Choice 1: a code has no spaces, “=” or “|” and at most 60 characters."),
        ([("a", "Yes"), ("a", "No")], "Choice 2: the code “a” is already used above."),
        ([("", "")], "Enter at least one choice, or select an existing list."),
    ],
)
def test_a_wrong_row_is_named(coordinator, client_of, version, rows, sentence):
    refused = client_of(coordinator).post(
        url("add", version) + "?type=select_one", {"label": "Who?", "name": "who", **table(*rows)}
    )

    assert refused.context["form"].errors == {"choices": [sentence]}


@pytest.mark.parametrize(
    ("action", "labels"),
    [
        ("choices:up:2", ["B", "A", "C"]),
        ("choices:down:1", ["B", "A", "C"]),
        ("choices:down:3", ["A", "B", "C"]),
        ("choices:up:1", ["A", "B", "C"]),
        ("choices:remove:2", ["A", "C"]),
        ("choices:add:0", ["A", "B", "C"]),
        ("choices:up:99", ["A", "B", "C"]),
        ("nothing", ["A", "B", "C"]),
    ],
)
def test_without_javascript_buttons_move_rows_and_save_nothing(
    coordinator, client_of, version, action, labels
):
    data = {"label": "Who?", "hint": "typed", "is_required": "on", "row": action}

    shown = client_of(coordinator).post(
        url("add", version) + "?type=select_one", data | table(("", "A"), ("", "B"), ("", "C"))
    )

    page = markup_of(shown)
    assert shown.status_code == 200
    assert re.findall(r'name="choices-label" value="(\w)"', page) == labels
    assert "typed" in page
    assert 'name="is_required" id="id_is_required" checked' in page
    assert version.questions.count() == 3
