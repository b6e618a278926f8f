"""Who may see the emails and the uploaded answers of a collection."""

from typing import Any

from assessments.collection.models import Collection, Invitation
from assessments.collection.registry import can_manage
from portal.access.users import AnyUser


def may_see_sending(user: AnyUser, job: Any) -> bool:
    """Permission for the progress of a collection's emails."""
    return isinstance(job.target, Collection) and can_manage(user, job.target_id)


def may_read_answer(user: AnyUser, invitation: Invitation) -> bool:
    """Permission for an uploaded answer in a named collection: the team that reads the responses, and the
    respondent.
    """
    own = Invitation.objects.filter(pk=invitation.pk)
    return can_manage(user, invitation.collection_id) or (
        user.is_authenticated and own.for_email(user.email).exists()
    )
