"""Findings of consultations compared with the questionnaire's results."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from assessments.competencies.models import Competency
from assessments.consultations.models import Consultation, ConsultationFinding, ConsultedGroup
from assessments.needs.models import NeedsAssessment, ScoredCell
from assessments.needs.queries import latest_ranking
from portal.access.users import AnyUser


def with_people(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Consultations with `people`, the number of participants, counted in a subquery, so that no join
    multiplies it.
    """
    counted = ConsultedGroup.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    return rows.annotate(people=Subquery(counted.annotate(n=Sum("people")).values("n")))


@dataclass
class EvidenceRow:
    """A rated competency: its frozen rank when the assessment is closed, and the findings about it."""

    competency: Competency | None
    cell: ScoredCell | None = None
    supports: list[ConsultationFinding] = field(default_factory=list)
    contradicts: list[ConsultationFinding] = field(default_factory=list)
    adds: list[ConsultationFinding] = field(default_factory=list)

    @property
    def findings(self) -> list[ConsultationFinding]:
        return [*self.supports, *self.contradicts, *self.adds]


def evidence_of(assessment: NeedsAssessment, user: AnyUser) -> list[EvidenceRow]:
    """Every rated competency by rank, then in the framework's order; last the findings about none. At most six
    queries.
    """
    ranking = latest_ranking(assessment)
    cells = (
        {cell.competency_id: cell for cell in ranking.ranked_needs.filter(group_code="")} if ranking else {}
    )
    competencies = Competency.objects.filter(assessment_items__assessment=assessment).prefetch_related(
        "texts"
    )
    rows = {
        competency.pk: EvidenceRow(competency, cells.get(competency.pk))
        for competency in competencies.order_by("position", "code")
    }
    loose = EvidenceRow(None)
    visible_findings = ConsultationFinding.objects.visible_to(user).filter(
        consultation__assessment=assessment
    )
    for finding in visible_findings.order_by("consultation__held_on", "pk"):
        row = rows.get(finding.competency_id or 0, loose)
        getattr(row, finding.direction).append(finding)
    ordered = sorted(rows.values(), key=lambda row: row.cell.rank or 10_000 if row.cell else 10_000)
    return [*ordered, loose] if loose.findings else ordered
