"""Translations of a questionnaire: side by side, concurrent edits, PO files."""

import io
import re

import pytest
from babel.messages import pofile
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.instruments import phrases, questions
from assessments.instruments.errors import PoFileRejectedError
from assessments.instruments.models import QuestionText
from tests.factories.questionnaires import url_of as url
from tests.responses import message_levels, messages_of

pytestmark = pytest.mark.django_db


def test_translations_are_side_by_side_with_missing_and_outdated_marked(coordinator, client_of, version):
    client = client_of(coordinator)
    table = url("translations", version, "ar")
    shown = client.get(table).context
    assert (shown["left"], shown["total"]) == (6, 6)

    client.post(
        table,
        {"t.q.sits.label": "هل أنت قاض؟", "w.q.sits.label": "", "t.c.yesno.yes": "نعم", "w.c.yesno.yes": ""},
    )
    sits = version.questions.get(name="sits")
    questions.save_question(
        question=sits, revision=sits.revision, name="sits", parent=sits.parent, texts={"label": "Do you judge?"},
        rules={}, choice_list=sits.choice_list, by=coordinator,
    )  # fmt: skip

    states = {phrase.key: phrase.state for phrase in phrases.phrases_of(version, "ar")}
    assert states == {
        "title": "missing", "q.you.label": "missing", "q.sits.label": "outdated", "q.years.label": "missing",
        "c.yesno.yes": "complete", "c.yesno.no": "missing",
    }  # fmt: skip
    client.post(
        table, {"t.q.sits.label": "هل أنت قاض؟", "w.q.sits.label": "هل أنت قاض؟", "still": "q.sits.label"}
    )
    assert phrases.count_missing(version, "ar") == 4


def test_a_concurrent_translation_is_shown_and_not_overwritten(coordinator, client_of, version):
    client, table = client_of(coordinator), url("translations", version, "fr")
    client.post(table, {"t.q.sits.label": "Siégez-vous ?", "w.q.sits.label": ""})

    late = client.post(table, {"t.q.sits.label": "Êtes-vous juge ?", "w.q.sits.label": ""})

    assert late.status_code == 422
    assert "Siégez-vous ?" in late.content.decode()
    assert "Êtes-vous juge ?" in late.content.decode()
    assert QuestionText.objects.get(language="fr").label == "Siégez-vous ?"


def test_a_po_file_is_exported_and_imported(coordinator, client_of, version):
    client = client_of(coordinator)
    catalog = pofile.read_po(io.BytesIO(client.get(url("po", version, "ru")).content))
    for message in catalog:
        if message.id:
            message.string = f"ру {message.id}"
    stale = catalog.get("Do you sit?", context="q.sits.label")
    stale.id = "Do you stand?"
    out = io.BytesIO()
    pofile.write_po(out, catalog)

    answer = client.post(
        url("import_po", version, "ru"), {"file": SimpleUploadedFile("ru.po", out.getvalue())}, follow=True
    )

    assert message_levels(answer) == ["success", "warning"]
    assert [re.findall(r"\d+", text) for text in messages_of(answer)] == [["5"], ["1"]]
    assert [p.key for p in phrases.phrases_of(version, "ru") if p.state == "missing"] == ["q.sits.label"]
    broken = client.post(
        url("import_po", version, "ru"), {"file": SimpleUploadedFile("ru.po", b"\xff\xfe no")}, follow=True
    )
    assert messages_of(broken) == [str(PoFileRejectedError.message)]


def test_a_po_file_with_null_bytes_is_rejected(coordinator, client_of, version):
    content = b'msgctxt "title"\nmsgid "What we ask"\nmsgstr "Ce que \x00"\n'
    path = url("import_po", version, "fr")

    answer = client_of(coordinator).post(path, {"file": SimpleUploadedFile("fr.po", content)}, follow=True)

    assert messages_of(answer) == [str(PoFileRejectedError.message)]
    assert not version.texts.filter(language="fr").exists()
