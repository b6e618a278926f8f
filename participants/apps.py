"""The app configuration; it registers this app's navigation items, search and history."""

import importlib
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participants.accounts.models import User


class ParticipantsConfig(AppConfig):
    name = "participants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from participants.accounts import policies as account_policies  # noqa: PLC0415
        from participants.accounts.names import person_named  # noqa: PLC0415  # models cannot be imported earlier
        from participants.directory import policies as directory_policies  # noqa: PLC0415
        from participants.directory import setup as directory_setup  # noqa: PLC0415
        from participants.invitations.models import AccountInvitation  # noqa: PLC0415
        from participants.organisations.models import Jurisdiction, Organisation  # noqa: PLC0415
        from participants.people import policies, services  # noqa: PLC0415
        from participants.people.models import Person  # noqa: PLC0415
        from participants.sign_in import services as sign_in  # noqa: PLC0415
        from portal.access.policies import is_signed_in  # noqa: PLC0415
        from portal.audit import registry as audit  # noqa: PLC0415
        from portal.dashboard.registry import register_card, register_nav_item, register_subnav_item  # noqa: PLC0415
        from portal.search import registry as search  # noqa: PLC0415
        from portal.setup.views import installation_card, setup_card  # noqa: PLC0415

        directory_setup.register()
        importlib.import_module("participants.sign_in.adapter")  # receives sign-ins
        sign_in.check_rules()
        register_card(
            "portal/setup/_home_card.html", setup_card, order=1, test=account_policies.may_administer
        )
        register_card(
            "portal/setup/_installation_card.html", installation_card, order=90,
            test=account_policies.may_administer, aside=True,
        )  # fmt: skip

        def create_person(user: "User", full_name: str, **_kwargs: Any) -> None:
            services.person_of(user=user, full_name=full_name)

        person_named.connect(create_person, weak=False, dispatch_uid="people.person_of")
        register_nav_item("home", _("Home"), order=0, test=is_signed_in)
        register_nav_item("participants:people:people", _("People"), order=50, test=policies.may_list)
        for order, (page, label, test) in enumerate(
            (
                ("participants:people:people", _("People"), policies.may_list),
                ("participants:directory:organisations", _("Organisations"), directory_policies.may_list),
                ("participants:directory:jurisdictions", _("Jurisdictions"), directory_policies.may_list),
                ("participants:accounts:roles", _("Roles"), account_policies.may_administer),
                ("participants:invitations:invitations", _("Invitations"), account_policies.may_administer),
            )
        ):
            register_subnav_item("participants:people:people", page, label, order=order, test=test)
        search.register(
            Person,
            kind=_("Person"),
            page="participants:people:person",
        )
        search.register(Organisation, kind=_("Organisation"), page="participants:directory:organisation")
        audit.register(Person, policies.may_see)
        audit.register(AccountInvitation, account_policies.may_administer)
        audit.register(Organisation, directory_policies.may_manage)
        audit.register(Jurisdiction, directory_policies.may_manage)
