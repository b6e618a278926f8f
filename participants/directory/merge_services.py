"""Merging two people or two organisations into one, and undoing it within 30 days."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.accounts.models import RoleAssignment, User
from participants.directory import merging
from participants.directory.errors import (
    AlreadyMergedError,
    ChangedSinceMergeError,
    MergedError,
    OtherTypeError,
    SamePersonError,
    SameRecordError,
    TwoAccountsError,
    UndoTooLateError,
)
from participants.directory.models import Merge, PossibleDuplicate, Register
from participants.organisations.models import Court, Organisation
from participants.people import services as people
from participants.people.models import Person
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.languages.numbers import interpolate, localize
from portal.search import services as search

PERSON_DETAILS = (
    "full_name",
    "name_for_certificate",
    "email",
    "function",
    "jurisdiction_id",
    "sex",
    "languages",
)
ORGANISATION_DETAILS = ("name", "website", "iati_reference", "parent_id")
COURT_DETAILS = ("level", "branch", "source_code")

MODELS: dict[str, type[Person] | type[Organisation]] = {
    Register.PERSON: Person,
    Register.ORGANISATION: Organisation,
}


@transaction.atomic
def merge_people(*, kept: Person, duplicate: Person, take: frozenset[str] = frozenset(), by: User) -> Merge:
    """Move everything from the duplicate to the kept person; `take` names details to take from the duplicate.

    Records that may exist once for each person, such as two enrolments in one cohort, stay with the duplicate.
    Raises SamePersonError, AlreadyMergedError, TwoAccountsError.
    """
    if kept.pk == duplicate.pk:
        raise SamePersonError
    kept, duplicate = _lock_pair(Person, kept, duplicate)
    merge = Merge(register=Register.PERSON, kept_id=kept.pk, duplicate_id=duplicate.pk, by=by)
    moves = merging.Moves()
    before = {name: getattr(duplicate, name) for name in (*PERSON_DETAILS, "user_id")}
    before["archived_at"] = _moment(duplicate.archived_at)
    before["kept_user_id"], before["kept_email"] = kept.user_id, kept.email
    taken = {name: getattr(duplicate, name) for name in PERSON_DETAILS if name in take and name != "email"}
    if "email" in take or not kept.email:
        taken["email"] = duplicate.email or kept.email
    merge.replaced = {name: [getattr(kept, name), value] for name, value in taken.items() if name != "email"}
    account, spare = _accounts(kept, duplicate)
    _leave_account(duplicate, kept)  # an account and an address belong to one person at any moment
    merging.move_references(duplicate=duplicate, kept=kept, moves=moves, leave_conflicts=True)
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.user, kept.email = account, "" if account else taken.get("email", kept.email)
    before["kept_email_after"] = kept.email
    kept.revision += 1
    duplicate.user, duplicate.merged_into = spare, kept
    duplicate.email = before["email"] if not spare and kept.email.lower() != before["email"].lower() else ""
    _archive(duplicate)
    kept.save()
    duplicate.save()
    if spare and account:
        before["deactivated"] = _deactivate(spare, account, moves)
    _finish(merge, moves, before)
    people.index(kept)
    search.drop(duplicate)
    audit.record(by, "person.merged", kept, duplicate=duplicate.pk)
    return merge


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, duplicate: Organisation, take: frozenset[str] = frozenset(), by: User
) -> Merge:
    """Move everything from the duplicate to the kept organisation, and its court to the kept court.

    Raises SameRecordError, OtherTypeError, AlreadyMergedError, MergeConflictError.
    """
    if kept.pk == duplicate.pk:
        raise SameRecordError
    kept, duplicate = _lock_pair(Organisation, kept, duplicate)
    if (kept.kind, kept.jurisdiction_id) != (duplicate.kind, duplicate.jurisdiction_id):
        raise OtherTypeError
    merge = Merge(register=Register.ORGANISATION, kept_id=kept.pk, duplicate_id=duplicate.pk, by=by)
    moves = merging.Moves()
    before: dict[str, Any] = {name: getattr(duplicate, name) for name in ORGANISATION_DETAILS}
    before["archived_at"] = _moment(duplicate.archived_at)
    before |= _merge_courts(kept, duplicate, take, merge, moves)
    if kept.parent_id == duplicate.pk:  # an organisation is not a part of itself
        merge.replaced["parent_id"] = [duplicate.pk, None]
        Organisation.objects.filter(pk=kept.pk).update(parent=None)
    merging.move_references(duplicate=duplicate, kept=kept, moves=moves)
    for name in ORGANISATION_DETAILS:
        if name in take and name not in merge.replaced:
            merge.replaced[name] = [getattr(kept, name), getattr(duplicate, name)]
    duplicate.merged_into = kept
    _archive(duplicate)
    _set_organisation_details(kept, duplicate, {name: pair[1] for name, pair in merge.replaced.items()})
    _finish(merge, moves, before)
    search.index(kept, title=kept.name)
    search.drop(duplicate)
    audit.record(by, "organisation.merged", kept, duplicate=duplicate.pk)
    return merge


def _merge_courts(
    kept: Organisation, duplicate: Organisation, take: frozenset[str], merge: Merge, moves: merging.Moves
) -> dict[str, Any]:
    """Where both are courts: the second court ends, and its values are returned to create it again."""
    courts = Court.objects.in_bulk([kept.pk, duplicate.pk], field_name="organisation_id")
    if len(courts) < 2:
        return {}
    court_kept, court_moved = courts[kept.pk], courts[duplicate.pk]
    values = merging.values_of(court_moved)
    merging.move_references(duplicate=court_moved, kept=court_kept, moves=moves)
    for name in COURT_DETAILS:
        if name in take:
            merge.replaced[name] = [getattr(court_kept, name), getattr(court_moved, name)]
            setattr(court_kept, name, getattr(court_moved, name))
    court_moved.delete()
    court_kept.save()
    return {"court": values, "kept_court_id": court_kept.pk}


@transaction.atomic
def undo_merge(*, merge: Merge, by: User) -> Merge:
    """Raises UndoTooLateError, ChangedSinceMergeError, MergedError; then nothing is changed."""
    merge = lock_for_update(merge)
    if not merge.can_be_undone:
        raise UndoTooLateError
    rows = MODELS[merge.register]._default_manager.select_for_update(of=("self",)).order_by("pk")
    pair: Mapping[int, Any] = rows.in_bulk([merge.kept_id, merge.duplicate_id])
    kept, duplicate = pair[merge.kept_id], pair[merge.duplicate_id]
    if kept.merged_into_id or duplicate.merged_into_id != kept.pk:
        raise MergedError
    if merge.register == Register.PERSON:
        _undo_people(merge, kept, duplicate)
    else:
        _undo_organisations(merge, kept, duplicate)
    for label, values in merge.removed:
        merging.recreate(label, values)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by", "updated_at"])
    for row in (kept, duplicate):
        search.index(row, title=str(row), body=getattr(row, "function", ""))
    audit.record(by, f"{merge.register}.merge_undone", kept, duplicate=duplicate.pk)
    return merge


def _undo_people(merge: Merge, kept: Person, duplicate: Person) -> None:
    before = merge.duplicate
    for name, (_old, new) in merge.replaced.items():
        _require_unchanged(kept, name, new)
    if kept.email != before["kept_email_after"]:
        _require_unchanged(kept, "email", before["kept_email_after"])
    if deactivated := before.get("deactivated"):
        User.objects.filter(pk=deactivated).update(is_active=True)
    account_of = {
        merging.target_label(RoleAssignment, "user"): (kept.user_id, deactivated),
        Person._meta.label: (kept.pk, duplicate.pk), "": (kept.pk, duplicate.pk),
    }  # fmt: skip
    merging.move_back(
        merge.moved, kept_ids={key: pair[0] for key, pair in account_of.items()},
        duplicate_ids={key: pair[1] for key, pair in account_of.items()},
    )  # fmt: skip
    Person.objects.filter(pk__in=[kept.pk, duplicate.pk]).update(user=None, email="")
    for name, (old, _new) in merge.replaced.items():
        setattr(kept, name, old)
    for name in (*PERSON_DETAILS, "user_id"):
        setattr(duplicate, name, before[name])
    kept.user_id, kept.email = before["kept_user_id"], before["kept_email"]
    duplicate.archive_reason = ""
    _restore(kept, duplicate, before)


def _undo_organisations(merge: Merge, kept: Organisation, duplicate: Organisation) -> None:
    before = merge.duplicate
    court = Court.objects.filter(pk=before.get("kept_court_id") or 0).first()
    for name, (_old, new) in merge.replaced.items():
        _require_unchanged(court if name in COURT_DETAILS and court else kept, name, new)
    ids = {Organisation._meta.label: (kept.pk, duplicate.pk), "": (kept.pk, duplicate.pk)}
    if "court" in before:
        merging.recreate(Court._meta.label, before["court"])
        ids[Court._meta.label] = (before["kept_court_id"], int(before["court"]["id"]))
    merging.move_back(
        merge.moved, kept_ids={key: pair[0] for key, pair in ids.items()},
        duplicate_ids={key: pair[1] for key, pair in ids.items()},
    )  # fmt: skip
    if court:
        for name in COURT_DETAILS:
            if name in merge.replaced:
                setattr(court, name, merge.replaced[name][0])
        court.save()
    duplicate.merged_into, duplicate.archived_at = None, None
    old = {name: pair[0] for name, pair in merge.replaced.items() if name in ORGANISATION_DETAILS}
    _set_organisation_details(kept, duplicate, old)
    _restore(kept, duplicate, before)


def _require_unchanged(row: Any, name: str, value: Any) -> None:
    if getattr(row, name) != value:
        field: Any = row._meta.get_field(name)
        raise ChangedSinceMergeError(
            interpolate(
                _("The merge cannot be undone: the detail “%(name)s” was changed since."),
                name=field.verbose_name,
            )
        )


def _restore(kept: Any, duplicate: Any, before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        if name in (*PERSON_DETAILS, *ORGANISATION_DETAILS) and hasattr(duplicate, name):
            setattr(duplicate, name, value)
    duplicate.merged_into = None
    duplicate.archived_at = before["archived_at"]
    kept.revision += 1
    duplicate.revision += 1
    kept.save()
    duplicate.save()


def _lock_pair(model: Any, kept: Any, duplicate: Any) -> tuple[Any, Any]:
    """Both rows, locked in the order of their ids. Raises AlreadyMergedError."""
    rows = model._default_manager.select_for_update(of=("self",)).order_by("pk")
    locked = rows.in_bulk([kept.pk, duplicate.pk])
    kept, duplicate = locked[kept.pk], locked[duplicate.pk]
    for row in (kept, duplicate):
        if row.merged_into_id:
            raise AlreadyMergedError(_who_merged(row))
    return kept, duplicate


def _who_merged(row: Any) -> str:
    register = Register.PERSON if isinstance(row, Person) else Register.ORGANISATION
    merge = (
        Merge.objects.filter(register=register, duplicate_id=row.pk, undone_at=None)
        .select_related("by__person")
        .first()
    )
    if merge is None:
        return str(MergedError.message)
    return interpolate(
        _(
            "%(name)s has merged %(duplicate)s into %(kept)s on %(time)s. Your choices were not applied."
        ),
        name=merge.by, duplicate=row, kept=row.merged_into, time=localize(merge.created_at),
    )  # fmt: skip


def _accounts(kept: Person, duplicate: Person) -> tuple[User | None, User | None]:
    """The account that stays and one that has never been used. Raises TwoAccountsError."""
    first, second = kept.user, duplicate.user
    if first is None or second is None:
        return first or second, None
    if first.last_login and second.last_login:
        raise TwoAccountsError
    return (second, first) if second.last_login else (first, second)


def _leave_account(*rows: Person) -> None:
    Person.objects.filter(pk__in=[row.pk for row in rows]).update(user=None, email="")


def _deactivate(spare: User, account: User, moves: merging.Moves) -> int:
    """The unused account can no longer sign in; its roles belong to the other one, except those it has already."""
    for pk in RoleAssignment.objects.filter(user=spare).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                RoleAssignment.objects.filter(pk=pk).update(user=account)
        except IntegrityError:
            continue
        moves.moved.append([RoleAssignment._meta.label, "user", [pk]])
    User.objects.filter(pk=spare.pk).update(is_active=False)
    return int(spare.pk)


def _archive(duplicate: Any) -> None:
    duplicate.archived_at = duplicate.archived_at or timezone.now()
    duplicate.revision += 1


def _set_organisation_details(kept: Organisation, duplicate: Organisation, values: Mapping[str, Any]) -> None:
    """The name of the duplicate may be taken: then the duplicate has the former name, as names are unique."""
    former = kept.name
    for name in ORGANISATION_DETAILS:
        if name in values:
            setattr(kept, name, values[name])
    if kept.parent_id in (kept.pk, duplicate.pk):
        kept.parent_id = None
    kept.revision += 1
    if kept.name != former:
        Organisation.objects.filter(pk=kept.pk).update(name=f"{former} #{kept.pk}"[-200:])
        duplicate.name = former
    duplicate.save()
    kept.save()


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _finish(merge: Merge, moves: merging.Moves, before: dict[str, Any]) -> None:
    merge.moved, merge.removed, merge.left, merge.duplicate = moves.moved, moves.removed, moves.left, before
    merge.save()
    PossibleDuplicate.objects.filter(register=merge.register, first_id=merge.duplicate_id).delete()
    PossibleDuplicate.objects.filter(register=merge.register, second_id=merge.duplicate_id).delete()
