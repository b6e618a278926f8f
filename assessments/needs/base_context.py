"""Context shared by all pages of an assessment."""

from typing import Any

from django.db.models import F, Func, OuterRef, QuerySet, Subquery

from assessments.collection.models import Collection, Invitation
from assessments.collection.outreach_models import OpenLink
from assessments.instruments.models import Question
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from assessments.needs.tabs import tab_groups
from portal.access.users import AnyUser


def base_context(user: AnyUser, assessment: NeedsAssessment) -> dict[str, Any]:
    """Context of `assessments/needs/_head.html`, in two queries."""
    mine = NeedsAssessment.objects.filter(pk=assessment.pk)
    counts = mine.values(
        questionnaire=F("collection__version__public_id"), **_counted(assessment.state)
    ).get()
    may_manage = policies.may_manage(user, assessment)
    return {
        "assessment": assessment,
        "collection": assessment.collection,
        "jurisdictions": list(assessment.jurisdictions.all()),
        "counts": counts,
        "is_by_open_link": assessment.collection.anonymity == Collection.Anonymity.OPEN,
        "may_manage": may_manage,
        "tab_groups": tab_groups(assessment, may_manage=may_manage, counts=counts),
    }


def _counted(state: str) -> dict[str, Subquery]:
    """Only the counts that the tabs need in that state, because counting tens of thousands of invitations is
    slow.
    """
    links = {"n_links": _count(OpenLink.objects.filter(collection=OuterRef("collection")))}
    if state == NeedsAssessment.State.CLOSED:
        others = Question.objects.filter(version=OuterRef("collection__version"), competency=None)
        beside = ["group", "repeat", "note", "calculate", "text", "file"]
        return {"n_others": _count(others.exclude(type__in=beside)), **links}
    people = Invitation.objects.filter(collection=OuterRef("collection")).exclude(email="")
    if state == NeedsAssessment.State.OPEN:
        return {"n_people": _count(people), **links}
    return {
        "n_items": _count(_rated(OuterRef("collection__version"))),
        "n_groups": _count(StakeholderGroup.objects.filter(assessment=OuterRef("pk"))),
        "n_people": _count(people),
        **links,
    }


def _rated(version: Any) -> QuerySet[Question]:
    """The tasks that a questionnaire rates, wherever it was edited."""
    return Question.objects.filter(version=version, scale=Question.Scale.IMPORTANCE, competency__isnull=False)


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(n=Func("pk", function="COUNT")).values("n"))
