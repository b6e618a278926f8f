"""Remove an assessment that was created by mistake: a draft that nobody was invited to and nothing refers to."""

from django.db import transaction
from django.db.models import ProtectedError

from assessments.instruments import services as instruments
from assessments.instruments.errors import VersionInUseError
from assessments.needs.errors import NotDraftError, NotRemovableError
from assessments.needs.models import NeedsAssessment
from assessments.needs.services import lock
from participants.accounts.models import User
from portal.audit import services as audit
from portal.search import services as search


@transaction.atomic
def remove_draft(*, assessment: NeedsAssessment, by: User) -> None:
    """Delete the draft with its questionnaire and its list of respondents.

    Raises `NotDraftError`, and `NotRemovableError` while consultations, panels or other rows refer to it.
    """
    assessment = lock(assessment)
    if assessment.state != NeedsAssessment.State.DRAFT:
        raise NotDraftError
    collection, version = assessment.collection, assessment.collection.version
    audit.record(by, "assessment.removed", assessment, title=assessment.title)
    search.drop(assessment)
    try:
        assessment.delete()
        collection.delete()
        instruments.remove_draft(version=version, by=by)
    except (ProtectedError, VersionInUseError) as error:
        raise NotRemovableError from error
