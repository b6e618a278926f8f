"""Inviting many people as a job, which can be stopped at any point and resumed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from participants.accounts.models import User
from participants.accounts.policies import may_administer
from participants.invitations import services
from participants.invitations.lines import Person
from participants.invitations.services import Grant
from participants.organisations.models import Jurisdiction, Organisation
from participants.people.models import Person as RegisteredPerson
from portal.jobs import services as jobs
from portal.jobs.errors import JobFailure
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job
from portal.tables.models import ImportBatch, ImportRow

SEND = "invitations.send"
MAX_IMMEDIATE = 200  # more would keep the page waiting
BATCH = 100  # invitations per transaction of the job


def invite(*, people: Sequence[Person], grant: Grant, language: str, by: User) -> tuple[int, int, Job | None]:
    """Invite up to MAX_IMMEDIATE people now, or start a job for more.

    Returns the numbers of emails and of roles given, and the job, if there is one. The same list sent twice starts
    one job.
    """
    if len(people) <= MAX_IMMEDIATE:
        return *services.invite(people=people, grant=grant, language=language, by=by), None
    params = {
        "people": [[person.number, person.email, person.name] for person in people],
        "role": grant.role,
        "organisation": grant.organisation.pk if grant.organisation else None,
        "jurisdiction": grant.jurisdiction.pk if grant.jurisdiction else None,
        "ends": grant.ends.isoformat() if grant.ends else None,
        "language": language,
    }
    fingerprint = hashlib.sha256(json.dumps(params).encode()).hexdigest()
    return 0, 0, jobs.start(SEND, key=f"{by.pk}:{fingerprint}", by=by, params=params)


def run(job: ClaimedJob) -> None:
    """Invite in batches; the emails and the progress are committed together."""
    params, by = job.params, job.requested_by
    if not may_administer(by):
        raise JobFailure(gettext_lazy("You no longer have the role that this needs."))
    grant, done = _grant(params), job.row.done
    people = [Person(*line) for line in params["people"]]
    with override(by.language):
        if not job.row.stages:
            job.report_progress(done=0, total=len(people), stage=_("Sending the invitations"))
        while done < len(people):
            chunk = people[done : done + BATCH]
            with transaction.atomic():
                services.invite(people=chunk, grant=grant, language=params["language"], by=by)
                done += len(chunk)
                job.report_progress(done=done)
    job.finish(url=reverse("participants:invitations:invitations"))


def _grant(params: dict[str, Any]) -> Grant:
    return Grant(
        params["role"],
        Organisation.objects.filter(pk=params["organisation"] or 0).first(),
        Jurisdiction.objects.filter(pk=params["jurisdiction"] or 0).first(),
        date.fromisoformat(params["ends"]) if params["ends"] else None,
    )


def lines_of_import(batch: ImportBatch) -> str:
    """The people of an import who have an address but no account, one a line as in the form."""
    saved = ImportRow.objects.filter(batch=batch, committed_at__isnull=False).values("target_id")
    people = (
        RegisteredPerson.objects.filter(pk__in=saved, user=None).exclude(email="").order_by("full_name", "pk")
    )
    return "\n".join(f"{person.email}; {person.full_name}" for person in people.only("email", "full_name"))
