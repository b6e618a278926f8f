"""XLSForm: supported content survives export and import; everything else is reported by row first."""

import io

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from assessments.instruments.errors import AlreadyOpenError, InvalidImportError
from assessments.instruments.models import ChoiceList, InstrumentVersionText, Question, QuestionText
from assessments.instruments.queries import label_of
from assessments.instruments.services import freeze, write_needs_questions
from assessments.instruments.xlsform.messages import with_messages
from assessments.instruments.xlsform.parsed_form import LIMITS, PLAIN_COLUMNS, TEXT_COLUMNS
from assessments.instruments.xlsform.reader import read_form
from assessments.instruments.xlsform.storage import replace_contents
from assessments.instruments.xlsform.workbook import UnreadableWorkbookError
from assessments.instruments.xlsform.writer import workbook_of
from tests.factories import assessments as make
from tests.factories import questionnaires as forms

pytestmark = pytest.mark.django_db

HEAD = (
    "type", "name", "label::English (en)", "label::العربية (ar)", "hint::English (en)", "required", "relevant",
    "constraint", "constraint_message::English (en)", "calculation", "choice_filter", "appearance", "parameters",
    "default", "repeat_count", "scale", "competency",
)  # fmt: skip


def line(type_, name="", en="", ar="", hint="", **rest):
    columns = dict.fromkeys(HEAD, "") | {"type": type_, "name": name, HEAD[2]: en, HEAD[3]: ar, HEAD[4]: hint}
    columns |= {
        ("constraint_message::English (en)" if key == "message" else key): value
        for key, value in rest.items()
    }
    return tuple(columns[head] for head in HEAD)


SURVEY = [
    HEAD,
    line("begin_group", "you", "About you", "عنك"),
    line("select_one yesno", "sits", "Do you sit?", "هل أنت قاض؟", required="yes"),
    line("integer", "years", "For how many years?", "كم سنة؟", relevant="${sits} = 'yes'",
         constraint=". >= 0 and . <= 60", message="0 to 60", required="${sits} = 'yes'"),
    line("select_multiple lands", "lands", "Which countries?", "أي بلدان؟"),
    line("select_one towns", "town", "Which town?", "أي مدينة؟", choice_filter="selected(${lands}, land)"),
    line("end_group"),
    line("begin_repeat", "visit", "A visit", "زيارة", repeat_count="3"),
    line("date", "day", "When?", "متى؟", constraint=". <= today()"),
    line("text", "what", "What did you see?", "ماذا رأيت؟", "In a sentence", appearance="multiline", default="Much"),
    line("end_repeat"),
    line("range", "level", "How sure?", "ما مدى ثقتك؟", parameters="start=0 end=5 step=1"),
    line("decimal", "cost", "Cost", "التكلفة"),
    line("time", "at", "At what time?", "في أي ساعة؟"),
    line("dateTime", "moment", "When exactly?", "متى بالضبط؟"),
    line("rank lands", "order", "Rank them", "رتبها"),
    line("file", "paper", "A document", "مستند"),
    line("image", "photo", "A picture", "صورة"),
    line("note", "thanks", "Thank you, ${what_more}", "شكرا"),
    line("acknowledge", "agrees", "You may use this", "يمكنكم استخدام هذا"),
    line("calculate", "what_more", calculation="concat(${level}, ' of 5')"),
    line("select_one rated", "importance-d1.1", "Task 1.1", "مهمة 1.1", scale="importance", competency="D1.1"),
    line("select_one rated", "ability-d1.1", "Task 1.1", "مهمة 1.1", scale="ability", competency="D1.1"),
]  # fmt: skip
CHOICES = [
    ("list_name", "name", "label::English (en)", "label::العربية (ar)", "land"),
    ("yesno", "yes", "Yes", "نعم", ""), ("yesno", "no", "No", "لا", ""),
    ("lands", "fj", "Fiji", "فيجي", ""), ("lands", "ws", "Samoa", "ساموا", ""),
    ("towns", "suva", "Suva", "سوفا", "fj"), ("towns", "apia", "Apia", "أبيا", "ws"),
    *(("rated", code, code, code, "") for code in ("1", "2", "3", "4", "5", "na")),
]  # fmt: skip
SETTINGS = [
    (
        "form_title",
        "form_id",
        "default_language",
        "portal_introduction",
        "portal_title::العربية (ar)",
        "portal_introduction::العربية (ar)",
    ),
    ("What courts ask", "courts", "English (en)", "Why we ask.", "ما تطلبه المحاكم", "لماذا نسأل."),
]


@pytest.fixture
def full():
    return forms.version(SURVEY, CHOICES, SETTINGS, framework=make.framework())


