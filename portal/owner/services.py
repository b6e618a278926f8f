"""Saving the organisation that runs the portal, and the test email."""

import uuid
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.dispatch import Signal

from portal.access.locking import update_with_revision
from portal.access.users import Account
from portal.audit import services as audit
from portal.files import services as files
from portal.mail import services as mail
from portal.mail.models import OutgoingMail
from portal.owner import current, logo
from portal.owner.models import SiteOwner

TEST_TEMPLATE = "portal/sender_test"

# Sent in the transaction in which the organisation is saved, with `owner`, its `previous_names` and `by`.
owner_saved = Signal()


def save_owner(
    *, by: Account, revision: int, logo_file: File | None = None, remove_logo: bool = False, **fields: Any
) -> SiteOwner:
    """Save the organisation. Raises UploadRejected, and StaleRevisionError if someone else saved first."""
    image = logo.clean(logo_file) if logo_file else None
    with transaction.atomic():
        row, _created = SiteOwner.objects.get_or_create(is_only_row=True)
        if image is not None:
            fields["logo"] = files.store(image, name="logo.png", owner=row, by=by, media_type="image/png")
        elif remove_logo:
            fields["logo"] = None
        previous = set(row.all_names)
        saved = update_with_revision(row, revision=revision, **fields)
        audit.record(by, "site_owner.saved", saved)
        owner_saved.send(SiteOwner, owner=saved, previous_names=previous, by=by)
    current.forget()
    return saved


def send_test_email(*, by: Account) -> OutgoingMail:
    """Queue a test email to the person, from the saved sender address."""
    return mail.queue(
        f"sender-test:{uuid.uuid4()}",
        to=by.email, language=by.language, template=TEST_TEMPLATE, context={"name": str(by)}, user=by,
    )  # fmt: skip


def last_test(by: Account) -> OutgoingMail | None:
    """The person's latest test email, with its outcome."""
    return OutgoingMail.objects.filter(template=TEST_TEMPLATE, user=by).order_by("-pk").first()
