"""CASE packages: export and import without loss; errors are reported and nothing is stored."""

import copy
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from assessments.competencies import behaviours, editing
from assessments.competencies.case_exchange import importer, reader
from assessments.competencies.case_exchange.exporter import package_of
from assessments.competencies.case_exchange.importer import MESSAGES
from assessments.competencies.models import BehaviouralIndicator, Competency, Framework, FrameworkVersion
from portal.files.models import StoredFile
from tests.factories.assessments import framework
from tests.responses import error_codes

NOW = "2026-05-04T10:00:00+00:00"
LANGUAGES = frozenset({"en", "fr", "ar"})
DOCUMENT, AREA, TASK = (str(uuid.UUID(int=n)) for n in (1, 2, 3))


def node(identifier):
    return {"title": "x", "identifier": identifier, "uri": f"https://x.example/{identifier}"}


def item(identifier, statement="A statement", **fields):
    return {
        "identifier": identifier, "uri": "https://x.example/i", "fullStatement": statement, "lastChangeDateTime": NOW,
        **fields,
    }  # fmt: skip


def link(number, kind, origin, target, **fields):
    return {
        "identifier": str(uuid.UUID(int=number)), "uri": "https://x.example/a", "associationType": kind,
        "originNodeURI": node(origin), "destinationNodeURI": node(target), "lastChangeDateTime": NOW, **fields,
    }  # fmt: skip


def smallest():
    return {
        "CFDocument": {
            "identifier": DOCUMENT, "uri": "https://x.example/d", "creator": "Somebody", "title": "A framework",
            "lastChangeDateTime": NOW,
        },
        "CFItems": [item(AREA, "Evidence"), item(TASK, "Weighing testimony", humanCodingScheme="EV1")],
        "CFAssociations": [link(11, "isChildOf", AREA, DOCUMENT), link(12, "isChildOf", TASK, AREA)],
    }  # fmt: skip


def read(package):
    return reader.read(json.dumps(package).encode(), languages=LANGUAGES)


def issues_of(content):
    with pytest.raises(reader.CasePackageError) as caught:
        reader.read(content, languages=LANGUAGES) if isinstance(content, bytes) else read(content)
    return {(issue.path, issue.code) for issue in caught.value.issues}


def test_the_smallest_package_is_an_area_with_a_competency():
    package = read(smallest())

    assert [(element.kind, element.code, element.statement) for element in package.items] == [
        ("domain", "N1", "Evidence"), ("competency", "EV1", "Weighing testimony"),
    ]  # fmt: skip


def broken(change):
    package = smallest()
    change(package)
    return package


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda p: p.pop("CFDocument"), {("CFDocument", "missing")}),
        (lambda p: p["CFDocument"].pop("creator"), {("CFDocument.creator", "missing")}),
        (lambda p: p["CFDocument"].update(lastChangeDateTime="yesterday"),
         {("CFDocument.lastChangeDateTime", "not_a_time")}),
        (lambda p: p.update(CFItems={}),
         {("CFItems", "not_a_list"), ("CFAssociations[0].originNodeURI.identifier", "unknown_item"),
          ("CFAssociations[1].originNodeURI.identifier", "unknown_item")}),
        (lambda p: p["CFItems"][1].update(fullStatement="x" * 301), {("CFItems[1].fullStatement", "too_long")}),
        (lambda p: p["CFItems"][1].update(fullStatement=7), {("CFItems[1].fullStatement", "not_text")}),
        (lambda p: p["CFItems"][1].update(fullStatement="a\x00b"), {("CFItems[1].fullStatement", "not_text")}),
        (lambda p: p["CFItems"].append("x"), {("CFItems[2]", "not_an_object")}),
        (lambda p: p["CFItems"].append(item(TASK)), {("CFItems[2].identifier", "twice")}),
        (lambda p: p["CFItems"].append(item(str(uuid.UUID(int=9)))), {("CFItems[2]", "hangs_from_nothing")}),
        (lambda p: p["CFItems"][0].update(humanCodingScheme="EV1"), {("CFItems[1].humanCodingScheme", "twice")}),
        (lambda p: p["CFItems"][1].update(CFItemType="Proficiency level", listEnumeration="9"),
         {("CFItems[1].listEnumeration", "not_a_rank")}),
        (lambda p: p["CFItems"][1].update(extensions={"portal": {"texts": {"xx": {"statement": "a"}}}}),
         {("CFItems[1].extensions.portal.texts.xx", "unknown_language")}),
        (lambda p: p["CFAssociations"][0].update(associationType="isFriendOf"),
         {("CFAssociations[0].associationType", "unknown_type"), ("CFItems[0]", "hangs_from_nothing"),
          ("CFItems[1]", "hangs_from_nothing")}),
        (lambda p: p["CFAssociations"].append(link(13, "isChildOf", TASK, DOCUMENT)),
         {("CFAssociations[2].originNodeURI.identifier", "two_parents")}),
        (lambda p: p["CFAssociations"][0].update(destinationNodeURI=node(TASK)),
         {("CFItems[0]", "too_deep_or_a_circle"), ("CFItems[1]", "too_deep_or_a_circle")}),
        (lambda p: p["CFAssociations"][1].update(destinationNodeURI="x"),
         {("CFAssociations[1].destinationNodeURI", "not_an_object"), ("CFItems[1]", "hangs_from_nothing")}),
    ],
)  # fmt: skip
def test_each_error_has_its_path(change, expected):
    assert issues_of(broken(change)) == expected


