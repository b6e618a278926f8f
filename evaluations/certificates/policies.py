"""Permissions to issue, revoke and read certificates."""

from typing import Any

from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.accounts.queries import Role, has_portal_wide_role
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.cohorts.models import Cohort
from programs.programmes.models import Programme


def may_issue(user: AnyUser, cohort: Cohort) -> bool:
    return cohorts.may_coordinate(user, cohort)


def may_revoke(user: AnyUser, certificate: Certificate) -> bool:
    return cohorts.may_coordinate(user, certificate.completion.enrolment.cohort)


def may_edit_template(user: AnyUser, programme: Programme) -> bool:
    """Whoever coordinates the programme sets issuer and signatories."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return is_signed_in(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_edit_default_template(user: AnyUser, _row: Any = None) -> bool:
    """Administrators and coordinators of the whole portal."""
    return has_portal_wide_role(user, Role.COORDINATOR)


def may_read_file(user: AnyUser, certificate: Certificate) -> bool:
    """The holder, and those who may issue. Knowing the number does not give access to the PDF."""
    if not is_signed_in(user):
        return False
    return certificate.completion.enrolment.person.user_id == user.pk or may_revoke(user, certificate)


def may_read_signature(user: AnyUser, template: CertificateTemplate) -> bool:
    """Only those who may edit the template can open a signature image; others see it printed on certificates."""
    if template.programme is None:
        return may_edit_default_template(user)
    return may_edit_template(user, template.programme)
