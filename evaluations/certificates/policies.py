"""Who may issue, revoke and read certificates."""

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
    """State issuer and signatures."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return is_signed_in(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_read_file(user: AnyUser, certificate: Certificate) -> bool:
    """The holder, and those who issue. Nobody reads the paper by knowing its number."""
    if not is_signed_in(user):
        return False
    return certificate.completion.enrolment.person.user_id == user.pk or may_revoke(user, certificate)


def may_read_signature(user: AnyUser, template: CertificateTemplate) -> bool:
    """A drawn signature is for those who state the wording; everyone else meets it on certificates."""
    return template.programme is not None and may_edit_template(user, template.programme)