@pytest.mark.parametrize("kind", [[], {}, 7, "\ud800"])
def test_a_mapping_type_that_is_not_a_string_is_reported(kind):
    package = smallest()
    more = {"extensions": {"portal": {"kind": kind}}}
    package["CFAssociations"].append(link(13, "isRelatedTo", TASK, AREA, **more))

    assert issues_of(package) == {("CFAssociations[2].extensions.portal.kind", "unknown_type")}


@pytest.mark.django_db
def test_unpaired_surrogates_are_reported_on_a_page_that_can_be_encoded(coordinator, client_of):
    package = smallest()
    package["CFDocument"]["\ud800"] = "x"
    package["CFItems"][1]["language"] = "\udfff"
    wrong = broken(lambda p: p["CFItems"][1].update(extensions={"portal": {"texts": {"\ud800": {}}}}))

    preview = upload(client_of(coordinator), json.dumps(package).encode()).content.decode()
    refused = upload(client_of(coordinator), json.dumps(wrong).encode())

    assert "CFDocument.?" in preview
    assert refused.status_code == 422
    assert "CFItems[1].extensions.portal.texts.?" in refused.content.decode()


@pytest.mark.django_db
def test_profiles_without_a_code_get_an_unused_one(coordinator):
    package = smallest()
    for n, code in enumerate(("role-2", ""), start=20):
        package["CFItems"].append(
            item(str(uuid.UUID(int=n)), "A judge", CFItemType="Role profile", humanCodingScheme=code)
        )

    version = importer.import_package(package=read(package), by=coordinator, code="brought-in")

    assert set(version.profiles.values_list("code", flat=True)) == {"role-2", "role-3"}


def test_all_errors_are_reported_together():
    package = smallest()
    package["CFDocument"].pop("title")
    package["CFItems"][0].pop("uri")
    package["CFAssociations"][1]["identifier"] = "none"

    assert issues_of(package) == {
        ("CFDocument.title", "missing"), ("CFItems[0].uri", "missing"), ("CFAssociations[1].identifier", "not_uuid"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 an archive", "not_json"), (b"\xff\xfe\x00\x01", "not_utf8"), (b"", "not_json"),
        (b"[" * 200_000, "not_json"), (b'{"CFDocument": NaN}', "not_json"), (b"9" * 6000, "not_json"),
        (b" " * (reader.MAX_BYTES + 1), "too_large"), (b"[]", "not_an_object"), (b"null", "not_an_object"),
    ],
    ids=["archive", "not UTF-8", "empty", "deep", "NaN", "huge number", "too large", "list", "null"],
)  # fmt: skip
def test_invalid_packages_are_reported(content, code):
    assert issues_of(content) == {("", code)}


def test_too_many_items_are_not_parsed():
    package = smallest()
    package["CFItems"] = [1] * (reader.MAX_ITEMS + 1)

    assert ("CFItems", "too_many") in issues_of(package)


