"""What the forms of a new questionnaire or assessment propose: organisation and languages."""

from datetime import datetime, timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone, translation

from participants.accounts.queries import Role, organisations_of
from participants.organisations.models import Organisation
from participants.people.models import Affiliation
from portal.access.users import AnyUser
from portal.owner.current import offered_languages, site_owner

WEEKS_OPEN = 3


def own_organisation(user: AnyUser, offered: QuerySet[Organisation]) -> Organisation | None:
    """The offered organisation that is the person's own: of their role, of their affiliation, or the only one; else the
    one that runs the portal.
    """
    by_id = {row.pk: row for row in offered}
    if len(by_id) == 1:
        return next(iter(by_id.values()))
    of_role = organisations_of(user, Role.COORDINATOR)
    affiliations = Affiliation.objects.in_force().filter(person__user=user.pk)
    for pk in (*of_role, *affiliations.values_list("organisation", flat=True)):
        if pk in by_id:
            return by_id[pk]
    names = {name.casefold() for name in site_owner().all_names}
    return next((row for row in by_id.values() if row.name.casefold() in names), None)


def own_language() -> str:
    """The reader's language if the portal offers it, else the first that it offers."""
    codes = [code for code, _name in offered_languages()]
    language = translation.get_language() or ""
    return language if language in codes else next(iter(codes), "en")


def opening_period() -> tuple[datetime, datetime]:
    """From the next full hour until the end of the working day three weeks later."""
    now = timezone.localtime()
    opens = cast("datetime", now.replace(minute=0, second=0, microsecond=0)) + timedelta(hours=1)
    return opens, (opens + timedelta(weeks=WEEKS_OPEN)).replace(hour=17)
