"""Build the anonymised data set and codebook of a closed assessment once, in a job, from the frozen cells."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _noop

from assessments.analysis import anonymity, codebook
from assessments.analysis.models import AnonymisedData
from assessments.analysis.question_results.by_group import ReleasedCount, released_counts
from assessments.competencies.models import Competency
from assessments.needs import rating_data
from assessments.needs.models import Ranking, SegmentNeed
from assessments.needs.queries import competencies_of
from assessments.needs.tallies import BLANK, NOT_APPLICABLE
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction
from portal.audit import services as audit
from portal.figures.figure import round_half_up
from portal.files import services as files
from portal.files.uploads import XLSX
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob, lease_heartbeat
from portal.jobs.models import Job
from portal.tables.export import neutral

MAKE = "needs.build_dataset"
MAKING = _noop("Removing information that could identify a person")
SCALES = ("importance", "ability")
CODES = {NOT_APPLICABLE: "NA", BLANK: "", anonymity.WITHHELD_ANSWER: anonymity.WITHHELD}


def start_making(*, ranking: Ranking, by: User) -> Job:
    """Queue the job that builds the data set, or return the one that is running."""
    return jobs.start(MAKE, key=f"ranking:{ranking.pk}", by=by, target=ranking)


def build_dataset(job: ClaimedJob) -> None:
    """Store both files and the row that owns them. A second run finds the row and changes nothing."""
    ranking = Ranking.objects.select_related("assessment__collection").get(pk=job.target.pk)
    job.report_progress(total=2, step=MAKING)
    with lease_heartbeat(job):
        if not AnonymisedData.objects.filter(ranking=ranking).exists():
            loaded = rating_data.load_ratings(ranking.assessment)
            _write(ranking, loaded, by=job.requested_by)
    job.report_progress(done=2)
    job.finish(url=reverse("assessments:analysis:data", args=[ranking.assessment.public_id]))


@transaction.atomic
def _write(ranking: Ranking, loaded: rating_data.AssessmentRatings, *, by: User) -> AnonymisedData:
    ranking = Ranking.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=ranking.pk)
    existing = AnonymisedData.objects.filter(ranking=ranking).first()
    if existing is not None:
        return existing
    released = _released(ranking, loaded)
    competencies = competencies_of(loaded.items)
    items = [competencies[item] for item in loaded.items]
    made = AnonymisedData.objects.create(
        ranking=ranking,
        people=len(released.rows),
        withheld=released.withheld,
        generalised=released.generalised,
    )
    made.data = files.store(
        _csv(loaded, released, items), name="answers.csv", owner=made, by=by, media_type="text/csv"
    )
    made.question_results = files.store(
        _question_results_csv(released_counts(ranking.assessment, _counted(ranking))),
        name="other-answers.csv", owner=made, by=by, media_type="text/csv",
    )  # fmt: skip
    made.codebook = files.store(
        codebook.workbook(ranking, released, items), name="codebook.xlsx", owner=made, by=by, media_type=XLSX
    )
    made.save(update_fields=["data", "question_results", "codebook", "updated_at"])
    audit.record(
        by, "assessment.data_created", ranking.assessment, people=made.people, withheld=made.withheld
    )
    return made


def _released(ranking: Ranking, loaded: rating_data.AssessmentRatings) -> anonymity.AnonymisedRatings:
    """Anonymise the ratings with the same suppressed cells as the published tables."""
    hidden: dict[tuple[int, str], list[set[Any]]] = defaultdict(lambda: [set(), set(), set()])
    for item, group, jurisdiction in _suppressed(ranking.jurisdiction_needs, "jurisdiction_id"):
        hidden[item, group][0].add(jurisdiction)
    for number, dimension in ((1, SegmentNeed.Dimension.LANGUAGE), (2, SegmentNeed.Dimension.LEVEL)):
        for item, group, segment in _suppressed(ranking.segment_needs.filter(dimension=dimension), "segment"):
            hidden[item, group][number].add(segment)
    withheld_cells = set(_suppressed(ranking.ranked_needs, "n"))
    return anonymity.anonymise_ratings(
        loaded.ratings,
        loaded.items,
        groups=_counted(ranking),
        hidden_items={(item, group) for item, group, _n in withheld_cells},
        hidden_parts={key: [frozenset(segments) for segments in kinds] for key, kinds in hidden.items()},
        k=ranking.assessment.suppression_k,
    )


def _counted(ranking: Ranking) -> set[str]:
    """The groups that show in the ranking."""
    return {
        code
        for code, row in ranking.responses.items()
        if code in ranking.weights and row["complete"] is not None
    }


def _suppressed(cells: Any, column: str) -> Iterator[tuple[int, str, Any]]:
    rows = cells.order_by().filter(reason="suppressed").exclude(group_code="")
    yield from rows.values_list("competency_id", "group_code", column)


def _csv(
    loaded: rating_data.AssessmentRatings, released: anonymity.AnonymisedRatings, items: list[Competency]
) -> bytes:
    """Rows as CSV, sorted by content, so that their order does not reveal the order of responses."""
    codes = {str(pk): code for pk, code in Jurisdiction.objects.values_list("pk", "code")}
    rows = []
    for n, (jurisdiction, language, level), answers in zip(
        released.rows, released.keys, released.table, strict=True
    ):
        numbers = [CODES.get(int(answer), int(answer)) for answer in answers.reshape(-1)]
        rows.append(
            [loaded.ratings.groups[n], codes.get(jurisdiction, jurisdiction), language, level, *numbers]
        )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["group", "jurisdiction", "language", "court_level"]
        + [neutral(f"{item.code}_{scale}") for item in items for scale in SCALES]
    )
    writer.writerows(sorted(rows, key=lambda row: [str(cell) for cell in row]))
    return out.getvalue().encode()


def _question_results_csv(counts: list[ReleasedCount]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["question", "choice", "group", "measure", "value"])
    writer.writerows(
        [neutral(count.question), neutral(count.choice), count.group, count.measure, _number(count.value)]
        for count in counts
    )
    return out.getvalue().encode()


def _number(value: Decimal | int | None) -> str:
    return anonymity.WITHHELD if value is None else f"{round_half_up(Decimal(value), 2).normalize():f}"
