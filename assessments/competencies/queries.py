"""Which editions can be selected, and which is the portal's default."""

from django.db.models import F, QuerySet

from assessments.competencies.models import FrameworkVersion
from portal.access.users import AnyUser


def editions_for(user: AnyUser) -> QuerySet[FrameworkVersion]:
    """Editions that are or were in force: the common core's newest first, then additions."""
    return (
        FrameworkVersion.objects.visible_to(user)
        .exclude(state=FrameworkVersion.State.DRAFT)
        .select_related("framework__jurisdiction")
        .order_by("state", "-framework__extends", "-adopted_on", "-pk")
    )


def current_edition(user: AnyUser) -> FrameworkVersion | None:
    """The newest adopted edition of the common core."""
    adopted = FrameworkVersion.objects.visible_to(user).filter(state=FrameworkVersion.State.ADOPTED)
    core_first = F("framework__extends").asc(nulls_first=True)
    return adopted.select_related("framework").order_by(core_first, "-adopted_on", "-pk").first()
