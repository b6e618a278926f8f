"""Possible duplicates, the comparison of two records, merging and undoing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.directory import duplicates, merge_services, merging, policies
from participants.directory.forms import MergeForm, MergePersonForm
from participants.directory.models import Merge, PossibleDuplicate, Register
from participants.organisations.models import Court, Organisation
from participants.people.models import Person
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing, is_public_id
from portal.ui.pages import confirm_page, render_page

PAGES = {
    Register.PERSON: "participants:people:person",
    Register.ORGANISATION: "participants:directory:organisation",
}
MERGE_PAGES = {
    Register.PERSON: "participants:directory:merge_person",
    Register.ORGANISATION: "participants:directory:merge_organisation",
}


@dataclass(frozen=True)
class Detail:
    """One line of the comparison; `is_taken` says that the value of the duplicate is chosen."""

    name: str
    label: str
    kept: str
    duplicate: str
    is_taken: bool

    @property
    def differs(self) -> bool:
        return self.kept != self.duplicate


def url_of(row: Person | Organisation) -> str:
    register = Register.PERSON if isinstance(row, Person) else Register.ORGANISATION
    return reverse(PAGES[register], args=[row.public_id])


@allow(policies.may_manage)
@require_GET
def possible_duplicates(request: SignedInRequest) -> HttpResponse:
    register = request.GET.get("register", "")
    register = register if register in Register.values else Register.PERSON
    listing = Listing(
        request,
        PossibleDuplicate.objects.visible_to(request.user).filter(register=register, dismissed_at=None),
        name="possible-duplicates",
        columns=[
            Column("first", _("Name"), value=str),
            Column("second", _("Similar name"), value=str),
            Column("similarity", _("Similarity"), sort="similarity", numeric=True),
        ],
        default_sort="-similarity",
    )  # fmt: skip
    model = merge_services.MODELS[register]
    ids = {pk for pair in listing.rows for pk in (pair.first_id, pair.second_id)}
    rows: dict[int, Any] = model._default_manager.select_related("jurisdiction").in_bulk(ids)
    pairs = [
        (
            pair, rows[pair.first_id], rows[pair.second_id],
            _merge_url(register, rows[pair.first_id], rows[pair.second_id]),
        )
        for pair in listing.rows
        if pair.first_id in rows and pair.second_id in rows
    ]  # fmt: skip
    return render_page(
        request, "participants/directory/duplicates.html", listing=listing, pairs=pairs, register=register,
        registers=Register.choices,
    )  # fmt: skip


def _merge_url(register: str, kept: Any, duplicate: Any) -> str:
    return reverse(MERGE_PAGES[Register(register)], args=[kept.public_id]) + f"?with={duplicate.public_id}"


@allow(policies.may_manage)
@require_POST
def find_duplicates(request: SignedInRequest) -> HttpResponse:
    return redirect(duplicates.start(by=request.user))


@allow(policies.may_manage, PossibleDuplicate)
@require_POST
def dismiss_duplicate(request: SignedInRequest, pair: PossibleDuplicate) -> HttpResponse:
    duplicates.dismiss(pair=pair, by=request.user)
    messages.success(request, _("The two stay separate and are not listed again."))
    return redirect(reverse("participants:directory:duplicates") + f"?register={pair.register}")


@allow(policies.may_manage, Person)
@require_http_methods(["GET", "POST"])
def merge_person(request: SignedInRequest, person: Person) -> HttpResponse:
    others = Person.objects.visible_to(request.user).filter(merged_into=None).exclude(pk=person.pk)
    duplicate = _other(request, others)
    if duplicate is None:
        return _choose(request, MergePersonForm(request.GET or None, kept=person), person)
    return _compare(
        request, person, duplicate, _person_details(request, person, duplicate), merge_services.merge_people
    )


@allow(policies.may_manage, Organisation)
@require_http_methods(["GET", "POST"])
def merge_organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    duplicate = _other(request, Organisation.objects.exclude(pk=organisation.pk))
    if duplicate is None:
        return _choose(request, MergeForm(request.GET or None, kept=organisation), organisation)
    details = _organisation_details(request, organisation, duplicate)
    return _compare(request, organisation, duplicate, details, merge_services.merge_organisations)


def _other(request: SignedInRequest, rows: QuerySet[Any]) -> Any:
    """The second record of the comparison, or None where it must still be chosen."""
    chosen = request.POST.get("with") or request.GET.get("with", "")
    if not chosen:
        return None
    found = rows.model._default_manager.filter(public_id=chosen).first() if is_public_id(chosen) else None
    if found is None:
        raise Http404
    return found


def _choose(request: SignedInRequest, form: Any, kept: Any) -> HttpResponse:
    if form.is_valid():
        return redirect(f"{request.path}?with={form.cleaned_data['duplicate'].public_id}")
    return render_page(
        request, "participants/directory/merge_choose.html", form=form, kept=kept, kept_url=url_of(kept)
    )


def _compare(
    request: SignedInRequest, kept: Any, duplicate: Any, details: list[Detail], action: Any
) -> HttpResponse:
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            merge = action(
                kept=kept,
                duplicate=duplicate,
                take=frozenset(d.name for d in details if d.is_taken),
                by=request.user,
            )
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _merged_message(merge))
            return redirect(url_of(kept))
    elif duplicate.merged_into_id or kept.merged_into_id:
        return redirect(url_of(kept))
    numbers = _numbers(kept), _numbers(duplicate)
    return render_page(
        request,
        "participants/directory/merge.html",
        status=422 if refusal else 200,
        refusal=refusal,
        kept=kept,
        duplicate=duplicate,
        kept_url=url_of(kept),
        swap_url=_merge_url(
            Register.PERSON if isinstance(kept, Person) else Register.ORGANISATION, duplicate, kept
        ),
        details=details,
        moves=[
            (name, numbers[0].get(name, 0), numbers[1].get(name, 0))
            for name in sorted({*numbers[0], *numbers[1]})
        ],
    )


def _merged_message(merge: Merge) -> str:
    if not merge.left:
        return _("The two are now one. Links to the other lead here.")
    records = ", ".join(f"{name} ({number})" for name, number in merge.left.items())
    return interpolate(
        _("The two are now one. These exist in both and stay with the former entry: %(records)s."),
        records=records,
    )


def _numbers(row: Any) -> dict[str, int]:
    court = Court.objects.filter(organisation=row).first() if isinstance(row, Organisation) else None
    return merging.counts(*[one for one in (row, court) if one is not None])


def _person_details(request: SignedInRequest, kept: Person, duplicate: Person) -> list[Detail]:
    names = [*merge_services.PERSON_DETAILS]
    if kept.user_id or duplicate.user_id:
        names.remove("email")  # the address is that of the account
    return [_detail(request, name, kept, duplicate) for name in names]


def _organisation_details(
    request: SignedInRequest, kept: Organisation, duplicate: Organisation
) -> list[Detail]:
    details = [_detail(request, name, kept, duplicate) for name in merge_services.ORGANISATION_DETAILS]
    courts = Court.objects.in_bulk([kept.pk, duplicate.pk], field_name="organisation_id")
    if len(courts) == 2:
        details += [
            _detail(request, name, courts[kept.pk], courts[duplicate.pk])
            for name in merge_services.COURT_DETAILS
        ]
    return details


def _detail(request: SignedInRequest, name: str, kept: Model, duplicate: Model) -> Detail:
    """Without a choice the kept record's value stays, unless it has none."""
    field: Any = kept._meta.get_field(name)
    shown = _shown(kept, field), _shown(duplicate, field)
    chosen = request.POST.get(f"take-{name}") or ("b" if shown[1] and not shown[0] else "a")
    return Detail(name, str(field.verbose_name), *shown, is_taken=chosen == "b" and shown[0] != shown[1])


def _shown(row: Any, field: Any) -> str:
    if field.name == "languages":
        return ", ".join(row.languages)
    display = getattr(row, f"get_{field.name}_display", None)
    value = display() if display else getattr(row, field.name)
    return str(value) if value is not None else ""


@allow(policies.may_manage, Merge)
@require_http_methods(["GET", "POST"])
def undo_merge(request: SignedInRequest, merge: Merge) -> HttpResponse:
    rows: dict[int, Any] = merge_services.MODELS[merge.register]._default_manager.in_bulk(
        [merge.kept_id, merge.duplicate_id]
    )
    kept, duplicate = rows[merge.kept_id], rows[merge.duplicate_id]
    return confirm_page(
        request, lambda by: merge_services.undo_merge(merge=merge, by=by), back=url_of(kept),
        success_url=lambda _merge: url_of(duplicate), success_message=_("The two are separate again."),
        question=interpolate(_("Separate %(duplicate)s from %(kept)s again?"), duplicate=duplicate, kept=kept),
        effect=_("Everything that was moved goes back. What was added since stays where it is."),
        confirm_label=_("Undo the merge"),
    )  # fmt: skip
