"""Set up, open and close an assessment; agreed settings cannot change after opening."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.collection.models import Collection, Invitation
from assessments.competencies.models import Competency
from assessments.competencies.services import load_framework
from assessments.consensus.models import ConsensusPanel
from assessments.instruments.models import InstrumentVersion
from assessments.needs import errors, services
from assessments.needs.models import NeedsAssessment, Ranking, StakeholderGroup
from participants.people.models import Affiliation, Person
from portal.audit.models import AuditEntry
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, RoleFactory
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


def test_framework_loads_once_in_six_languages():
    first, second = load_framework(), load_framework()

    assert first == second
    assert first.competencies.filter(kind="domain").count() == 8
    assert first.competencies.filter(kind="competency").count() == 36
    assert [level.title_in("fr") for level in first.levels.all()][2] == "Le fait en autonomie"
    evidence = first.competencies.get(code="DE1")
    assert {text.language for text in evidence.texts.all()} == {"fr", "es", "ar", "ru", "zh-hans"}
    assert evidence.statement_in("ar") == "قبول الأدلة الإلكترونية وفحصها"


def test_coordinator_sets_up_and_opens_an_assessment_with_the_forms(coordinator, client_of):
    version, owner, jurisdiction = load_framework(), OrganisationFactory(), JurisdictionFactory(code="FJ")
    client, now = client_of(coordinator), timezone.now()

    made = client.post(
        reverse("assessments:needs:new"),
        {
            "title": "Pacific 2027", "owner": owner.pk, "framework_version": version.pk,
            "jurisdictions": [jurisdiction.pk],
            "languages": ["en", "fr"], "anonymity": "confidential", "introduction": "", "revision": 1,
            "opens_at": now.strftime("%Y-%m-%dT%H:%M"),
            "closes_at": (now + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M"),
        },
    )  # fmt: skip
    assessment = NeedsAssessment.objects.get()
    domain = version.competencies.get(code="DE")
    competency = version.competencies.get(code="CM1")
    client.post(made.url, {"domains": [domain.pk], "competencies": [competency.pk]})
    client.post(
        reverse("assessments:needs:groups", args=[assessment.public_id]),
        {"judge": "60", "civil_society": "40"},
    )
    client.post(
        reverse("assessments:needs:add_respondents", args=[assessment.public_id]),
        {"text": "email,name,group,jurisdiction,language\na@court.example,Anna,judge,FJ,fr"},
    )
    client.post(reverse("assessments:needs:open", args=[assessment.public_id]))
    before = NeedsAssessment.objects.get().state
    client.post(
        reverse("assessments:needs:texts", args=[assessment.public_id]),
        {
            "title_en": "Pacific 2027",
            "title_fr": "Pacifique 2027",
            "introduction_en": "",
            "introduction_fr": "",
        },
    )
    client.post(reverse("assessments:needs:open", args=[assessment.public_id]))

    assessment.refresh_from_db()
    assert (before, assessment.state) == ("draft", "open")  # French was not complete
    assert list(assessment.items.values_list("competency__code", flat=True)) == [
        "CM1",
        *(f"DE{n}" for n in range(1, 6)),
    ]
    assert {g.code: g.weight for g in assessment.groups.all()} == {
        "judge": Decimal("0.6"),
        "civil_society": Decimal("0.4"),
    }
    assert (
        assessment.collection.version.questions.count() == 6 * 2 + 2 + 2
    )  # ratings, and per area a comment and a group
    invited = Invitation.objects.get()
    assert (invited.email, invited.name, invited.group_code, invited.jurisdiction, invited.language) == (
        "a@court.example", "Anna", "judge", jurisdiction, "fr",
    )  # fmt: skip


@pytest.mark.parametrize(("weights", "total"), [({"judge": "50", "lawyer": "40"}, "90"), ({}, "0")])
def test_weights_that_do_not_add_up_are_rejected_and_stay_in_the_form(coordinator, client_of, weights, total):
    assessment = make.draft_assessment()

    refused = client_of(coordinator).post(
        reverse("assessments:needs:groups", args=[assessment.public_id]), weights
    )

    assert refused.status_code == 422
    assert error_codes(refused) == {"__all__": ["weights"]}
    assert str(errors.WeightsError(total)) in refused.content.decode()
    assert all(f'value="{weight}"' in refused.content.decode() for weight in weights.values())
    assert assessment.groups.get().weight == 1


def test_opened_assessment_has_fixed_items_weights_and_texts(coordinator):
    assessment = make.open_assessment()

    for act in (
        lambda: services.set_items(assessment=assessment, competencies=[], by=coordinator),
        lambda: services.set_groups(assessment=assessment, weights={"judge": Decimal(1)}, by=coordinator),
        lambda: services.set_texts(assessment=assessment, texts={"en": ("Other", "")}, by=coordinator),
        lambda: services.save_assessment(assessment=assessment, revision=1, title="Other", by=coordinator),
    ):
        with pytest.raises(errors.NotDraftError):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        assessment.collection.version.questions.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        assessment.collection.version.texts.update(title="Other")


def test_assessment_does_not_open_while_something_is_missing():
    assessment = make.draft_assessment()

    with pytest.raises(errors.NotReadyError) as refusal:
        services.open_assessment(assessment=assessment, by=None)

    assert str(refusal.value) == str(services.RESPONDENTS_MISSING)


def test_each_missing_step_links_to_its_page_for_managers(coordinator, evaluator, client_of):
    assessment = make.draft_assessment()
    address = reverse("assessments:needs:assessment", args=[assessment.public_id])
    people = reverse("assessments:needs:respondents", args=[assessment.public_id])

    shown = client_of(coordinator).get(address).content.decode()
    read = client_of(evaluator).get(address).content.decode()

    assert f'<a href="{people}">{services.RESPONDENTS_MISSING}</a>' in shown
    assert f"<p>{services.RESPONDENTS_MISSING}</p>" in read


def test_respondents_cannot_be_added_before_groups_exist(coordinator, client_of):
    assessment = make.draft_assessment()
    assessment.groups.all().delete()

    for name in ("add_respondents", "add_from_register"):
        shown = client_of(coordinator).get(reverse(f"assessments:needs:{name}", args=[assessment.public_id]))
        groups = reverse("assessments:needs:groups", args=[assessment.public_id])
        assert f'href="{groups}"' in shown.content.decode().partition('class="alert warn')[2]


def test_closing_freezes_the_ranking_once_and_audits_it(coordinator):
    assessment = make.open_assessment()
    for _n in range(6):
        make.answer(assessment, ratings={"D1.1": (5, 2), "D1.2": (4, 4)})

    services.close_assessment(assessment=assessment, by=coordinator)

    ranking = Ranking.objects.get()
    overall = {row.competency.code: row for row in ranking.ranked_needs.filter(group_code="")}
    assert (overall["D1.2"].rank, overall["D1.2"].n, overall["D1.2"].score) == (1, 6, 0)
    assert overall["D1.1"].reason == "suppressed"  # all six gave 5: that would show each one's answer
    assert AuditEntry.objects.filter(action="assessment.closed", actor=coordinator).count() == 1
    with pytest.raises(errors.NotOpenError):
        services.close_assessment(assessment=assessment, by=coordinator)
    with pytest.raises(InternalError), transaction.atomic():
        Ranking.objects.update(inputs_digest="x")


def test_assessment_closes_automatically_at_its_closing_time():
    due, running = make.open_assessment(), make.open_assessment()
    Collection.objects.filter(pk=due.collection_id).update(
        opens_at=timezone.now() - timedelta(days=3), closes_at=timezone.now() - timedelta(seconds=1)
    )

    assert services.close_due() == 1
    assert services.close_due() == 0

    states = dict(NeedsAssessment.objects.values_list("pk", "state"))
    assert states == {due.pk: "closed", running.pk: "open"}
    assert due.rankings.count() == 1


def test_concurrent_edit_of_an_older_revision_is_reported(coordinator):
    assessment = make.draft_assessment()
    services.save_assessment(assessment=assessment, revision=1, title="First", by=coordinator)

    with pytest.raises(services.StaleRevisionError):
        services.save_assessment(assessment=assessment, revision=1, title="Second", by=coordinator)

    assessment.refresh_from_db()
    assert assessment.title == "First"


def test_assessments_are_visible_to_focal_points_of_their_jurisdiction(
    client_of, judge, funder, evaluator, other_coordinator
):
    jurisdiction = JurisdictionFactory()
    assessment = make.open_assessment(jurisdiction=jurisdiction)
    focal_point = RoleFactory(role="focal_point", jurisdiction=jurisdiction).user
    url = reverse("assessments:needs:assessment", args=[assessment.public_id])
    people = reverse("assessments:needs:respondents", args=[assessment.public_id])

    seen = {
        user: client_of(user).get(url).status_code
        for user in (focal_point, evaluator, judge, funder, other_coordinator)
    }

    assert list(seen.values()) == [200, 200, 404, 404, 404]
    assert client_of(focal_point).get(people).status_code == 403
    assert (
        client_of(evaluator).post(reverse("assessments:needs:close", args=[assessment.public_id])).status_code
        == 403
    )


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_have_constant_queries(coordinator, client_of, rows, django_assert_num_queries):
    version, owner = make.framework(), OrganisationFactory()
    for _n in range(rows):
        assessment = make.open_assessment(version=version, owner=owner)
    for _n in range(rows):
        make.invitation(assessment)
    client = client_of(coordinator)
    client.get(reverse("assessments:needs:assessments"))

    with django_assert_num_queries(6):
        client.get(reverse("assessments:needs:assessments"))
    with django_assert_num_queries(9):
        people = client.get(reverse("assessments:needs:respondents", args=[assessment.public_id]))

    assert people.context["listing"].total == rows + 1


def test_home_page_lists_assessments_closing_soon_or_with_low_response(coordinator, client_of):
    lacking = make.open_assessment(title="Low response here")
    answered = make.open_assessment(title="Many answers here")
    Invitation.objects.filter(collection=answered.collection).update(state="complete")

    home = client_of(coordinator).get(reverse("home")).content.decode()

    assert str(lacking) in home
    assert str(answered) not in home


def test_groups_are_those_of_the_standard():
    assert set(StakeholderGroup.Code.values) == {
        "judge", "court_president", "prosecutor", "investigator", "court_staff", "lawyer", "legal_aid", "police",
        "prison_probation", "ministry", "parliament", "judicial_council", "oversight", "training_institution",
        "academia", "civil_society", "customary", "court_user", "international_partner",
    }  # fmt: skip


def test_competency_page_shows_its_needs_only_to_those_who_may_see_them(client_of, coordinator, judge):
    assessment = make.open_assessment()
    competency = Competency.objects.get(code="D1.1", version=assessment.framework_version)
    assessment.training_needs.create(competency=competency, statement="Firm dates in Suva")
    url = reverse("assessments:competencies:competency", args=[competency.public_id])

    assert "Firm dates in Suva" in client_of(coordinator).get(url).content.decode()
    assert "Firm dates in Suva" not in client_of(judge).get(url).content.decode()


def test_a_new_assessment_proposes_what_the_portal_knows(coordinator, client_of):
    version, jurisdiction = load_framework(), JurisdictionFactory()
    owner = OrganisationFactory(kind="network")
    other = OrganisationFactory(kind="network")
    Affiliation.objects.create(
        person=Person.objects.get(user=coordinator), organisation=owner, starts=date(2026, 1, 1)
    )
    client = client_of(coordinator)

    form = client.get(reverse("assessments:needs:new")).context["form"]

    assert form["owner"].value() == owner.pk != other.pk
    assert form["framework_version"].value() == version.pk
    assert form["jurisdictions"].value() == [jurisdiction.pk]
    assert form["languages"].value() == ["en", "fr", "es", "ar", "ru", "zh-hans"]
    assert timedelta(days=20) < form["closes_at"].value() - form["opens_at"].value() < timedelta(days=22)


def test_weights_are_equal_at_first_and_shared_among_the_chosen_groups(coordinator, client_of):
    assessment = make.draft_assessment()
    assessment.groups.all().delete()
    address = reverse("assessments:needs:groups", args=[assessment.public_id])
    client = client_of(coordinator)

    proposed = {field.name: Decimal(field.value()) for field in client.get(address).context["form"]}
    shared = client.post(address, {"judge": "7", "lawyer": "7", "police": "7", "share": "1"}).context["form"]
    client.post(address, {field.name: field.value() or "" for field in shared})

    assert sum(proposed.values()) == 100
    assert max(proposed.values()) - min(proposed.values()) <= Decimal("0.01")
    assert {group.code: group.weight for group in assessment.groups.all()} == {
        "judge": Decimal("0.3334"), "lawyer": Decimal("0.3333"), "police": Decimal("0.3333"),
    }  # fmt: skip


def test_a_draft_made_by_mistake_is_removed_with_its_questionnaire(coordinator, client_of):
    assessment = make.draft_assessment()
    client = client_of(coordinator)

    asked = client.get(reverse("assessments:needs:remove", args=[assessment.public_id]))
    client.post(reverse("assessments:needs:remove", args=[assessment.public_id]))
    again = client.post(reverse("assessments:needs:remove", args=[assessment.public_id]))

    assert assessment.title in asked.content.decode()
    assert again.status_code == 404
    assert not NeedsAssessment.objects.exists()
    assert not InstrumentVersion.objects.exists()


def test_an_assessment_that_was_opened_or_is_used_is_not_removed(coordinator, client_of):
    opened, used = make.open_assessment(), make.draft_assessment()
    ConsensusPanel.objects.create(assessment=used, title="Panel")
    client = client_of(coordinator)

    for assessment, sentence in (
        (opened, errors.NotDraftError.message),
        (used, errors.NotRemovableError.message),
    ):
        page = client.post(reverse("assessments:needs:remove", args=[assessment.public_id]), follow=True)
        assert str(sentence) in page.content.decode()

    assert NeedsAssessment.objects.count() == 2