def everything_in(version):
    """The content of a version without ids."""
    plain = ("name", "type", "position", "scale", "required", "relevant", "constraint", "calculation", "default",
             "choice_filter", "appearance", "parameters", "parent__name", "choice_list__name",
             "competency__code")  # fmt: skip
    texts = (
        "question__name",
        "language",
        "label",
        "hint",
        "constraint_message",
        "required_message",
        "image_alt",
    )
    return (
        list(version.questions.order_by("position").values_list(*plain)),
        set(QuestionText.objects.filter(question__version=version).values_list(*texts)),
        {
            (
                choice_list.name,
                choice.name,
                choice.position,
                tuple(sorted(choice.columns.items())),
                text.language,
                text.label,
            )
            for choice_list in version.choice_lists.all()
            for choice in choice_list.choices.all()
            for text in choice.texts.all()
        },
        set(version.texts.values_list("language", "title", "introduction")),
        version.source_language,
    )


def test_export_and_import_lose_nothing(full):
    codes = frozenset(full.framework_version.competencies.values_list("code", flat=True))
    before = everything_in(full)

    form = read_form(io.BytesIO(workbook_of(full)), dict(settings.LANGUAGES), competencies=codes)
    assert (form.errors, [issue for issue in form.unsupported if issue.code != "column"]) == ([], [])
    replace_contents(version=full, form=form, by=None)

    assert everything_in(full) == before
    assert len(before[0]) == 20
    assert {row[1] for row in before[0]} == set(Question.Type.values)


def test_standard_labels_stay_translatable_after_export_and_import():
    framework = make.framework()
    rated = list(framework.competencies.filter(kind="competency")[:2])
    version = forms.version(framework=framework)
    write_needs_questions(version=version, competencies=rated)
    area, comment = version.questions.get(type="group"), version.questions.get(type="text")
    standard = {language: label_of(comment, language, "en") for language in ("en", "fr")}

    rows = list(load_workbook(io.BytesIO(workbook_of(version)))["survey"].values)
    label = rows[0].index("label::English (en)")
    assert {row[1]: row[label] for row in rows}[comment.name] == standard["en"]
    form = read_form(
        io.BytesIO(workbook_of(version)),
        dict(settings.LANGUAGES),
        competencies=frozenset(framework.competencies.values_list("code", flat=True)),
    )
    replace_contents(version=version, form=form, by=None)

    assert not QuestionText.objects.filter(question__version=version).exists()
    again = {question.name: question for question in version.questions.select_related("competency")}
    assert label_of(again[comment.name], "fr", "en") == standard["fr"] != standard["en"]
    assert label_of(again[area.name], "fr", "en") == area.competency.statement_in("fr")


def test_rewriting_needs_questions_preserves_own_questions():
    framework = make.framework()
    rated = list(framework.competencies.filter(kind="competency")[:2])
    version = forms.version(framework=framework)
    write_needs_questions(version=version, competencies=rated)
    Question.objects.create(version=version, name="tell", type="text", position=9, competency=rated[0])

    write_needs_questions(version=version, competencies=rated[1:])

    assert version.questions.filter(name="tell").exists()


def test_other_tools_can_read_the_export(full):
    converted = convert(xlsform=io.BytesIO(workbook_of(full)), file_type=".xlsx")

    assert "كم سنة؟" in converted.xform
    assert "importance-d1.1" in converted.xform


def test_an_opened_edition_rejects_a_workbook(full):
    freeze(full)

    with pytest.raises(AlreadyOpenError):
        replace_contents(version=full, form=forms.read([*SURVEY[:3], line("end_group")]), by=None)


def test_unsupported_elements_are_listed_by_row_and_the_rest_is_imported():
    form = forms.read(
        [
            ("type", "name", "label", "relevant", "media::audio", "label::Kiswahili (sw)"),
            ("start", "start", "", "", "", ""),
            ("geopoint", "where", "Where?", "", "", ""),
            ("barcode", "code", "Scan", "", "", ""),
            ("text", "a", "A", "pulldata('x', 'a', 'b', 'c') = 1", "a.mp3", "A"),
            ("text", "b", "B", "${where} != ''", "", ""),
            ("begin_repeat", "r", "R", "", "", ""),
            ("begin_repeat", "inner", "I", "", "", ""),
            ("text", "c", "C", "", "", ""),
            ("end_repeat", "", "", "", "", ""),
            ("text", "d", "D", "", "", ""),
            ("end_repeat", "", "", "", "", ""),
        ]
    )

    assert form.errors == []
    assert [
        (i.row, i.name, i.code, i.detail) for i in sorted(form.unsupported, key=lambda i: (i.row, i.code))
    ] == [
        (2, "start", "metadata", "start"),
        (3, "where", "type", "geopoint"),
        (4, "code", "type", "barcode"),
        (5, "a", "column", "audio"),
        (5, "a", "expression_left", "relevant: pulldata"),
        (5, "a", "language", "label"),
        (6, "b", "reference_left", "relevant: ${where}"),
        (8, "inner", "nested_repeat", ""),
        (9, "c", "in_left_out", "text"),
    ]
    assert [question.name for question in form.questions] == ["a", "b", "r", "d"]


