"""The smallest agenda with a board, created through the services."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from evaluations.agenda import motions, services
from evaluations.agenda.models import AgendaItem, AgendaPartner, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion
from participants.people.models import Affiliation
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, UserFactory


def agenda(*, by: Any, **fields: Any) -> ReformAgenda:
    today = timezone.localdate()
    return services.create_agenda(
        by=by,
        **{
            "title": "Civil justice in Fiji", "secretariat": OrganisationFactory(), "starts": today,
            "ends": today + timedelta(days=700), "jurisdictions": [JurisdictionFactory()], **fields,
        },
    )  # fmt: skip


def partner(of: ReformAgenda, *, by: Any, role: str = "member", **fields: Any) -> tuple[AgendaPartner, Any]:
    """A partner and its delegate."""
    organisation = OrganisationFactory(**fields)
    seat = services.add_partner(agenda=of, organisation=organisation, role=role, by=by)
    user = UserFactory()
    Affiliation.objects.create(person=user.person, organisation=organisation, starts="2020-01-01")
    services.name_delegate(partner=seat, user=user, by=by)
    return seat, user


def item(of: ReformAgenda, *, by: Any, **fields: Any) -> AgendaItem:
    return services.propose_item(agenda=of, by=by, **{"title": "A date on the day of filing", **fields})


def motion(of: ReformAgenda, *, by: Any, **fields: Any) -> AgendaMotion:
    return motions.propose_motion(
        agenda=of, by=by,
        **{"title": "It is agreed", "closes_at": timezone.now() + timedelta(days=3), **fields},
    )  # fmt: skip


def carry(of: ReformAgenda, *, by: Any, **fields: Any) -> AgendaMotion:
    """Propose, vote and count a motion for which every partner with a vote votes."""
    proposed = motion(of, by=by, **fields)
    for seat in of.partners.filter(left_on=None).exclude(role="observer"):
        user = seat.delegates.get().user
        motions.vote(motion=proposed, partner=seat, choice="for", by=user)
    motions.count_votes(motion=proposed, by=by)
    return proposed
