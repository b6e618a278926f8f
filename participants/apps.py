"""The app configuration; it registers this app's navigation items, search and history."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participants.accounts.models import User


class ParticipantsConfig(AppConfig):
    name = "participants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from participants.accounts.names import person_named  # noqa: PLC0415  # models cannot be imported earlier
        from participants.people import policies, services  # noqa: PLC0415
        from participants.people.models import Person  # noqa: PLC0415
        from portal.access.policies import is_signed_in  # noqa: PLC0415
        from portal.audit import registry as audit  # noqa: PLC0415
        from portal.dashboard.registry import register_nav_item  # noqa: PLC0415
        from portal.search import registry as search  # noqa: PLC0415

        def create_person(user: "User", full_name: str, **_kwargs: Any) -> None:
            services.person_of(user=user, full_name=full_name)

        person_named.connect(create_person, weak=False, dispatch_uid="people.person_of")
        register_nav_item("home", _("Home"), order=0, test=is_signed_in)
        register_nav_item("participants:people:people", _("People"), order=50, test=policies.may_list)
        search.register(
            Person,
            kind=_("Person"),
            page="participants:people:person",
        )
        audit.register(Person, policies.may_see)
