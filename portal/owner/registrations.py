"""What this package shows elsewhere: the step of the set-up, the history, and the public logo."""

from portal.audit import registry as audit
from portal.files import registry as files
from portal.owner import policies, setup
from portal.owner.models import SiteOwner


def register() -> None:
    setup.register()
    audit.register(SiteOwner, policies.may_edit)
    files.register(SiteOwner, may_read=policies.may_read_logo)
