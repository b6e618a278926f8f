"""Frameworks are edited in the browser; adopted editions never change, and additions do not change the core."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.competencies import behaviours, editing
from assessments.competencies.models import BehaviouralIndicator, Competency, Framework, FrameworkVersion
from portal.access.errors import StaleRevisionError
from tests.factories.assessments import framework
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, RoleFactory
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def core(db):
    return framework()


def url(name, row, *more):
    return reverse(f"assessments:competencies:{name}", args=[row.public_id, *more])


def test_an_adopted_edition_is_frozen_by_the_database(core, coordinator):
    competency = core.competencies.filter(kind="competency").first()
    acts = [
        lambda: core.competencies.update(statement="x"),
        competency.delete,
        lambda: Competency.objects.create(version=core, code="NEW", kind="domain", statement="x"),
        lambda: BehaviouralIndicator.objects.create(competency=competency, statement="x"),
        lambda: core.levels.create(rank=1, title="x"),
        lambda: FrameworkVersion.objects.filter(pk=core.pk).update(state="draft"),
        lambda: FrameworkVersion.objects.filter(pk=core.pk).update(number="9"),
    ]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with pytest.raises(editing.EditionFrozenError):
        editing.save(competency=competency, code="x", statement="x", by=coordinator)


def test_the_next_edition_is_a_copy_with_the_same_identifiers_that_replaces_the_last(
    core, coordinator, client_of
):
    client = client_of(coordinator)
    client.post(url("next_edition", core.framework), {"number": "2"})
    version = FrameworkVersion.objects.get(number="2")
    competency = version.competencies.get(code="D1.1")

    client.post(
        url("edit_competency", competency),
        {"code": "D1.1", "statement": "Better words", "revision": version.revision},
    )
    version.refresh_from_db()
    client.post(
        url("add_behaviour", competency),
        {"statement": "Sets a date at once", "level": 3, "revision": version.revision},
    )
    client.post(url("adopt", version), {"adopted_on": "2026-11-01"})

    version.refresh_from_db()
    core.refresh_from_db()
    old = core.competencies.get(code="D1.1")
    competency.refresh_from_db()
    assert (version.state, core.state) == ("adopted", "retired")
    assert (competency.statement, competency.case_id, old.statement) == (
        "Better words",
        old.case_id,
        "Task 1.1",
    )
    assert competency.behaviours.get().level == 3
    assert competency.texts.get().status == "outdated"
    assert old.mappings.get().kind == "exact"


def test_a_changed_meaning_gets_a_new_identifier_that_replaces_the_old(core, coordinator, client_of):
    version = editing.create_next_edition(framework=core.framework, number="2", by=coordinator)
    competency, old = version.competencies.get(code="D1.1"), core.competencies.get(code="D1.1")

    client_of(coordinator).post(
        url("edit_competency", competency),
        {"code": "D1.1", "statement": "Something else", "means_another": "on", "revision": version.revision},
    )

    competency.refresh_from_db()
    assert competency.case_id != old.case_id
    assert old.mappings.get().kind == "replaced_by"
    page = client_of(coordinator).get(url("competency", old)).content.decode()
    assert "Something else" in page


def test_concurrent_edits_of_a_draft_are_detected(core, coordinator, client_of):
    version = editing.create_next_edition(framework=core.framework, number="2", by=coordinator)
    competency, stale = version.competencies.get(code="D1.1"), version.revision
    client = client_of(coordinator)
    client.post(
        url("edit_competency", competency), {"code": "D1.1", "statement": "Theirs", "revision": stale}
    )

    clash = client.post(
        url("edit_competency", competency), {"code": "D1.1", "statement": "Mine", "revision": stale}
    )

    competency.refresh_from_db()
    assert (clash.status_code, competency.statement) == (422, "Theirs")
    assert 'value="Mine"' in clash.content.decode()
    version.refresh_from_db()
    assert f'name="revision" value="{version.revision}"' in clash.content.decode()
    with pytest.raises(StaleRevisionError):
        editing.set_levels(version=version, titles={1: "x"}, revision=stale, by=coordinator)


def test_translations_are_shown_beside_their_source_with_missing_and_outdated_marked(
    core, coordinator, client_of
):
    client, address = client_of(coordinator), url("translations", core, "ar")
    translated, untranslated = core.competencies.filter(kind="competency")[:2]
    translated.texts.update(status="outdated")
    page = client.get(address)

    client.post(
        address,
        {
            f"c{untranslated.pk}": "كلمات جديدة",
            f"c{translated.pk}": translated.texts.get().statement,
            "revision": core.revision,
        },
    )

    core.refresh_from_db()
    assert (page.context["form"].missing, page.context["form"].outdated) == (0, 1)
    assert untranslated.texts.get(language="ar").statement == "كلمات جديدة"
    assert translated.texts.get().status == "complete"
    assert core.state == "adopted"


def test_markup_in_a_translation_is_text_and_too_long_input_stays(core, coordinator, client_of):
    client, address = client_of(coordinator), url("translations", core, "fr")
    competency = core.competencies.filter(kind="competency").first()

    client.post(address, {f"c{competency.pk}": "<script>x</script>", "revision": core.revision})
    core.refresh_from_db()
    long = client.post(address, {f"c{competency.pk}": "y" * 301, "revision": core.revision})

    assert "<script>x" not in client.get(url("competency", competency)).content.decode()
    assert long.status_code == 422
    assert "y" * 301 in long.content.decode()


def test_an_adopted_addition_does_not_replace_the_core(core, coordinator, client_of):
    version = editing.create_addition(
        code="fiji",
        title="For Fiji",
        extends=core.framework,
        jurisdiction=JurisdictionFactory(),
        by=coordinator,
    )
    area = editing.add(version=version, code="CU", statement="Customary law", by=coordinator)
    editing.add(version=version, code="CU1", statement="Hearing elders", parent=area, by=coordinator)
    editing.adopt(version=version, adopted_on=timezone.localdate(), by=coordinator)

    shown = client_of(coordinator).get(reverse("assessments:competencies:framework"))

    assert shown.context["version"] == core


def test_a_focal_point_edits_its_addition_but_not_the_core(core, client_of):
    jurisdiction = JurisdictionFactory()
    client = client_of(RoleFactory(role="focal_point", jurisdiction=jurisdiction).user)
    typed = {
        "code": "fiji",
        "title": "For Fiji",
        "extends": core.framework.pk,
        "jurisdiction": jurisdiction.pk,
    }

    address = reverse("assessments:competencies:addition")
    elsewhere = client.post(address, {**typed, "jurisdiction": JurisdictionFactory().pk})
    client.post(address, typed)

    addition = Framework.objects.get(code="fiji")
    version = addition.versions.get()
    client.post(
        url("add_domain", version), {"code": "CU", "statement": "Customary law", "revision": version.revision}
    )
    version.refresh_from_db()
    area = version.competencies.get()
    typed = {"code": "CU1", "statement": "Hearing elders", "revision": version.revision}
    client.post(url("add_competency", area), typed)
    assert elsewhere.status_code == 422
    assert addition.extends == core.framework
    assert {competency.code for competency in version.competencies.all()} == {"CU", "CU1"}
    assert client.post(url("next_edition", core.framework), {"number": "2"}).status_code == 403
    assert client.post(url("translations", core, "fr"), {}).status_code == 403


def test_drafts_require_permission(core, coordinator, judge, client, client_of):
    version = editing.create_next_edition(framework=core.framework, number="2", by=coordinator)
    competency = version.competencies.get(code="D1.1")
    behaviour = behaviours.add_behaviour(competency=competency, statement="x", by=coordinator)
    rows = [
        ("adopt", version), ("discard", version), ("levels", version), ("add_domain", version),
        ("edit_competency", competency), ("add_competency", competency.parent),
        ("remove_competency", competency), ("add_behaviour", competency),
        ("remove_behaviour", behaviour), ("next_edition", core.framework),
    ]  # fmt: skip
    stranger = client_of(judge)

    drafts = (("edition", version), ("export", version), ("competency", competency))
    home = stranger.get(reverse("assessments:competencies:frameworks"))

    assert {stranger.post(url(name, row)).status_code for name, row in rows} == {403}
    assert [stranger.get(url(name, row)).status_code for name, row in drafts] == [404] * 3
    assert {
        client.get(url(name, row)).status_code for name, row in (("edition", core), ("export", core))
    } == {302}
    shown = {
        competency.number for _framework, editions, _writes in home.context["rows"] for competency in editions
    }
    assert shown == {core.number}


def test_an_area_with_competencies_cannot_be_removed_nor_an_empty_edition_adopted(coordinator, client_of):
    jurisdiction, client = JurisdictionFactory(), client_of(coordinator)
    core = Framework.objects.create(code="core", title="Core", owner=OrganisationFactory())
    version = editing.create_addition(
        code="a", title="A", extends=core, jurisdiction=jurisdiction, by=coordinator
    )
    area = editing.add(version=version, code="X", statement="Area", by=coordinator)

    empty = client.post(url("adopt", version), {"adopted_on": "2026-11-01"})
    editing.add(version=version, code="X1", statement="Task", parent=area, by=coordinator)
    client.post(url("remove_competency", area))
    version.refresh_from_db()
    typed = {"code": "X", "statement": "Again", "revision": version.revision}
    twice = client.post(url("add_domain", version), typed)

    assert empty.status_code == 422
    assert Competency.objects.filter(pk=area.pk).exists()
    assert (twice.status_code, error_codes(twice)) == (422, {"code": ["taken"]})


@pytest.mark.parametrize("each", [1, 20])
def test_the_edition_page_has_constant_queries(coordinator, client_of, each, django_assert_num_queries):
    version = framework(domains=2, each=each)
    client = client_of(coordinator)
    client.get(url("edition", version))

    with django_assert_num_queries(13):
        client.get(url("edition", version))


def test_a_renamed_level_outdates_its_translations_and_an_empty_title_removes_it(core, coordinator):
    version = editing.create_next_edition(framework=core.framework, number="2", by=coordinator)
    editing.set_levels(version=version, titles={1: "Aware", 2: "Able"}, by=coordinator)
    level = version.levels.get(rank=1)
    editing.translate(version=version, language="fr", texts={f"l{level.pk}": "Informé"}, by=coordinator)

    editing.set_levels(version=version, titles={1: "Informed", 2: ""}, by=coordinator)

    assert [(row.rank, row.title) for row in version.levels.all()] == [(1, "Informed")]
    assert level.texts.get().status == "outdated"


def test_a_second_draft_of_a_framework_is_rejected(core, coordinator):
    editing.create_next_edition(framework=core.framework, number="2", by=coordinator)

    with pytest.raises(editing.DraftExistsError):
        editing.create_next_edition(framework=core.framework, number="3", by=coordinator)
