"""Coverage of the competency framework by modules; needs without a module and modules without a need."""

import pytest
from django.urls import reverse

from assessments.competencies import editing, role_profiles
from assessments.needs.models import RankedNeed, TrainingNeed
from programs.curriculum import module_answers
from programs.curriculum.coverage import Cell, coverage_of
from programs.curriculum.models import CoverageCell, Edition, Module
from tests.assessments.needs.test_results import closed_assessment
from tests.factories.assessments import framework
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import EditionFactory, ModuleFactory

URL = "programs:curriculum:coverage_map"


def test_coverage_matches_vector_t3_1():
    required = {f"C{n}": 3 for n in range(24)}
    cells = [Cell(f"C{n}", "M", "assesses", 3) for n in range(18)]
    cells += [Cell(f"C{n}", "M", "develops", 4) for n in range(18, 21)]

    coverage = coverage_of(required, cells)

    assert (coverage.required, coverage.covered, coverage.touched) == (24, 18, 21)
    assert (100 * coverage.covered / coverage.required, 100 * coverage.touched / coverage.required) == (
        75.0,
        87.5,
    )


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ([], "absent"), ([("develops", 4)], "touched"), ([("assesses", 2)], "below"),
        ([("assesses", 2), ("assesses", 3)], "covered"), ([("assesses", 4)], "covered"),
    ],
)  # fmt: skip
def test_status_of_a_competency(cells, status):
    coverage = coverage_of({"C": 3}, [Cell("C", "M", depth, level) for depth, level in cells])

    assert coverage.rows["C"].status == status


def test_a_competency_is_redundant_from_the_fourth_module_that_assesses_it():
    def redundant_of(n):
        return coverage_of({"C": 3}, [Cell("C", f"M{i}", "assesses", 3) for i in range(n)]).redundant

    assert (redundant_of(3), redundant_of(4)) == (0, 1)


def published(competency, depth="assesses", level=3, **fields):
    edition = EditionFactory(**fields)
    CoverageCell.objects.create(edition=edition, competency=competency, depth=depth, level=level)
    Edition.objects.filter(pk=edition.pk).update(
        state="published", approved_by=OrganisationFactory(), approved_on="2026-01-01"
    )
    return edition.module


@pytest.fixture
def version(db):
    return framework()


@pytest.mark.django_db
def test_the_page_shows_coverage_without_drafts(version, coordinator, client_of):
    first, second, third, _fourth = version.competencies.filter(kind="competency")
    published(first, module__code="M-ONE")
    published(second, level=2, module__code="M-LOW")
    CoverageCell.objects.create(edition=EditionFactory(), competency=third, depth="assesses", level=4)
    client = client_of(coordinator)

    coverage = client.get(reverse(URL)).context["coverage_map"]
    lower = client.get(reverse(URL), {"level": 2}).context["coverage_map"]
    absent = client.get(reverse(URL), {"status": "absent"}).context["lines"]
    file = client.get(reverse(URL), {"export": "csv"}).content.decode()

    assert (coverage.covered.value, coverage.touched.value) == (25, 50)
    assert lower.covered.value == 50
    assert {line.competency.code for line, _label in absent} == {"D2.1", "D2.2"}
    assert "M-LOW (2)" in file


@pytest.fixture
def role(version, coordinator):
    """A role in the second edition that needs D1.1 at level 2 and D2.1 at level 4 only."""
    draft = editing.create_next_edition(framework=version.framework, number="2", by=coordinator)
    d1, d2 = (draft.competencies.get(code=code) for code in ("D1.1", "D2.1"))
    levels = {d1.pk: 2, d2.pk: 4}
    profile = role_profiles.add_profile(
        version=draft, code="clerk", title="Clerk", levels=levels, by=coordinator
    )
    draft.refresh_from_db()
    editing.adopt(version=draft, adopted_on="2026-11-01", by=coordinator)
    return profile


