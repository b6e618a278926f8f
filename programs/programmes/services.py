"""Creating and changing programmes, their partners and editions."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.access.delete_guards import InUseError, require_no_dependants
from portal.access.errors import StaleRevisionError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.search import services as search
from programs.curriculum.models import Edition
from programs.programmes.models import Programme, ProgrammeEdition, ProgrammePartner

# Relations whose rows are parts of a programme and are removed with it.
PARTS = ("partners", "members", "editions", "Programme_jurisdictions+")


@transaction.atomic
def create_programme(*, jurisdictions: Any, by: User, **fields: Any) -> Programme:
    programme = Programme.objects.create(**fields)
    programme.jurisdictions.set(jurisdictions)
    ProgrammePartner.objects.create(
        programme=programme,
        organisation=programme.lead_organisation,
        role_code=ProgrammePartner.RoleCode.IMPLEMENTING,
    )
    audit.record(by, "programme.created", programme)
    _index(programme)
    return programme


@transaction.atomic
def save_programme(
    *, programme: Programme, revision: int, jurisdictions: Any, by: User, **fields: Any
) -> Programme:
    """Change the programme. Raises `StaleRevisionError`."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if programme.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.revision += 1
    programme.save(update_fields=[*fields, "revision", "updated_at"])
    programme.jurisdictions.set(jurisdictions)
    audit.record(by, "programme.saved", programme)
    _index(programme)
    return programme


@transaction.atomic
def remove_programme(*, programme: Programme, by: User) -> None:
    """Remove a programme in design that was made by mistake. Raises `InUseError` if anything depends on it."""
    programme = lock_for_update(programme)
    if programme.state != Programme.State.DESIGN:
        raise InUseError(_("Only a programme in design can be removed. Close it instead."))
    require_no_dependants(
        programme,
        parts=PARTS,
        message=_(
            "Cohorts, money or results refer to this programme, so it cannot be removed. Close it instead."
        ),
    )
    audit.record(by, "programme.removed", programme.lead_organisation, title=programme.title)
    search.drop(programme)
    programme.delete()


@transaction.atomic
def add_partner(
    *, programme: Programme, organisation: Organisation, role_code: str, by: User
) -> ProgrammePartner:
    partner, _created = ProgrammePartner.objects.get_or_create(
        programme=programme, organisation=organisation, role_code=role_code
    )
    audit.record(by, "programme.partner_added", programme, organisation=organisation.pk)
    return partner


@transaction.atomic
def use_edition(*, programme: Programme, edition: Edition, by: User) -> ProgrammeEdition:
    used, _created = ProgrammeEdition.objects.get_or_create(programme=programme, edition=edition)
    audit.record(by, "programme.edition_used", programme, edition=edition.pk)
    return used


def _index(programme: Programme) -> None:
    search.index(programme, title=f"{programme.title} ({programme.code})", body=programme.summary)
