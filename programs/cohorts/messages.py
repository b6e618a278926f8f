"""Emails to all or some of the people of a cohort: written, previewed, sent once as one job, delivery shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.people.models import Person
from portal.access.errors import DomainError, StaleRevisionError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job
from portal.mail import services as mail
from portal.mail.delivery import compose
from portal.mail.models import OutgoingMail
from programs.cohorts.message_models import CohortMessage, CohortMessageRecipient
from programs.cohorts.models import Cohort, CohortApplication, CohortStaff, Enrolment

SEND = "cohorts.message"
TEMPLATE = "programs/cohort_message"
GROUPS = {
    "enrolled": _("People with a seat"),
    "completed": _("People who have completed the course"),
    "waiting": _("People on the waiting list"),
    "undecided": _("Applicants without a decision"),
    "staff": _("Staff of the cohort"),
}
# Links that work without a password have a token of 43 characters; such a link belongs to one person.
_PERSONAL_LINK = re.compile(r"https?://\S*/[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


class AlreadySentError(DomainError):
    code = "already_sent"
    message = _("This email has already been sent.")


class NoRecipientsError(DomainError):
    code = "no_recipients"
    message = _("Nobody in the chosen groups has an account. Choose other recipients.")


class PersonalLinkError(DomainError):
    code = "personal_link"
    message = _(
        "The text contains a link that works for one person only. Remove it: the email has a link to the course "
        "for each recipient."
    )


class NoTextError(DomainError):
    code = "no_text"
    message = _("Enter a subject and a text in at least one language.")


@dataclass(frozen=True)
class Recipient:
    """A person, and the language of the text that they receive: theirs if it is written."""

    person: Person
    language: str


def group_counts(cohort: Cohort) -> dict[str, int]:
    """The number of people with an account in each group."""
    return {group: _reachable(_in_group(cohort, group)).count() for group in GROUPS}


def choosable_people(cohort: Cohort) -> QuerySet[Person]:
    """Everybody in one of the groups, to choose single people."""
    everybody = Person.objects.none()
    for group in GROUPS:
        everybody = everybody | _in_group(cohort, group)
    return _reachable(everybody)


@transaction.atomic
def save_message(
    *,
    cohort: Cohort,
    texts: dict[str, dict[str, str]],
    groups: Sequence[str],
    people: Sequence[Person],
    by: User,
    message: CohortMessage | None = None,
    revision: int = 1,
) -> CohortMessage:
    """Save the draft. Raises `NoTextError`, `PersonalLinkError`, `AlreadySentError`, `StaleRevisionError`."""
    if not texts:
        raise NoTextError
    if any(_PERSONAL_LINK.search(part) for text in texts.values() for part in text.values()):
        raise PersonalLinkError
    fields = {"texts": texts, "groups": list(groups), "people": [person.pk for person in people]}
    if message is None:
        return CohortMessage.objects.create(cohort=cohort, by=by, **fields)
    message = _lock_draft(message)
    if message.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(message, name, value)
    message.revision += 1
    message.save(update_fields=[*fields, "revision", "updated_at"])
    return message


def recipients_of(message: CohortMessage) -> list[Recipient]:
    """The people who would receive the draft now, each once."""
    chosen = choosable_people(message.cohort).filter(pk__in=message.people)
    for group in message.groups:
        if group in GROUPS:
            chosen = chosen | _reachable(_in_group(message.cohort, group))
    people = chosen.select_related("user").distinct().order_by("full_name", "pk")
    return [Recipient(person, _language_for(message, person)) for person in people]


def _language_for(message: CohortMessage, person: Person) -> str:
    own = person.user.language if person.user else ""
    return own if own in message.texts else next(iter(message.texts))


def preview_email(message: CohortMessage, language: str, name: str) -> tuple[str, str, str]:
    """Subject, text and HTML in the language as a recipient gets them."""
    text = message.texts[language]
    return compose(
        OutgoingMail(language=language, template=TEMPLATE, context=_context(message.cohort, text, name))
    )


@transaction.atomic
def send_message(*, message: CohortMessage, by: User) -> Job:
    """Store the recipients and start the job that emails them. Raises `AlreadySentError`, `NoRecipientsError`."""
    message = _lock_draft(message)
    recipients = recipients_of(message)
    if not recipients:
        raise NoRecipientsError
    CohortMessageRecipient.objects.bulk_create(
        CohortMessageRecipient(message=message, person=row.person, language=row.language)
        for row in recipients
    )
    message.state, message.sent_at, message.by = CohortMessage.State.SENT, timezone.now(), by
    message.save(update_fields=["state", "sent_at", "by", "updated_at"])
    audit.record(by, "cohort.message_sent", message.cohort, people=len(recipients))
    return jobs.start(SEND, key=f"cohort-message:{message.pk}", by=by, target=message)


def run_sending(job: ClaimedJob) -> None:
    """Queue an email for each recipient who has none yet; it can stop anywhere and run again."""
    message: CohortMessage = job.target
    rows = CohortMessageRecipient.objects.filter(message=message)
    total = rows.count()
    mail.send_in_batches(
        rows.filter(queued_at=None).select_related("person__user", "message__cohort"),
        _emails,
        lambda _done, _pending: job.report_progress(done=rows.exclude(queued_at=None).count(), total=total),
    )
    job.finish(url=reverse("programs:cohorts:message", args=[message.public_id]))


def _emails(batch: list[CohortMessageRecipient]) -> list[OutgoingMail]:
    now = timezone.now()
    CohortMessageRecipient.objects.filter(pk__in=[row.pk for row in batch]).update(queued_at=now)
    return [
        mail.build_email(
            row.mail_key,
            to=user.email,
            language=row.language,
            template=TEMPLATE,
            user=user,
            context=_context(row.message.cohort, row.message.texts[row.language], row.person.full_name),
        )
        for row in batch
        if (user := row.person.user) is not None
    ]


@transaction.atomic
def discard_message(*, message: CohortMessage, by: User) -> None:
    """Delete a draft. Raises `AlreadySentError`."""
    message = _lock_draft(message)
    audit.record(by, "cohort.message_discarded", message.cohort)
    message.delete()


@dataclass(frozen=True)
class Delivery:
    """What became of the email to a recipient; `state` is empty while it is not in the outgoing mail yet."""

    person: Person
    state: str
    label: str
    reason: str


def deliveries_of(message: CohortMessage) -> list[Delivery]:
    """Every recipient with the state of their email, failures first; two queries."""
    rows = list(
        CohortMessageRecipient.objects.filter(message=message)
        .select_related("person")
        .order_by("person__full_name", "pk")
    )
    emails = {row.key: row for row in OutgoingMail.objects.filter(key__in=[row.mail_key for row in rows])}
    deliveries = []
    for row in rows:
        email = emails.get(row.mail_key)
        deliveries.append(
            Delivery(
                row.person,
                email.state if email else "",
                email.get_state_display() if email else "",
                email.reason if email else "",
            )
        )
    return sorted(deliveries, key=lambda delivery: delivery.state != OutgoingMail.State.FAILED)


def _lock_draft(message: CohortMessage) -> CohortMessage:
    message = lock_for_update(message)
    if message.state != CohortMessage.State.DRAFT:
        raise AlreadySentError
    return message


def _context(cohort: Cohort, text: dict[str, str], name: str) -> dict[str, Any]:
    return {
        "name": name,
        "cohort": cohort.title,
        "subject": text["subject"],
        "text": text["text"],
        "url": settings.SITE_URL + reverse("programs:cohorts:cohort", args=[cohort.public_id]),
    }


def _in_group(cohort: Cohort, group: str) -> QuerySet[Person]:
    applied = CohortApplication.objects.filter(cohort=cohort)
    states = CohortApplication.State
    rows: dict[str, QuerySet[Any]] = {
        "enrolled": Enrolment.objects.filter(cohort=cohort).seated(),
        "completed": Enrolment.objects.filter(cohort=cohort, state=Enrolment.State.COMPLETED),
        "waiting": applied.filter(state=states.WAITING),
        "undecided": applied.filter(state=states.SUBMITTED),
        "staff": CohortStaff.objects.in_force().filter(cohort=cohort),
    }
    return Person.objects.filter(pk__in=rows[group].values("person"))


def _reachable(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.filter(user__isnull=False, user__is_active=True)
