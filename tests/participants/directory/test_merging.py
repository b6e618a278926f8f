"""Merging people and organisations: nothing is lost, one of two hands wins, and a merge can be undone."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participants.accounts.models import RoleAssignment
from participants.directory import duplicates, errors, merge_services, tasks
from participants.directory.models import Merge, PossibleDuplicate
from participants.organisations.models import Court, Organisation
from participants.people.models import Affiliation, Person
from programs.cohorts.models import Enrolment
from tests.factories.evaluations import CaseloadReturnFactory
from tests.factories.participants import CourtFactory, JurisdictionFactory, OrganisationFactory, PersonFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory
from tests.racing import two_at_once


def url(name, *rows):
    return reverse(f"participants:directory:{name}", args=[row.public_id for row in rows])


def person_url(person):
    return reverse("participants:people:person", args=[person.public_id])


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


@pytest.fixture
def merge(coordinator):
    return partial(merge_services.merge_people, by=coordinator)


def test_people_are_compared_and_merged_and_old_links_lead_on(db, client):
    kept = PersonFactory(user=None, full_name="Josefa Kalsakau", function="Magistrate")
    duplicate = PersonFactory(
        user=None, full_name="Josepha Kalsakau", function="Senior Magistrate", email="j@c.example"
    )
    affiliation = Affiliation.objects.create(
        person=duplicate, organisation=OrganisationFactory(), starts=date(2026, 1, 1)
    )

    page = client.get(url("merge_person", kept), {"with": duplicate.public_id}).content.decode()
    client.post(url("merge_person", kept), {"with": duplicate.public_id, "take-function": "b"})

    kept.refresh_from_db()
    affiliation.refresh_from_db()
    assert "Senior Magistrate" in page
    assert (kept.full_name, kept.function, kept.email) == (
        "Josefa Kalsakau",
        "Senior Magistrate",
        "j@c.example",
    )
    assert affiliation.person == kept
    assert client.get(person_url(duplicate)).url == person_url(kept)
    assert "Josepha Kalsakau" in client.get(person_url(kept)).content.decode()


def test_two_enrolments_in_one_cohort_stay_and_the_others_move(db, client, merge):
    kept, duplicate, cohort = PersonFactory(user=None), PersonFactory(user=None), CohortFactory()
    both = [EnrolmentFactory(cohort=cohort, person=person) for person in (kept, duplicate)]
    other = EnrolmentFactory(person=duplicate)

    done = merge(kept=kept, duplicate=duplicate)

    assert done.left == {str(Enrolment._meta.verbose_name_plural): 1} | {
        label: 1 for label in done.left if label != str(Enrolment._meta.verbose_name_plural)
    }
    assert set(Enrolment.objects.values_list("pk", "person")) == {
        (both[0].pk, kept.pk), (both[1].pk, duplicate.pk), (other.pk, kept.pk),
    }  # fmt: skip


def test_the_account_goes_to_the_person_who_is_kept(db, merge):
    kept, duplicate = PersonFactory(user=None, email="old@c.example"), PersonFactory()
    user = duplicate.user

    merge(kept=kept, duplicate=duplicate)

    kept.refresh_from_db()
    assert (kept.user, kept.email) == (user, "")


def test_two_used_accounts_are_refused_and_an_unused_one_is_closed(db, merge):
    kept, duplicate = PersonFactory(), PersonFactory()
    RoleAssignment.objects.create(user=kept.user, role="mentor")
    for person in (kept, duplicate):
        person.user.last_login = timezone.now()
        person.user.save()
    with pytest.raises(errors.TwoAccountsError):
        merge(kept=kept, duplicate=duplicate)
    kept.user.last_login = None
    kept.user.save()
    unused, used = kept.user, duplicate.user

    merge(kept=Person.objects.get(pk=kept.pk), duplicate=Person.objects.get(pk=duplicate.pk))

    kept.refresh_from_db()
    unused.refresh_from_db()
    assert (kept.user, unused.is_active) == (used, False)
    assert RoleAssignment.objects.get(role="mentor").user == used


def test_two_administrators_merge_one_pair_at_once_and_one_gets_a_sentence(
    transactional_db, coordinator, merge
):
    first, second = PersonFactory(user=None, full_name="Ana"), PersonFactory(user=None, full_name="Anna")

    outcomes = two_at_once(
        partial(merge, kept=first, duplicate=second), partial(merge, kept=second, duplicate=first)
    )

    refused = next(outcome for outcome in outcomes if isinstance(outcome, errors.AlreadyMergedError))
    assert coordinator.name in str(refused)
    assert Merge.objects.count() == 1


def test_a_merge_is_undone_with_accounts_details_and_references(db, client, merge):
    kept, duplicate = (
        PersonFactory(user=None, full_name="Ana", email="a@c.example"),
        PersonFactory(full_name="Anna"),
    )
    user, enrolment = duplicate.user, EnrolmentFactory(person=duplicate)
    done = merge(kept=kept, duplicate=duplicate, take=frozenset({"full_name"}))

    client.post(url("undo_merge", done))

    for row in (kept, duplicate, enrolment):
        row.refresh_from_db()
    assert (kept.full_name, kept.email, kept.user) == ("Ana", "a@c.example", None)
    assert (duplicate.full_name, duplicate.user, duplicate.merged_into, duplicate.archived_at) == (
        "Anna", user, None, None,
    )  # fmt: skip
    assert enrolment.person == duplicate
    assert client.get(person_url(duplicate)).status_code == 200


def test_undo_is_refused_after_30_days_and_when_rows_changed(db, coordinator, merge):
    undo = partial(merge_services.undo_merge, by=coordinator)
    kept, duplicate = PersonFactory(user=None), PersonFactory(user=None)
    enrolment = EnrolmentFactory(person=duplicate)
    done = merge(kept=kept, duplicate=duplicate)

    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(errors.UndoTooLateError):
        undo(merge=done)
    Enrolment.objects.filter(pk=enrolment.pk).update(person=PersonFactory())
    with pytest.raises(errors.ChangedSinceMergeError, match="enrolments"):
        undo(merge=done)
    duplicate.refresh_from_db()
    assert duplicate.merged_into == kept


def test_courts_are_merged_with_their_figures_and_separated_again(db, client, coordinator):
    fiji = JurisdictionFactory()
    kept, duplicate = (
        CourtFactory(organisation__jurisdiction=fiji, organisation__name=name)
        for name in ("Magistrates’ Court, Lautoka", "Magistrate Court Lautoka")
    )
    figures = CaseloadReturnFactory(court=duplicate)

    client.post(
        url("merge_organisation", kept.organisation),
        {"with": duplicate.organisation.public_id, "take-name": "b"},
    )
    figures.refresh_from_db()
    assert figures.court == kept
    assert Organisation.objects.get(pk=kept.organisation_id).name == "Magistrate Court Lautoka"
    client.post(url("undo_merge", Merge.objects.get()))

    figures.refresh_from_db()
    assert figures.court_id == duplicate.pk
    assert set(Court.objects.values_list("pk", "organisation__name")) == {
        (kept.pk, "Magistrates’ Court, Lautoka"), (duplicate.pk, "Magistrate Court Lautoka"),
    }  # fmt: skip


def test_a_merged_person_is_found_by_the_old_address_in_imports(db, merge):
    from participants.people.matching import Wanted, find_people

    kept = PersonFactory(user=None, full_name="Ana Tui", email="a@c.example")
    duplicate = PersonFactory(user=None, full_name="Mele Vai", email="b@c.example")
    merge(kept=kept, duplicate=duplicate)

    found = find_people([Wanted(1, "Mele Vai", "b@c.example")])

    assert [match.person_id for match in found[1]] == [kept.pk]


def test_similar_names_in_one_jurisdiction_are_listed_until_one_keeps_both(db, client, coordinator):
    fiji, samoa = JurisdictionFactory(), JurisdictionFactory()
    pair = [
        PersonFactory(user=None, full_name=name, jurisdiction=fiji)
        for name in ("Josefa Kalsakau", "Josepha Kalsakau")
    ]
    PersonFactory(user=None, full_name="Josefa Kalsakau", jurisdiction=samoa)
    for _again in range(2):
        tasks.find_duplicates(duplicates.start(by=coordinator).pk)

    page = client.get(url("duplicates"))
    found = PossibleDuplicate.objects.get()
    client.post(url("dismiss_duplicate", found))
    tasks.find_duplicates(duplicates.start(by=coordinator).pk)

    assert [(row[1], row[2]) for row in page.context["pairs"]] == [tuple(pair)]
    assert client.get(url("duplicates")).context["pairs"] == []


def test_only_roles_for_the_whole_portal_merge(client_of, other_coordinator, judge):
    person = PersonFactory()

    for user in (other_coordinator, judge):
        assert client_of(user).get(url("merge_person", person)).status_code in (403, 404)
        assert client_of(user).get(url("duplicates")).status_code == 403
