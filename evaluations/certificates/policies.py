"""Who may issue, revoke and read certificates."""

from typing import Any

from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.accounts.queries import Role, holds_portal_wide
from portal.access.policies import signed_in
from programs.cohorts import policies as cohorts
from programs.cohorts.models import Cohort
from programs.programmes.models import Programme


def may_issue(user: Any, cohort: Cohort) -> bool:
    return cohorts.may_coordinate(user, cohort)


def may_revoke(user: Any, certificate: Certificate) -> bool:
    return cohorts.may_coordinate(user, certificate.completion.enrolment.cohort)


def may_word(user: Any, programme: Programme) -> bool:
    """State issuer and signatures."""
    if holds_portal_wide(user, Role.COORDINATOR):
        return True
    return signed_in(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_read_file(user: Any, certificate: Certificate) -> bool:
    """The holder, and those who issue. Nobody reads the paper by knowing its number."""
    if not signed_in(user):
        return False
    return certificate.completion.enrolment.person.user_id == user.pk or may_revoke(user, certificate)


def may_read_hand(user: Any, template: CertificateTemplate) -> bool:
    """A drawn signature is for those who state the wording; everyone else meets it on certificates."""
    return template.programme is not None and may_word(user, template.programme)
