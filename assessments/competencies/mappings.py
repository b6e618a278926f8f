"""Mappings of a competency to its equivalent in another framework.

A mapping changes neither edition, so it can be added to an adopted one, as a translation can.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency, CompetencyMapping
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.audit import services as audit


class SameFrameworkError(DomainError):
    code = "same_framework"
    field = "target"
    message = _(
        "Choose a competency from another framework. Editions of the same framework are already linked."
    )


@transaction.atomic
def map_to(*, competency: Competency, target: Competency, kind: str, by: User) -> CompetencyMapping:
    """Map a competency to one of another framework, replacing an earlier mapping of the same pair.

    Raises `SameFrameworkError`.
    """
    if target.version.framework_id == competency.version.framework_id:
        raise SameFrameworkError
    mapping, _made = CompetencyMapping.objects.update_or_create(
        origin=competency, target=target, defaults={"kind": kind}
    )
    audit.record(
        by, "framework.competency_mapped", competency.version, code=competency.code, kind=kind,
        target=f"{target.version}: {target.code}",
    )  # fmt: skip
    return mapping


@transaction.atomic
def unmap(*, competency: Competency, target: Competency, by: User) -> None:
    """Remove mappings to other frameworks only; those between editions of one framework stay."""
    mappings = CompetencyMapping.objects.filter(origin=competency, target=target)
    if mappings.exclude(target__version__framework=competency.version.framework_id).delete()[0]:
        audit.record(
            by, "framework.mapping_removed", competency.version, code=competency.code,
            target=f"{target.version}: {target.code}",
        )  # fmt: skip