@pytest.mark.django_db
def test_a_role_profile_replaces_the_common_level(role, coordinator, client_of):
    d1, d2 = (role.version.competencies.get(code=code) for code in ("D1.1", "D2.1"))
    published(d1, level=2, module__code="M-ONE")
    published(d2, level=3, module__code="M-LOW")
    published(role.version.competencies.get(code="D1.2"), level=4)
    client = client_of(coordinator)

    by_default = client.get(reverse(URL))
    of_role = client.get(reverse(URL), {"profile": role.public_id})
    for_all = client.get(reverse(URL), {"profile": "", "level": 3})
    file = client.get(reverse(URL), {"profile": role.public_id, "export": "csv"}).content.decode()

    statuses = {line.competency.code: str(line.row.status) for line, _label in of_role.context["lines"]}
    assert statuses == {"D1.1": "covered", "D2.1": "below"}
    assert (
        of_role.context["coverage_map"].covered.value,
        for_all.context["coverage_map"].coverage.required,
    ) == (50, 4)
    assert by_default.context["profile"] == role
    assert "the role “<bdi>Clerk</bdi>”" in of_role.content.decode()
    assert {line.split(",")[3] for line in file.strip().splitlines()[1:]} == {"2", "4"}


@pytest.mark.django_db
def test_a_profile_of_a_draft_cannot_be_selected(role, coordinator, client_of):
    draft = editing.create_next_edition(framework=role.version.framework, number="3", by=coordinator)

    answer = client_of(coordinator).get(reverse(URL), {"profile": draft.profiles.get().public_id})

    assert answer.status_code == 422


@pytest.mark.django_db
def test_needs_without_a_module_and_modules_without_a_need_are_listed(coordinator, client_of):
    assessment = closed_assessment()
    first, second, third, *_rest = [
        row.competency for row in RankedNeed.objects.filter(group_code="").select_related("competency")
    ]
    answered = assessment.training_needs.create(competency=first, statement="Answered need")
    assessment.training_needs.create(competency=second, statement="Bare need")
    assessment.training_needs.create(
        competency=third, statement="Law need", state="not_answered", reason="A law"
    )
    module_answers.answer_need(need=answered, module=published(first), evidence="", by=coordinator)
    idle = published(second, module__title="Idle module")
    ModuleFactory(title="Draft only")

    context = client_of(coordinator).get(reverse(URL)).context

    assert {need.statement for need in context["needs"]} == {"Bare need"}
    assert list(context["modules"]) == [idle]


@pytest.mark.django_db
def test_needs_that_a_reader_may_not_see_are_not_counted(version, client_of):
    from tests.factories.participants import JurisdictionFactory, RoleFactory

    closed_assessment().training_needs.create(
        competency=RankedNeed.objects.first().competency, statement="Another region's need"
    )
    focal = RoleFactory(role="focal_point", jurisdiction=JurisdictionFactory()).user

    context = client_of(focal).get(reverse(URL)).context

    assert (context["need_count"], TrainingNeed.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_the_coverage_map_is_for_staff_only(judge, client, client_of):
    assert client.get(reverse(URL)).status_code == 302
    assert client_of(judge).get(reverse(URL)).status_code == 403


@pytest.mark.django_db
def test_an_invalid_filter_shows_errors_and_the_unfiltered_map(version, coordinator, client_of):
    answer = client_of(coordinator).get(reverse(URL), {"level": "9", "framework": "x"})

    assert answer.status_code == 422
    assert len(answer.context["lines"]) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_has_a_constant_number_of_queries(coordinator, client_of, rows, django_assert_num_queries):
    version = framework(domains=4, each=5)
    for competency in version.competencies.filter(kind="competency")[:rows]:
        published(competency)
    assert Module.objects.count() == rows
    client = client_of(coordinator)
    client.get(reverse(URL))

    with django_assert_num_queries(16):
        client.get(reverse(URL))
