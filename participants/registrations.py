"""Fills the registries with what this app knows: navigation, home page, search, history, importers."""

import importlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from participants.accounts import policies as account_policies
from participants.accounts.models import User
from participants.accounts.names import person_named
from participants.accounts.queries import waiting_card
from participants.directory import duplicates
from participants.directory import imports as directory_imports
from participants.directory import policies as directory_policies
from participants.directory import setup as directory_setup
from participants.directory.queries import merges_panel
from participants.invitations import bulk
from participants.invitations.models import AccountInvitation
from participants.organisations.models import Jurisdiction, Organisation
from participants.people import imports as people_imports
from participants.people import policies, services
from participants.people.models import Person
from participants.sign_in import services as sign_in
from portal.access.policies import is_signed_in
from portal.audit import registry as audit
from portal.dashboard.panels import register_panel
from portal.dashboard.registry import register_card, register_nav_item, register_subnav_item
from portal.jobs import kinds
from portal.languages.zones import register_local_zones
from portal.search import registry as search
from portal.setup.views import installation_card, setup_card
from portal.tables.imports import importers, messages


def register() -> None:
    """Called when the app is ready."""
    directory_setup.register()
    register_local_zones(_zones_of_jurisdictions)
    importlib.import_module("participants.sign_in.adapter")  # receives sign-ins
    sign_in.check_rules()
    _register_home()
    _register_navigation()
    for importer in (
        people_imports.PeopleImporter(),
        directory_imports.OrganisationImporter(),
        directory_imports.JurisdictionImporter(),
    ):
        importers.register(importer)
    messages.add(people_imports.MESSAGES)
    messages.add(directory_imports.MESSAGES)
    register_panel("person", "participants/directory/_former.html", merges_panel, order=90)
    kinds.register(
        duplicates.FIND, task="participants.directory.find_duplicates", title=_("Search for duplicates")
    )
    kinds.register(bulk.SEND, task="participants.invitations.send", title=_("Send invitations"))
    person_named.connect(_create_person, dispatch_uid="people.person_of")
    search.register(Person, kind=_("Person"), page="participants:people:person")
    search.register(Organisation, kind=_("Organisation"), page="participants:directory:organisation")
    audit.register(Person, policies.may_see)
    audit.register(AccountInvitation, account_policies.may_administer)
    audit.register(Organisation, directory_policies.may_manage)
    audit.register(Jurisdiction, directory_policies.may_manage)


def _create_person(user: User, full_name: str, **_kwargs: Any) -> None:
    services.person_of(user=user, full_name=full_name)


def _register_home() -> None:
    register_card("portal/setup/_home_card.html", setup_card, order=1, test=account_policies.may_administer)
    register_card(
        "participants/accounts/_waiting_card.html",
        waiting_card,
        order=5,
        test=account_policies.may_administer,
    )
    register_card(
        "portal/setup/_installation_card.html", installation_card, order=90,
        test=account_policies.may_administer, aside=True,
    )  # fmt: skip


def _register_navigation() -> None:
    register_nav_item("home", _("Home"), order=0, test=is_signed_in)
    register_nav_item("participants:people:people", _("People"), order=50, test=policies.may_list)
    for order, (page, label, test) in enumerate(
        (
            ("participants:people:people", _("People"), policies.may_list),
            ("participants:directory:organisations", _("Organisations"), directory_policies.may_list),
            ("participants:directory:jurisdictions", _("Jurisdictions"), directory_policies.may_list),
            ("participants:directory:duplicates", _("Duplicates"), directory_policies.may_manage),
            ("participants:accounts:roles", _("Roles"), account_policies.may_administer),
            ("participants:invitations:invitations", _("Invitations"), account_policies.may_administer),
        )
    ):
        register_subnav_item("participants:people:people", page, label, order=order, test=test)


def _zones_of_jurisdictions() -> list[str]:
    return list(Jurisdiction.objects.in_use().order_by().values_list("timezone", flat=True).distinct())
