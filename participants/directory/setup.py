"""The steps of the set-up that this app knows: jurisdictions, organisations, people."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participants.accounts.models import RoleAssignment, User
from participants.directory import services
from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.owner.models import SiteOwner
from portal.owner.services import owner_saved
from portal.setup.registry import Goal, Step, StepState, register_step

MOST_NAMED = 5


def register() -> None:
    """Called when the app is ready."""
    owner_saved.connect(_save_organisation, dispatch_uid="directory.owner")
    everything = tuple(Goal)
    register_step(Step(
        key="jurisdictions", title=gettext_lazy("Jurisdictions"),
        about=gettext_lazy("Countries, territories and other areas with their own law"),
        url_name="participants:directory:choose", order=20, state=_jurisdictions, needed_for=everything,
    ))  # fmt: skip
    register_step(Step(
        key="organisations", title=gettext_lazy("Organisations and courts"),
        about=gettext_lazy("Courts, institutes, bar associations and funders"),
        url_name="participants:directory:organisations", order=30, state=_organisations, needed_for=everything,
    ))  # fmt: skip
    register_step(Step(
        key="people", title=gettext_lazy("People and roles"), about=gettext_lazy("A second person approves reports"),
        url_name="participants:invitations:invite", order=40, state=_people, needed_for=everything,
    ))  # fmt: skip


def _save_organisation(*, owner: SiteOwner, previous_names: set[str], by: User, **_kwargs: Any) -> None:
    services.save_owner_organisation(names=owner.all_names, previous_names=previous_names, by=by)


def _jurisdictions() -> StepState:
    n = Jurisdiction.objects.in_use().count()
    entered = ngettext("%(n)s jurisdiction", "%(n)s jurisdictions", n)
    return StepState(bool(n), interpolate(entered, n=n) if n else "")


def _organisations() -> StepState:
    courts = Court.objects.in_use().count()
    others = Organisation.objects.in_use().exclude(kind=Organisation.Kind.COURT).count()
    without = list(
        Jurisdiction.objects.in_use().exclude(
            pk__in=Court.objects.in_use().values("organisation__jurisdiction")
        )[: MOST_NAMED + 1]
    )
    missing = ""
    if without and courts + others:
        names = join_list(str(row) for row in without[:MOST_NAMED])
        sentence = _("Without a court: %(names)s.")
        if len(without) > MOST_NAMED:
            sentence = _("Without a court: %(names)s and others.")
        missing = interpolate(sentence, names=names)
    entered = interpolate(
        _("Courts: %(courts)s. Other organisations: %(others)s."), courts=courts, others=others
    )
    return StepState(bool(courts) and not without, entered if courts + others else "", missing)


def _people() -> StepState:
    n = RoleAssignment.objects.in_force().values("user").distinct().count()
    entered = interpolate(ngettext("%(n)s person with a role", "%(n)s people with a role", n), n=n)
    return StepState(
        n > 1, entered if n > 1 else "", "" if n > 1 else _("You are the only person with a role.")
    )
