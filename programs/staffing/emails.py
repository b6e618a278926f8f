"""Emails about roles in programmes and cohorts, queued in the transaction that causes them.

People without an account get the invitation to open one instead.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from participants.accounts.models import User
from participants.people.models import Person
from portal.mail import services as mail
from programs.cohorts.models import Cohort, CohortStaff
from programs.programmes.models import Programme, ProgrammeMember
from programs.sessions.models import Session, SessionFaculty

Row = ProgrammeMember | CohortStaff
Place = Programme | Cohort


def send_added(row: Row, place: Place, *, by: User) -> None:
    if row.person.user_id == by.pk:
        return
    _send(row.person, "staff_added", _key(row), _role_of(row), place=str(place), by=by.name, url=_url(place))


def send_ended(row: Row, place: Place) -> None:
    _send(row.person, "staff_ended", _key(row), _role_of(row), place=str(place))


def send_teaching(cohort: Cohort, pairs: Collection[tuple[int, int]]) -> None:
    """One email for each teacher, with the sessions that are new for them."""
    sessions = Session.objects.in_bulk({session for session, _person in pairs})
    people = Person.objects.select_related("user").in_bulk({person for _session, person in pairs})
    titles = defaultdict(list)
    for session, person in sorted(pairs, key=lambda pair: sessions[pair[0]].starts):
        titles[person].append(sessions[session].title)
    rows = SessionFaculty.objects.filter(session__in=sessions, person__in=people)
    newest = dict(rows.order_by("pk").values_list("person", "pk"))  # the last one of each person remains
    for person, names in titles.items():
        key = f"{cohort.pk}:{person}:{newest[person]}"
        url = settings.SITE_URL + reverse("programs:sessions:sessions", args=[cohort.public_id])
        _send(people[person], "teaching_assigned", key, None, place=str(cohort), sessions=names, url=url)


def _send(person: Person, name: str, key: str, role: Any, **context: Any) -> None:
    user = person.user
    if user is None:
        return
    if role is not None:
        with override(user.language):
            context["role"] = str(role)
    mail.queue(
        f"{name}:{key}", to=user.email, language=user.language, template=f"programs/{name}", user=user,
        context={"name": person.full_name, **context},
    )  # fmt: skip


def _role_of(row: Row) -> Any:
    return row.Role(row.role).label


def _key(row: Row) -> str:
    """A role may be taken up again; each time has its own email."""
    return f"{row._meta.model_name}:{row.pk}:{row.updated_at.timestamp()}"


def _url(place: Place) -> str:
    if isinstance(place, Cohort):
        return settings.SITE_URL + reverse("programs:cohorts:overview", args=[place.public_id])
    return settings.SITE_URL + reverse("programs:programmes:programme", args=[place.public_id])
