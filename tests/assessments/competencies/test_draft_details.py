"""Edit behaviours, level descriptors, role profiles and mappings."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.competencies import behaviours, editing, mappings, role_profiles
from assessments.competencies.case_exchange import importer, reader
from assessments.competencies.case_exchange.exporter import package_of
from assessments.competencies.editing import EditionFrozenError
from assessments.competencies.models import Competency, Framework, FrameworkVersion
from assessments.competencies.profile_models import LevelDescriptor, RoleProfile
from tests.assessments.competencies.case_exchange.test_reader import bare, item, link, read, smallest
from tests.assessments.pages import markup_of
from tests.factories.assessments import framework
from tests.factories.participants import JurisdictionFactory, RoleFactory
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def core(db):
    return framework()


@pytest.fixture
def draft(core, coordinator):
    return editing.create_next_edition(framework=core.framework, number="2", by=coordinator)


@pytest.fixture
def competency(draft):
    return draft.competencies.get(code="D1.1")


def url(name, row, *more):
    return reverse(f"assessments:competencies:{name}", args=[row.public_id, *more])


def sent(version, **fields):
    version.refresh_from_db()
    return {"revision": version.revision, **fields}


def words_of(competency):
    return [row.statement for row in competency.behaviours.all()]


def test_changing_a_behaviour_marks_its_translations_as_outdated(draft, competency, coordinator, client_of):
    behaviour = behaviours.add_behaviour(
        competency=competency, statement="Asks questions", level=2, by=coordinator
    )
    editing.translate(version=draft, language="ar", texts={f"b{behaviour.pk}": "يسأل"}, by=coordinator)
    case_id = behaviour.case_id
    client = client_of(coordinator)

    shown = client.get(url("edit_behaviour", behaviour)).content.decode()
    client.post(url("edit_behaviour", behaviour), sent(draft, level="3", statement="Asks open questions"))

    behaviour.refresh_from_db()
    assert "Asks questions" in shown
    assert (behaviour.statement, behaviour.level, behaviour.case_id) == ("Asks open questions", 3, case_id)
    assert behaviour.texts.get().status == "outdated"


def test_behaviours_are_moved_and_the_first_cannot_move_up(draft, competency, coordinator, client_of):
    first, _second, third = (
        behaviours.add_behaviour(competency=competency, statement=statement, by=coordinator)
        for statement in "abc"
    )
    client = client_of(coordinator)

    client.post(url("move_behaviour", third), {"to": "up"})
    client.post(url("move_behaviour", first), {"to": "up"})
    moved = words_of(competency)
    client.post(url("move_behaviour", first), {"to": "down"})

    assert moved == ["a", "c", "b"]
    assert words_of(competency) == ["c", "a", "b"]


def test_levels_are_described_translated_side_by_side_and_shown(draft, competency, coordinator, client_of):
    client = client_of(coordinator)
    client.post(
        url("descriptors", competency), sent(draft, level_1="Knows the rules", level_4="<b>Teaches</b>")
    )
    first = competency.descriptors.get(level=1)
    client.post(url("translations", draft, "ar"), sent(draft, **{f"d{first.pk}": "يعرف القواعد"}))
    page = markup_of(client.get(url("competency", competency)))

    client.post(url("descriptors", competency), sent(draft, level_1="Knows the rules well", level_4=""))

    assert "Knows the rules" in page
    assert "&lt;b&gt;Teaches" in page
    assert [(row.level, row.statement) for row in competency.descriptors.all()] == [
        (1, "Knows the rules well")
    ]
    text = competency.descriptors.get().texts.get()
    assert (text.statement, text.status) == ("يعرف القواعد", "outdated")


def test_an_area_has_no_levels_to_describe(competency, coordinator, client_of):
    assert client_of(coordinator).get(url("descriptors", competency.parent)).status_code == 404


def test_a_role_profile_is_added_changed_and_removed(draft, competency, coordinator, client_of):
    other, client = draft.competencies.get(code="D2.1"), client_of(coordinator)
    client.post(
        url("add_profile", draft), sent(draft, code="judge", title="Judge", **{f"c{competency.pk}": "3"})
    )
    profile = RoleProfile.objects.get()
    shown = client.get(url("profile", profile)).content.decode()
    again = client.post(
        url("add_profile", draft), sent(draft, code="judge", title="Other", **{f"c{competency.pk}": "3"})
    )
    none = client.post(url("add_profile", draft), sent(draft, code="clerk", title="Clerk"))
    client.post(
        url("edit_profile", profile),
        sent(draft, code="judge", title="Judge of appeal", **{f"c{competency.pk}": "4", f"c{other.pk}": "2"}),
    )

    profile.refresh_from_db()
    assert "D1.1" in shown
    assert "D2.1" not in shown
    assert (again.status_code, error_codes(again)) == (422, {"code": ["taken"]})
    assert (none.status_code, error_codes(none)) == (422, {"__all__": ["no_level"]})
    assert profile.title == "Judge of appeal"
    assert {row.competency.code: row.level for row in profile.requirements.all()} == {"D1.1": 4, "D2.1": 2}
    client.post(url("remove_profile", profile))
    assert not RoleProfile.objects.exists()


def test_a_profile_form_keeps_its_input_after_a_concurrent_save(draft, competency, coordinator, client_of):
    stale = sent(draft, code="judge", title="Judge", **{f"c{competency.pk}": "3"})
    editing.set_levels(version=draft, titles={1: "Aware"}, by=coordinator)

    answer = client_of(coordinator).post(url("add_profile", draft), stale)

    assert answer.status_code == 422
    assert 'value="Judge"' in answer.content.decode()
    assert not RoleProfile.objects.exists()


def test_the_next_edition_keeps_descriptors_profiles_and_mappings(draft, competency, coordinator):
    other = framework().competencies.get(code="D1.1")
    behaviours.describe(competency=competency, statements={2: "With help"}, by=coordinator)
    role_profiles.add_profile(
        version=draft, code="judge", title="Judge", levels={competency.pk: 3}, by=coordinator
    )
    mappings.map_to(competency=competency, target=other, kind="broader", by=coordinator)
    draft.refresh_from_db()
    editing.adopt(version=draft, adopted_on="2026-11-01", by=coordinator)

    third = editing.create_next_edition(framework=draft.framework, number="3", by=coordinator)

    copy = third.competencies.get(code="D1.1")
    assert copy.descriptors.get().statement == "With help"
    assert copy.required_by.get().profile.version == third
    assert copy.mappings.get(target=other).kind == "broader"


def test_descriptors_and_profiles_freeze_with_their_edition(draft, competency, coordinator, client_of):
    behaviours.describe(competency=competency, statements={2: "With help"}, by=coordinator)
    profile = role_profiles.add_profile(
        version=draft, code="j", title="J", levels={competency.pk: 3}, by=coordinator
    )
    behaviour = behaviours.add_behaviour(competency=competency, statement="a", by=coordinator)
    editing.adopt(version=draft, adopted_on="2026-11-01", by=coordinator)
    acts = [
        lambda: LevelDescriptor.objects.update(statement="x"),
        lambda: competency.descriptors.create(level=3, statement="x"),
        lambda: RoleProfile.objects.update(title="x"),
        profile.delete,
        lambda: profile.requirements.update(level=1),
        lambda: profile.requirements.all().delete(),
    ]

    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    typed = sent(draft, code="j", title="Other", **{f"c{competency.pk}": "1"})
    refused = client_of(coordinator).post(url("edit_profile", profile), typed)
    client_of(coordinator).post(url("move_behaviour", behaviour), {"to": "up"})
    assert (refused.status_code, error_codes(refused)) == (422, {"__all__": [EditionFrozenError.code]})
    profile.refresh_from_db()
    assert profile.title == "J"


def test_a_draft_with_profiles_is_discarded_completely(draft, competency, coordinator):
    behaviours.describe(competency=competency, statements={2: "With help"}, by=coordinator)
    role_profiles.add_profile(version=draft, code="j", title="J", levels={competency.pk: 3}, by=coordinator)

    editing.discard(version=draft, by=coordinator)

    assert not FrameworkVersion.objects.filter(number="2").exists()
    assert not RoleProfile.objects.exists()


# --- mappings -----------------------------------------------------------------------------------------


def test_a_competency_is_mapped_to_another_framework_and_both_pages_say_so(core, coordinator, client_of):
    competency, other = (version.competencies.get(code="D1.1") for version in (core, framework()))
    client = client_of(coordinator)

    client.post(url("map_competency", competency), {"target": other.pk, "kind": "broader"})

    assert competency.mappings.get(target=other).kind == "broader"
    assert "Broader: <a" in markup_of(client.get(url("competency", competency)))
    assert "Narrower: <a" in markup_of(client.get(url("competency", other)))
    client.post(url("map_competency", competency), {"target": other.pk, "kind": "exact"})
    assert "Exact match: <a" in markup_of(client.get(url("competency", competency)))
    client.post(url("unmap_competency", competency), {"target": other.public_id})
    assert not competency.mappings.exists()


def test_only_competencies_of_other_adopted_frameworks_are_targets(
    core, draft, competency, coordinator, client_of
):
    jurisdiction = JurisdictionFactory()
    unread = editing.create_addition(
        code="a", title="A", extends=core.framework, jurisdiction=jurisdiction, by=coordinator
    )
    area = editing.add(version=unread, code="X", statement="Area", by=coordinator)
    client = client_of(coordinator)
    old = core.competencies.get(code="D1.1")

    sibling = client.post(url("map_competency", competency), {"target": old.pk, "kind": "close"})
    unknown = client.post(url("map_competency", competency.parent), {"target": area.pk, "kind": "close"})
    kind = client.post(url("map_competency", competency), {"target": old.pk, "kind": "replaced_by"})
    client.post(url("unmap_competency", old), {"target": competency.public_id})

    assert [sibling.status_code, unknown.status_code, kind.status_code] == [422] * 3
    assert old.mappings.get().kind == "exact"  # mappings between editions cannot be removed
    with pytest.raises(mappings.SameFrameworkError):
        mappings.map_to(competency=competency, target=old, kind="close", by=coordinator)
    assert client.post(url("unmap_competency", competency), {"target": "x"}).status_code == 404


def test_strangers_change_nothing(draft, competency, coordinator, judge, client_of):
    behaviour = behaviours.add_behaviour(competency=competency, statement="a", by=coordinator)
    profile = role_profiles.add_profile(
        version=draft, code="j", title="J", levels={competency.pk: 3}, by=coordinator
    )
    focal = RoleFactory(role="focal_point", jurisdiction=JurisdictionFactory()).user
    rows = [
        ("edit_behaviour", behaviour), ("move_behaviour", behaviour), ("descriptors", competency),
        ("add_profile", draft), ("edit_profile", profile), ("remove_profile", profile),
        ("map_competency", competency), ("unmap_competency", competency),
    ]  # fmt: skip

    for stranger in (client_of(judge), client_of(focal)):
        assert {stranger.post(url(name, row)).status_code for name, row in rows} == {403}
        assert stranger.get(url("profile", profile)).status_code == 404


# --- CASE ---------------------------------------------------------------------------------------------


def test_descriptors_profiles_and_mappings_survive_export_and_import(draft, competency, coordinator):
    other = framework().competencies.get(code="D1.1")
    editing.set_levels(version=draft, titles={2: "With support"}, by=coordinator)
    behaviours.describe(competency=competency, statements={2: "With help", 4: "Teaches"}, by=coordinator)
    profile = role_profiles.add_profile(
        version=draft, code="judge", title="Judge", levels={competency.pk: 3}, by=coordinator
    )
    translations = {f"d{competency.descriptors.first().pk}": "بمساعدة", f"p{profile.pk}": "قاضٍ"}
    draft.refresh_from_db()
    editing.translate(version=draft, language="ar", texts=translations, by=coordinator)
    mappings.map_to(competency=competency, target=other, kind="narrower", by=coordinator)
    draft.refresh_from_db()
    before, of = package_of(draft), draft.framework
    editing.discard(version=draft, by=coordinator)

    package = importer.preview_package(json.dumps(before).encode(), of)
    again = importer.import_package(package=package, framework=of, by=coordinator)

    assert bare(package_of(again)) == bare(before)
    copy = again.competencies.get(code="D1.1")
    assert copy.mappings.get(target=other).kind == "narrower"
    assert {link["associationType"] for link in before["CFAssociations"]} >= {"hasSkillLevel", "isRelatedTo"}
    assert again.profiles.get().requirements.get().level == 3


A, B, C, D = (f"00000000-0000-0000-0000-0000000000{n}" for n in ("a1", "a2", "a3", "a4"))
TASK = "00000000-0000-0000-0000-000000000003"


def test_a_level_that_only_the_standard_association_names_is_read():
    package = smallest()
    package["CFItems"] += [
        item(A, "Does it alone", CFItemType="Proficiency level", listEnumeration="3"),
        item(B, "Weighs them alone", CFItemType="Level descriptor"),
    ]
    package["CFAssociations"] += [link(21, "isChildOf", B, TASK), link(22, "hasSkillLevel", B, A)]

    items = {item_read.statement: (item_read.kind, item_read.rank) for item_read in read(package).items}

    assert items["Weighs them alone"] == ("descriptor", 3)


@pytest.mark.parametrize(
    ("extension", "code"),
    [({"requires": {C: 3}}, "unknown_item"), ({"requires": {TASK: 9}}, "not_a_rank"),
     ({"requires": []}, "not_an_object"), ({"requires": {"x": 1}}, "not_uuid")],
)  # fmt: skip
def test_a_profile_that_requires_a_missing_competency_is_rejected(extension, code):
    package = smallest()
    package["CFItems"].append(item(D, "Judge", CFItemType="Role profile", extensions={"portal": extension}))

    with pytest.raises(reader.CasePackageError) as caught:
        read(package)

    assert {issue.code for issue in caught.value.issues} == {code}


def test_misplaced_descriptors_are_rejected():
    package = smallest()
    package["CFItems"] += [
        item(A, "x", CFItemType="Level descriptor", extensions={"portal": {"level": 2}}),
        item(B, "y", CFItemType="Level descriptor"),
        item(C, "z", CFItemType="Level descriptor", extensions={"portal": {"level": 2}}),
        item(D, "z", CFItemType="Level descriptor", extensions={"portal": {"level": 2}}),
    ]
    area = package["CFItems"][0]["identifier"]
    package["CFAssociations"] += [
        link(31, "isChildOf", A, area), link(32, "isChildOf", B, TASK), link(33, "isChildOf", C, TASK),
        link(34, "isChildOf", D, TASK),
    ]  # fmt: skip

    with pytest.raises(reader.CasePackageError) as caught:
        read(package)

    assert [(issue.path, issue.code) for issue in caught.value.issues] == [
        ("CFItems[2]", "descriptor_of_no_competency"), ("CFItems[3]", "no_level"), ("CFItems[5]", "twice"),
    ]  # fmt: skip


def test_the_shipped_framework_has_profiles_that_name_real_competencies(db):
    from assessments.competencies.services import load_framework

    version = load_framework()

    assert {row.code for row in version.profiles.all()} == {"judge", "court-president", "registrar"}
    president = version.profiles.get(code="court-president")
    levels = {row.competency.code: row.level for row in president.requirements.select_related("competency")}
    assert (levels["CM1"], levels["CM4"]) == (4, 3)
    assert Framework.objects.count() == 1
    assert Competency.objects.filter(kind="domain", required_by__isnull=False).count() == 0