# --- export and import ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_t3_0_two_areas_of_three_export_as_one_document_eight_items_and_eight_links():
    package = package_of(framework(domains=2, each=3))

    children = [row for row in package["CFAssociations"] if row["associationType"] == "isChildOf"]
    to_document = [
        r for r in children if r["destinationNodeURI"]["identifier"] == package["CFDocument"]["identifier"]
    ]
    assert (len(package["CFItems"]), len(children), len(to_document)) == (8, 8, 2)
    assert read(package).title == package["CFDocument"]["title"]


def full_edition(by):
    """A second edition with every kind of content, including a replaced competency."""
    first = framework(domains=2, each=2)
    version = editing.create_next_edition(framework=first.framework, number="2", by=by)
    d1, d2 = version.competencies.filter(kind="competency")[:2]
    editing.save(competency=d1, code=d1.code, statement="Another thing", means_another=True, by=by)
    behaviours.add_behaviour(competency=d2, statement="Asks open questions", level=2, by=by)
    behaviour = BehaviouralIndicator.objects.get()
    editing.set_levels(version=version, titles={1: "Aware", 4: "Teaches"}, by=by)
    version.refresh_from_db()
    translations = {f"b{behaviour.pk}": "يسأل", f"l{version.levels.first().pk}": "على دراية"}
    editing.translate(version=version, language="ar", texts=translations, by=by)
    version.refresh_from_db()
    return version


def bare(package):
    """Without the values that differ between exports: URLs and times."""
    stripped = copy.deepcopy(package)

    def strip(value):
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k not in ("uri", "lastChangeDateTime")}
        return sorted((strip(v) for v in value), key=json.dumps) if isinstance(value, list) else value

    return strip(stripped)


@pytest.mark.django_db
def test_export_then_import_loses_nothing(coordinator):
    version = full_edition(coordinator)
    framework_of, before = version.framework, package_of(version)
    mappings = sorted(
        (row.origin.code, row.kind)
        for competency in version.competencies.all()
        for row in competency.mapped_from.select_related("origin")
    )
    editing.discard(version=version, by=coordinator)

    package = importer.preview_package(json.dumps(before).encode(), framework_of)
    again = importer.import_package(package=package, framework=framework_of, by=coordinator)

    assert bare(package_of(again)) == bare(before)
    assert mappings == sorted(
        (row.origin.code, row.kind)
        for competency in again.competencies.all()
        for row in competency.mapped_from.select_related("origin")
    )
    assert "replaced_by" in {kind for _code, kind in mappings}


@pytest.mark.django_db
def test_an_edition_is_imported_once(coordinator):
    package = reader.read(json.dumps(package_of(framework())).encode(), languages=importer.LANGUAGES)

    with pytest.raises(reader.CasePackageError) as caught:
        importer.import_package(package=package, code="copy", by=coordinator)

    assert [(issue.path, issue.code) for issue in caught.value.issues] == [
        ("CFDocument.identifier", "here_already")
    ]


def upload(client, content, name="package.json", **fields):
    file = SimpleUploadedFile(name, content, "application/json")
    return client.post(
        reverse("assessments:competencies:import"), {"file": file, "code": "brought-in", **fields}
    )


@pytest.mark.django_db
def test_a_package_becomes_a_draft_in_the_browser_and_is_adopted_by_a_person(coordinator, client_of):
    client = client_of(coordinator)

    answer = upload(client, json.dumps(smallest()).encode())

    version = FrameworkVersion.objects.get()
    assert answer.url == reverse("assessments:competencies:edition", args=[version.public_id])
    assert (version.state, str(version.case_id), version.framework.code) == ("draft", DOCUMENT, "brought-in")
    client.post(
        reverse("assessments:competencies:adopt", args=[version.public_id]), {"adopted_on": "2026-11-01"}
    )
    exported = client.get(reverse("assessments:competencies:export", args=[version.public_id]))
    assert {row["identifier"] for row in exported.json()["CFItems"]} == {AREA, TASK}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"PK\x03\x04", str(MESSAGES["not_json"]).partition("%")[0]),
        (json.dumps(broken(lambda p: p["CFItems"][1].update(fullStatement="<script>"[:0]))).encode(),
         "CFItems[1].fullStatement"),
        (json.dumps(broken(lambda p: p["CFAssociations"][0].update(associationType="<script>x</script>"))).encode(),
         "&lt;script&gt;x&lt;/script&gt;"),
    ],
)  # fmt: skip
def test_an_invalid_package_stores_nothing_and_lists_its_errors(coordinator, client_of, content, text):
    answer = upload(client_of(coordinator), content)

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "<script>x" not in answer.content.decode()
    assert not Framework.objects.exists()
    assert not Competency.objects.exists()


