"""Edit a questionnaire in the browser: questions, conditions, translations, editions."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from assessments.instruments import editions, services
from assessments.instruments.choice_fields import ChoiceInput
from assessments.instruments.errors import AlreadyOpenError, InUseError, VersionInUseError
from assessments.instruments.models import InstrumentVersion, InstrumentVersionText, Question, QuestionText
from assessments.instruments.queries import label_of
from assessments.instruments.xlsform.messages import other_choice_texts
from portal.files.models import StoredFile
from tests.assessments.pages import markup_of
from tests.factories import assessments as make
from tests.factories import questionnaires as forms
from tests.factories.participants import OrganisationFactory
from tests.factories.questionnaires import url_of as url
from tests.responses import error_codes, messages_of

pytestmark = pytest.mark.django_db
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def names(version):
    return list(version.questions.order_by("position").values_list("name", flat=True))


def test_a_questionnaire_is_created_and_questions_added_with_the_forms(coordinator, client_of):
    client, owner = client_of(coordinator), OrganisationFactory()
    made = client.post(
        reverse("assessments:instruments:new"),
        {"title": "After the session", "kind": "feedback", "owner": owner.pk, "source_language": "fr"},
    )
    version = InstrumentVersion.objects.get()
    assert made.url == url("version", version)

    choices = "oui = Oui\nnon = Non | land: fj"
    client.post(
        url("add", version) + "?type=select_one",
        {"label": "Était-ce utile ?", "choices": choices, "required": "yes"},
    )
    client.post(
        url("add", version) + "?type=text&after=etait_ce_utile",
        {"label": "Pourquoi ?", "relevant": "${etait_ce_utile} = 'non'"},
    )
    client.post(
        url("add", version) + "?type=range", {"label": "Note", "start": "0", "end": "10", "step": "0.5"}
    )

    assert names(version) == ["etait_ce_utile", "pourquoi", "note"]
    first, second, third = version.questions.all()
    assert (first.required, second.relevant, third.parameters) == (
        "yes",
        "${etait_ce_utile} = 'non'",
        "start=0 end=10 step=0.5",
    )
    assert [
        (c.name, c.columns, c.texts.get().label, c.texts.get().language)
        for c in first.choice_list.choices.all()
    ] == [
        ("oui", {}, "Oui", "fr"),
        ("non", {"land": "fj"}, "Non", "fr"),
    ]


def test_choices_need_no_code_and_required_is_a_box(coordinator, client_of, version):
    client = client_of(coordinator)

    client.post(
        url("add", version) + "?type=select_one",
        {
            "label": "Who decides?",
            "choices": "Yes, always\nYes, always\nнет\nno = Never",
            "is_required": "on",
        },
    )

    question = version.questions.get(name="who_decides")
    assert question.required == "yes"
    assert list(question.choice_list.choices.values_list("name", "texts__label")) == [
        ("yes_always", "Yes, always"), ("yes_always_1", "Yes, always"), ("c_1", "нет"), ("no", "Never")
    ]  # fmt: skip
    form = client.get(url("question", version, "who_decides")).context["form"]
    assert (form["is_required"].value(), form["required"].value()) == (True, "")
    assert form["choices"].value()[0] == ChoiceInput("yes_always", "Yes, always")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"is_required": "on", "required": "${sits} = 'yes'"}, "${sits} = 'yes'"),
        ({"required": "${sits} = 'yes'"}, "${sits} = 'yes'"),
        ({"is_required": "on"}, "yes"),
        ({}, ""),
    ],
)
def test_a_condition_for_required_is_kept(coordinator, client_of, version, typed, stored):
    client_of(coordinator).post(url("add", version) + "?type=text", {"label": "Why?", "name": "why", **typed})

    assert version.questions.get(name="why").required == stored


def test_the_type_is_selected_on_a_page_that_preserves_the_position(coordinator, client_of, version):
    client = client_of(coordinator)
    outline = client.get(url("version", version)).content.decode()
    offered = client.get(url("add", version) + "?after=sits").content.decode()

    assert outline.count("/add?after=") == 3  # one link per line, not one per type
    assert "?type=" not in outline
    assert '“<span dir="auto">Do you sit?</span>”' in offered
    assert sorted(re.findall(r"\?type=(\w+)&amp;after=sits", offered)) == sorted(Question.Type.values)


def test_optional_fieldsets_are_collapsed_while_empty(coordinator, client_of, version):
    client = client_of(coordinator)
    folds = re.compile(r'<details class="more apart"( open)?>')

    new = markup_of(client.get(url("add", version) + "?type=text"))
    existing = markup_of(client.get(url("question", version, "years")))
    refused = client.post(url("add", version) + "?type=text", {"label": "Why?", "name": "my name"})

    assert folds.findall(new) == ["", ""]
    assert folds.findall(existing) == [" open", ""]  # it has a condition
    assert folds.findall(markup_of(refused))[1] == " open"  # the name is not valid


def test_standard_labels_need_not_be_entered(coordinator, client_of):
    version = make.draft_assessment().collection.version
    client = client_of(coordinator)
    question = version.questions.get(name="comment-d1")
    form = client.get(url("question", version, "comment-d1")).content.decode()

    client.post(
        url("question", version, "comment-d1"),
        {
            "label": "", "name": "comment-d1", "parent": question.parent_id, "required": "yes",
            "revision": question.revision,
        },
    )  # fmt: skip

    question.refresh_from_db()
    assert question.required == "yes"
    assert f"{label_of(question, 'en', 'en')}</span></h1>" in form
    assert ">Area 1</option>" in form  # its group, by its label


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"relevant": "${nobody} = 1"}, {"relevant": ["expression"]}),
        ({"relevant": "${sits} = "}, {"relevant": ["expression"]}),
        ({"constraint": "eval(1)"}, {"constraint": ["expression"]}),
        ({"name": "sits"}, {"name": ["name_taken"]}),
        ({"name": "my name"}, {"name": ["invalid"]}),
        ({"label": ""}, {"label": ["required"]}),
    ],
)
def test_errors_are_shown_beside_the_field_and_input_stays(coordinator, client_of, version, typed, errors):
    data = {"label": "Why?", "name": "why", **typed}

    refused = client_of(coordinator).post(url("add", version) + "?type=text", data)

    assert refused.status_code == 422
    assert error_codes(refused) == errors
    assert names(version) == ["you", "sits", "years"]


def test_circular_conditions_are_rejected(coordinator, client_of, version):
    sits = version.questions.get(name="sits")

    refused = client_of(coordinator).post(
        url("question", version, "sits"),
        {"label": "Do you sit?", "name": "sits", "parent": sits.parent_id, "choices": "yes = Yes\nno = No",
         "relevant": "${years} > 1", "revision": sits.revision},
    )  # fmt: skip

    assert refused.status_code == 422
    assert error_codes(refused) == {"__all__": ["circle"]}


def test_concurrent_edits_of_a_question_are_detected(coordinator, client_of, version):
    client = client_of(coordinator)
    years = version.questions.get(name="years")
    data = {"label": "Since when?", "name": "years", "parent": years.parent_id, "revision": years.revision}
    client.post(url("question", version, "years"), data)

    late = client.post(url("question", version, "years"), data | {"label": "How long?"})

    assert late.status_code == 422
    assert "stale_revision" in error_codes(late)["__all__"]
    assert QuestionText.objects.get(question=years).label == "Since when?"


def test_groups_move_with_members_and_used_questions_cannot_be_removed(coordinator, client_of, version):
    client = client_of(coordinator)
    client.post(url("add", version) + "?type=note", {"label": "Thank you", "name": "thanks"})
    client.post(url("move", version, "thanks"), {"up": "1"})
    client.post(url("move", version, "years"), {"up": "1"})
    assert names(version) == ["thanks", "you", "years", "sits"]

    refused = client.post(url("remove", version, "sits"), follow=True)
    assert messages_of(refused)[-1] == str(InUseError(["years"]))
    client.post(url("remove", version, "you"))

    assert names(version) == ["thanks"]
    assert version.choice_lists.count() == 0


def test_other_specify_is_added_with_one_button(coordinator, client_of, version):
    sits = version.questions.get(name="sits")
    data = {"label": "Do you sit?", "name": "sits", "parent": sits.parent_id, "choices": "yes = Yes\nno = No",
            "revision": sits.revision, "other": "1"}  # fmt: skip

    client_of(coordinator).post(url("question", version, "sits"), data)

    other = version.questions.get(name="sits_other")
    assert (other.relevant, other.required, other.parent) == (
        "selected(${sits}, 'other')",
        "yes",
        sits.parent,
    )
    assert names(version) == ["you", "sits", "sits_other", "years"]
    assert list(sits.choice_list.choices.values_list("name", flat=True)) == ["yes", "no", "other"]


def test_other_specify_is_added_in_the_languages_of_the_questionnaire(coordinator, client_of, version):
    coordinator.language = "fr"
    coordinator.save()
    InstrumentVersionText.objects.create(version=version, language="ar", title="ما نسأل عنه")
    sits = version.questions.get(name="sits")
    data = {"label": "Do you sit?", "name": "sits", "parent": sits.parent_id, "choices": "yes = Yes\nno = No",
            "revision": sits.revision, "other": "1"}  # fmt: skip

    client_of(coordinator).post(url("question", version, "sits"), data)

    texts = other_choice_texts()
    choice = sits.choice_list.choices.get(name="other")
    assert dict(choice.texts.values_list("language", "label")) == {"en": texts["en"][0], "ar": texts["ar"][0]}
    line = version.questions.get(name="sits_other")
    assert dict(line.texts.values_list("language", "label")) == {"en": texts["en"][1], "ar": texts["ar"][1]}


def test_a_task_to_rate_has_both_scales_from_the_framework_or_own_text(coordinator, client_of):
    version = forms.version(framework=make.framework())
    client, competency = client_of(coordinator), version.framework_version.competencies.get(code="D1.1")

    client.post(url("add", version) + "?type=rating", {"competency": competency.pk})
    client.post(url("add", version) + "?type=rating", {"label": "Explain fees"})

    assert names(version) == [
        "importance-d1.1", "ability-d1.1", "importance-explain_fees", "ability-explain_fees",
    ]  # fmt: skip
    client.post(url("remove", version, "ability-explain_fees"))
    assert services.rated_competencies(version) == [competency.pk]
    assert version.questions.count() == 2


def test_an_image_has_alternative_text_and_no_other_file_is_served(coordinator, client_of, client, version):
    writer = client_of(coordinator)
    image = SimpleUploadedFile("map.png", PIXEL, content_type="image/png")
    writer.post(
        url("add", version) + "?type=note",
        {"label": "Look", "name": "look", "image": image, "image_alt": "A map"},
    )
    page = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")
    refused = writer.post(url("add", version) + "?type=note", {"label": "Bad", "name": "bad", "image": page})

    question = version.questions.get(name="look")
    shown = writer.get(url("image", version, question.image.public_id))
    other = StoredFile.objects.create(
        path="x", original_name="x", media_type="image/png", size=1, sha256="", owner_type=question.image.owner_type,
        owner_id=0,
    )  # fmt: skip

    assert b"".join(shown.streaming_content) == PIXEL
    assert 'alt="A map"' in writer.get(url("preview", version, 2)).content.decode()
    assert refused.status_code == 422
    assert writer.get(url("image", version, other.public_id)).status_code == 404
    assert client.get(url("image", version, question.image.public_id)).status_code == 302


def test_an_opened_edition_cannot_change_and_a_new_one_can(coordinator, client_of, version):
    client = client_of(coordinator)
    services.freeze(version)

    refused = client.post(url("add", version) + "?type=text", {"label": "Late"})
    assert error_codes(refused) == {"__all__": [AlreadyOpenError.code]}
    client.post(url("edition", version))
    client.post(url("edition", version))

    fresh = InstrumentVersion.objects.get(number=2)
    assert InstrumentVersion.objects.count() == 2
    assert names(fresh) == names(version) == ["you", "sits", "years"]
    assert fresh.questions.get(name="years").parent == fresh.questions.get(name="you")
    assert fresh.questions.get(name="sits").choice_list.version == fresh
    assert editions.new_edition(version=fresh, by=coordinator) == fresh


def test_another_questionnaire_is_copied_completely(coordinator, client_of, version):
    draft, client = forms.version(), client_of(coordinator)

    client.post(url("copy_from", draft), {"other": version.pk})

    assert names(draft) == names(version)
    assert [text.title for text in draft.texts.all()] == ["What we ask"]
    services.freeze(draft)
    refused = client.post(url("copy_from", draft), {"other": version.pk})
    assert refused.status_code == 422


def test_a_workbook_is_previewed_before_it_is_stored(coordinator, client_of, version):
    client = client_of(coordinator)

    def file():
        rows = [("type", "name", "label"), ("text", "a", "A"), ("geopoint", "b", "B")]
        return SimpleUploadedFile("form.xlsx", forms.workbook(rows).getvalue())

    preview = client.post(url("import_xlsform", version), {"file": file()})
    assert [(issue.code, issue.detail) for issue, _text in preview.context["left_out"]] == [
        ("type", "geopoint")
    ]
    assert names(version) == ["you", "sits", "years"]
    other = StoredFile.objects.get(pk=preview.context["preview"].pk)
    other.pk, other.public_id, other.path, other.owner_id = None, uuid.uuid4(), "x", 0
    other.save()
    client.post(url("import_xlsform", version), {"store": "1", "preview": str(other.public_id)})
    assert names(version) == ["you", "sits", "years"]  # a file of another edition cannot be used
    client.post(
        url("import_xlsform", version), {"store": "1", "preview": str(preview.context["preview"].public_id)}
    )
    assert names(version) == ["a"]
    refused = client.post(
        url("import_xlsform", version), {"file": SimpleUploadedFile("form.xlsx", b"%PDF-1.4 %%EOF")}
    )
    assert error_codes(refused) == {"file": ["wrong_kind"]}


@pytest.mark.parametrize(
    ("who", "status"), [("judge", 404), ("funder", 404), ("evaluator", 404), ("other_coordinator", 404)]
)
def test_questionnaires_require_permission(request, client_of, version, who, status):
    client = client_of(request.getfixturevalue(who))

    for name, rest in [
        ("version", []),
        ("preview", [1]),
        ("xlsform", []),
        ("translations", ["fr"]),
        ("question", ["sits"]),
    ]:
        assert client.get(url(name, version, *rest)).status_code == status


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_has_constant_queries(coordinator, client_of, rows, django_assert_max_num_queries):
    for _n in range(rows):
        forms.version()
    client = client_of(coordinator)
    client.get("/")

    with django_assert_max_num_queries(9):
        client.get(reverse("assessments:instruments:versions"))


@pytest.mark.parametrize("questions", [2, 60])
def test_the_outline_has_constant_queries(coordinator, client_of, questions, django_assert_max_num_queries):
    rows = [
        ("type", "name", "label"),
        *(("select_one yesno", f"q{n}", f"Question {n}") for n in range(questions)),
    ]
    version, client = forms.version(rows), client_of(coordinator)

    with django_assert_max_num_queries(18):
        client.get(url("version", version))


@pytest.mark.django_db(transaction=True)
def test_the_preview_shows_unsaved_input_and_stores_nothing(browser, axe, coordinator):
    version = forms.version([("type", "name", "label"), ("text", "first", "First")])
    page = browser(coordinator, width=1280)
    page.goto(url("add", version) + "?type=text")

    page.get_by_label("Question", exact=True).fill("Where do you sit?")
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.get_by_label(re.compile("Where do you sit?"))).to_be_visible()
    assert axe(page) == []

    assert list(Question.objects.values_list("name", flat=True)) == ["first"]
    page.locator(".dock button").first.click()
    page.wait_for_url(re.compile("#q-where_do_you_sit"))
    assert axe(page) == []
    narrow = browser(coordinator, width=360)
    for address in (
        url("version", version),
        url("translations", version, "ar"),
        url("add", version) + "?after=first",
        url("add", version) + "?type=select_one",
    ):
        narrow.goto(address)
        assert axe(narrow) == []
        assert narrow.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_preview_stays_at_the_question_that_was_saved(coordinator, client_of, version):
    client = client_of(coordinator)
    client.post(url("add", version) + "?type=group", {"label": "Your court", "name": "court"})
    court = version.questions.get(name="court")

    saved = client.post(
        url("add", version) + "?type=text", {"label": "Why?", "name": "why", "parent": court.pk}, follow=True
    )

    address = re.search(r'<iframe class="phone" name="preview" src="([^"]+)"', markup_of(saved))[1]
    assert client.get(address).context["current"].number == 2


def test_a_draft_questionnaire_made_by_mistake_is_removed(coordinator, client_of, version):
    client = client_of(coordinator)
    second = editions.new_edition(
        version=forms.version([("type", "name", "label"), ("text", "a", "A")]), by=coordinator
    )
    used = make.draft_assessment().collection.version

    removed = client.post(url("remove_draft", version))
    client.post(url("remove_draft", second))
    refused = client.post(url("remove_draft", used), follow=True)

    assert removed.url == reverse("assessments:instruments:versions")
    assert list(InstrumentVersion.objects.all()) == [used]
    assert messages_of(refused)[-1] == str(VersionInUseError.message)


def test_a_new_questionnaire_proposes_type_organisation_and_language(other_coordinator, client_of):
    OrganisationFactory()
    form = client_of(other_coordinator).get(reverse("assessments:instruments:new")).context["form"]

    assert form["owner"].value() == other_coordinator.role_assignments.get().organisation_id
    assert (form["kind"].value(), form["source_language"].value()) == ("needs", "en")
