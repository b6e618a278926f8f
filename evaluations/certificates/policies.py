"""Who may issue, revoke and read certificates."""

from typing import Any

from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.accounts.queries import Role, has_portal_wide_role
from portal.access.policies import may_view_chain
from programs.cohorts import policies as cohorts
from programs.cohorts.models import Cohort
from programs.programmes.models import Programme


def may_issue(user: Any, cohort: Cohort) -> bool:
    return cohorts.may_coordinate(user, cohort)


def may_revoke(user: Any, certificate: Certificate) -> bool:
    return cohorts.may_coordinate(user, certificate.completion.enrolment.cohort)


def may_edit_template(user: Any, programme: Programme) -> bool:
    """State issuer and signatures."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return may_view_chain(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_read_file(user: Any, certificate: Certificate) -> bool:
    """The holder, and those who issue. Nobody reads the paper by knowing its number."""
    if not may_view_chain(user):
        return False
    return certificate.completion.enrolment.person.user_id == user.pk or may_revoke(user, certificate)


def may_read_signature(user: Any, template: CertificateTemplate) -> bool:
    """A drawn signature is for those who state the wording; everyone else meets it on certificates."""
    return template.programme is not None and may_edit_template(user, template.programme)