@pytest.mark.django_db
def test_an_oversized_file_is_refused_before_it_is_read(coordinator, client_of):
    answer = upload(client_of(coordinator), b" " * (reader.MAX_BYTES + 1))

    assert answer.status_code == 422
    assert error_codes(answer) == {"file": ["too_large"]}


@pytest.mark.django_db
def test_only_coordinators_of_the_portal_import_a_framework(judge, other_coordinator, client, client_of):
    for who, code in ((client, 302), (client_of(judge), 403), (client_of(other_coordinator), 403)):
        assert upload(who, json.dumps(smallest()).encode()).status_code == code
    assert not Framework.objects.exists()


def with_more_than_is_carried():
    package = smallest()
    package["CFDefinitions"] = {"CFConcepts": [{"identifier": str(uuid.UUID(int=40))}]}
    package["CFDocument"]["description"] = "What judges do"
    for row in package["CFItems"]:
        row["notes"] = "See also the bench book"
    package["CFItems"][0] |= {"CFItemType": "Strand", "language": "fr"}
    package["CFItems"][1]["extensions"] = {"portal": {"position": 1}, "vendor": {"colour": "red"}}
    package["CFAssociations"] += [
        link(13, "precedes", AREA, TASK),
        link(14, "isRelatedTo", TASK, str(uuid.UUID(int=99))),
    ]
    return package


LEFT_OUT = [
    ("CFDefinitions", "not_carried"),
    ("CFDocument.description", "field"),
    ("CFItems[0].notes", "field"),
    ("CFItems[0].language", "language"),
    ("CFItems[1].extensions.vendor", "field"),
    ("CFItems[0].CFItemType", "type"),
    ("CFAssociations[2]", "link"),
    ("CFAssociations[3]", "elsewhere"),
]


@pytest.mark.django_db
def test_unsupported_elements_are_listed_once_with_their_path():
    preview = importer.preview_package(json.dumps(with_more_than_is_carried()).encode())

    assert [(issue.path, issue.code) for issue in preview.unsupported] == LEFT_OUT
    assert all(importer.error_message(issue) for issue in preview.unsupported)


@pytest.mark.django_db
def test_our_own_package_has_no_unsupported_elements():
    package = reader.read(json.dumps(package_of(framework())).encode(), languages=importer.LANGUAGES)

    assert package.unsupported == []


@pytest.mark.django_db
def test_a_package_with_unsupported_elements_is_stored_after_confirmation(
    coordinator, administrator, client_of
):
    client, address = client_of(coordinator), reverse("assessments:competencies:import")

    preview = upload(client, json.dumps(with_more_than_is_carried()).encode())
    nothing_yet = Framework.objects.count()
    stored_file = StoredFile.objects.get()
    again = {"code": "brought-in", "preview": stored_file.public_id, "store": "1"}
    stranger = client_of(administrator).post(address, again)
    stored = client.post(address, again)

    page = preview.content.decode()
    assert (preview.status_code, nothing_yet) == (200, 0)
    for text in ("CFItems[0].notes", "“precedes”"):
        assert text in page
    assert stranger.status_code == 422
    assert FrameworkVersion.objects.get().competencies.count() == 2
    assert stored.url == reverse(
        "assessments:competencies:edition", args=[FrameworkVersion.objects.get().public_id]
    )
    assert client.get(reverse("files:download", args=[stored_file.public_id])).status_code in (403, 404)


@pytest.mark.django_db(transaction=True)
def test_the_list_of_unsupported_elements_is_accessible_and_fits_a_phone(coordinator, browser, axe):
    for width in (1280, 360):
        page = browser(coordinator, width=width)
        page.goto(reverse("assessments:competencies:import"))
        content = json.dumps(with_more_than_is_carried()).encode()
        page.set_input_files(
            "input[type=file]", {"name": "p.json", "mimeType": "application/json", "buffer": content}
        )
        page.fill("[name=code]", "brought-in")
        page.locator("form.narrow button").click()
        expect(page.locator("button[name=store]")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.input_value("[name=code]") == "brought-in"
