"""Register this app's navigation, home cards, search, history, files, emails and job kinds."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.analysis import registrations as analysis
from assessments.collection import anonymisation, invitations, registry, thresholds
from assessments.collection import policies as collections
from assessments.collection.models import Invitation
from assessments.competencies import setup as framework_setup
from assessments.competencies.models import Competency
from assessments.consensus import dashboard as panel_items
from assessments.consensus import registrations as consensus
from assessments.consultations import dashboard as consultation_items
from assessments.consultations import registrations as consultations
from assessments.instruments import policies as questionnaires
from assessments.instruments.models import InstrumentVersion
from assessments.landscape import imports as offers
from assessments.landscape import policies as landscape
from assessments.landscape.models import ExternalProgramme
from assessments.needs import dashboard, overdue_decisions, policies
from assessments.needs import services as needs
from assessments.needs.models import NeedsAssessment, TrainingNeed
from assessments.stakeholders import policies as register_policies
from assessments.stakeholders.imports import StakeholderImporter, register_messages
from assessments.stakeholders.models import Stakeholder
from participants.accounts.queries import is_coordinator
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import ActionItemQuery, register_action_items
from portal.dashboard.registry import (
    Test,
    register_card,
    register_first_step,
    register_nav_item,
    register_subnav_item,
)
from portal.files import registry as files
from portal.jobs import kinds
from portal.search import registry as search
from portal.tables.imports import importers as imports


def can_manage(user: AnyUser, collection_id: int) -> bool:
    """Those who manage the assessment manage its collection."""
    assessment = NeedsAssessment.objects.filter(collection=collection_id).first()
    return assessment is not None and policies.may_manage(user, assessment)


def threshold_of(collection_id: int) -> int | None:
    """The suppression threshold that the assessment of a collection sets."""
    rows = NeedsAssessment.objects.filter(collection=collection_id)
    return rows.values_list("suppression_k", flat=True).first()


def may_see_closing(user: AnyUser, job: Any) -> bool:
    """Those who manage the assessment can see its closing job."""
    return isinstance(job.target, NeedsAssessment) and policies.may_manage(user, job.target)


def action_items(user: AnyUser) -> list[ActionItemQuery]:
    """For panelists: votes due. For those who manage assessments: findings, rounds and decisions due."""
    own = [
        overdue_decisions.decisions_to_review(user),
        panel_items.rounds_to_open(user),
        consultation_items.findings_due(user),
    ]
    return [panel_items.votes_due(user), *(own if is_coordinator(user) else [])]


LISTS: list[tuple[str, Promise, Test]] = [
    ("assessments:needs:assessments", _("Assessments"), policies.may_list),
    ("assessments:needs:training_needs", _("Training needs"), is_signed_in),
    ("assessments:landscape:offers", _("Training offers"), landscape.may_list),
    ("assessments:stakeholders:stakeholders", _("Stakeholders"), register_policies.may_list),
    ("assessments:instruments:versions", _("Questionnaires"), questionnaires.may_list),
    ("assessments:competencies:framework", _("Competencies"), is_signed_in),
]


def register() -> None:
    register_nav_item(
        "assessments:needs:assessments", _("Needs"), order=15, test=policies.may_list, prefix="/needs/"
    )
    for order, (page, label, test) in enumerate(LISTS, 1):
        register_subnav_item("assessments:needs:assessments", page, label, order=order * 10, test=test)
    register_card("assessments/needs/_home_card.html", dashboard.needs_card, order=20, test=is_coordinator)
    register_action_items(action_items, test=is_signed_in)
    register_first_step(
        "assessments:needs:new",
        _("Start a needs assessment"),
        about=_("Ask courts, bar associations, ministries and civil society what training is needed."),
        order=10,
        test=policies.may_create,
    )
    framework_setup.register()
    registry.register_manager(can_manage)
    thresholds.register_threshold(threshold_of)
    kinds.register(
        invitations.INVITE,
        task="assessments.collection.invite",
        title=_("Send invitations"),
        may_see=collections.may_see_sending,
    )
    kinds.register(
        invitations.REMIND,
        task="assessments.collection.remind",
        title=_("Send reminders"),
        may_see=collections.may_see_sending,
    )
    kinds.register(
        anonymisation.ANONYMISE,
        task="assessments.collection.finalise_anonymisation",
        title=_("Remove the last links between responses and invitations"),
        may_see=collections.may_see_sending,
    )
    consensus.register()
    consultations.register()
    kinds.register(
        needs.CLOSE,
        task="assessments.needs.close",
        title=_("Close the assessment"),
        may_see=may_see_closing,
    )
    analysis.register()
    imports.register(StakeholderImporter())
    register_messages()
    imports.register(offers.OfferImporter())
    offers.register_messages()
    search.register(
        NeedsAssessment,
        kind=_("Needs assessment"),
        page="assessments:needs:assessment",
    )
    search.register(
        TrainingNeed,
        kind=_("Training need"),
        page="assessments:needs:training_need",
    )
    search.register(
        Competency,
        kind=_("Competency"),
        page="assessments:competencies:competency",
    )
    search.register(ExternalProgramme, kind=_("Training offer"), page="assessments:landscape:offer")
    audit.register(ExternalProgramme, landscape.may_manage)
    audit.register(NeedsAssessment, policies.may_manage)
    audit.register(InstrumentVersion, questionnaires.may_write)
    files.register(InstrumentVersion, may_read=questionnaires.may_write)
    files.register(Invitation, may_read=collections.may_read_answer)
    audit.register(TrainingNeed, policies.may_decide)
    audit.register(Stakeholder, register_policies.may_manage)