@pytest.mark.parametrize(
    ("rows", "row", "code"),
    [
        ([("text", "a b", "A")], 2, "bad_name"),
        ([("text", "a", "A"), ("text", "a", "B")], 3, "name_twice"),
        ([("text", "", "A")], 2, "no_name"),
        ([("", "a", "A")], 2, "no_type"),
        ([("select_one", "a", "A")], 2, "no_list"),
        ([("select_one nowhere", "a", "A")], 2, "unknown_list"),
        ([("begin_group", "g", "G"), ("text", "a", "A")], 2, "never_ends"),
        ([("text", "a", "A"), ("end_group", "", "")], 3, "nothing_to_end"),
        (
            [*[("begin_group", f"g{n}", "G") for n in range(60)], ("text", "a", "A"), *[("end_group",)] * 60],
            22,
            "deep",
        ),
        ([("text", "a", "A", "${b} = ")], 2, "expression"),
        ([("text", "a", "A", "${b} = 1")], 2, "reference"),
        ([("text", "a", "A", "${b} = 1"), ("text", "b", "B", "${a} = 1")], 2, "circle"),
        ([("select_one yesno", "importance-x", "A", "", "importance")], 2, "scale"),
        ([("text", "a", "A", "", "", "X9")], 2, "competency"),
        ([("note", "a", "A"), ("note", "b", "")], 3, "pyxform"),
    ],
)
def test_an_invalid_workbook_is_reported_by_row_and_stores_nothing(rows, row, code):
    form = forms.read([("type", "name", "label", "relevant", "scale", "competency"), *rows])
    version = forms.version([("type", "name", "label"), ("text", "old", "Old")])

    assert (row, code) in [(issue.row, issue.code) for issue in form.errors]
    with pytest.raises(InvalidImportError):
        replace_contents(version=version, form=form, by=None)
    assert list(version.questions.values_list("name", flat=True)) == ["old"]


@pytest.mark.parametrize(
    "column", ["appearance", "default", "correct_answer", "required_message", "image_alt"]
)
def test_a_cell_that_is_too_long_is_reported_by_row_and_column(column):
    form = forms.read([("type", "name", "label", column), ("text", "a", "A", "x" * 501)])

    assert [(issue.row, issue.code, issue.detail) for issue in form.errors] == [(2, "long_cell", column)]
    assert str(LIMITS[column]) in with_messages(form.errors)[0][1]


def test_cell_limits_match_the_database():
    taken = {
        field.name: field.max_length for model in (Question, QuestionText) for field in model._meta.fields
    }
    taken["list_name"] = ChoiceList._meta.get_field("name").max_length

    assert {column: taken[column] for column in LIMITS} == LIMITS
    for column in (*PLAIN_COLUMNS, *TEXT_COLUMNS):
        assert LIMITS.get(column) == taken[column] or taken[column] is None or column == "test_form"


def test_an_invalid_repeat_count_is_ignored_and_reported():
    form = forms.read(
        [
            ("type", "name", "label", "repeat_count"),
            ("begin_repeat", "r", "R", "²"),
            ("text", "a", "A", ""),
            ("end_repeat", "", "", ""),
        ]
    )

    assert (form.errors, [issue.code for issue in form.unsupported]) == ([], ["repeat_count"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no workbook", "broken"),
        (b"type,name,label\ntext,a,A", "broken"),
        (forms.workbook([], []).getvalue(), "no_columns"),
    ],
)
def test_a_file_with_a_wrong_type_is_rejected(content, code):
    with pytest.raises(UnreadableWorkbookError) as refused:
        read_form(ContentFile(content), dict(settings.LANGUAGES))

    assert refused.value.code == code


def test_cells_that_start_like_formulas_stay_text():
    version = forms.version([("type", "name", "label"), ("text", "a", "A")])
    QuestionText.objects.update(label="=cmd|' /C calc'!A0")

    sheet = load_workbook(io.BytesIO(workbook_of(version)))["survey"]

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(cell.value.startswith("=cmd") and cell.quotePrefix for cell in cells)


def test_a_long_form_has_constant_queries(django_assert_max_num_queries):
    def survey(n):
        rows = [(f"select_one list{k}", f"q{k}", f"Question {k}") for k in range(n)]
        choices = [
            ("list_name", "name", "label"),
            *((f"list{k}", code, code) for k in range(n) for code in "ab"),
        ]
        return [("type", "name", "label"), *rows], choices

    version = forms.version()
    for n in (5, 200):
        form = forms.read(*survey(n))
        with django_assert_max_num_queries(22):
            replace_contents(version=version, form=form, by=None)
        assert version.questions.count() == n


def test_a_workbook_of_another_tool_preserves_the_introduction(full):
    InstrumentVersionText.objects.filter(version=full).update(introduction="Ten minutes.")
    languages = set(full.texts.values_list("language", flat=True))

    forms.fill(
        full,
        [("type", "name", "label"), ("text", "t", "What?")],
        settings_=[("form_title",), ("Another title",)],
    )

    assert {text.introduction for text in full.texts.all()} == {"Ten minutes."}
    assert "Another title" in {text.title for text in full.texts.all()}
    assert set(full.texts.values_list("language", flat=True)) == languages
