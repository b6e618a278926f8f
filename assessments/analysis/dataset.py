"""The anonymised data set of a closed assessment and its codebook: made once, by a job, from the frozen cells."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from assessments.analysis import anonymity
from assessments.analysis.models import AnonymisedData
from assessments.competencies.models import Competency
from assessments.needs import answers
from assessments.needs.models import PartNeed, Ranking
from assessments.needs.queries import competencies_of, label_of, part_label
from assessments.needs.tallies import BLANK, NOT_APPLICABLE
from participants.organisations.models import Jurisdiction
from portal.audit import services as audit
from portal.files import services as files
from portal.jobs import services as jobs
from portal.jobs.claims import ClaimedJob
from portal.jobs.holding import held
from portal.jobs.models import Job
from portal.tables.export import neutral, xlsx_bytes

MAKE = "needs.make_data"
MAKING = _noop("Taking out what could point at a person")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCALES = ("importance", "ability")
SAID = {NOT_APPLICABLE: "NA", BLANK: "", anonymity.WITHHELD_ANSWER: anonymity.WITHHELD}


def start_making(*, ranking: Ranking, by: Any) -> Job:
    """Queue the making; while it runs, the same job."""
    return jobs.start(MAKE, key=f"ranking:{ranking.pk}", by=by, target=ranking)


def make(job: ClaimedJob) -> None:
    """Write both files and the row that owns them; a second run finds the row and changes nothing."""
    ranking = Ranking.objects.select_related("assessment__collection").get(pk=job.target.pk)
    job.advance(total=2, step=MAKING)
    with held(job):
        if not AnonymisedData.objects.filter(ranking=ranking).exists():
            found = answers.read(ranking.assessment)
            _write(ranking, found, by=job.requested_by)
    job.advance(done=2)
    job.finish(url=reverse("assessments:analysis:data", args=[ranking.assessment.public_id]))


@transaction.atomic
def _write(ranking: Ranking, found: answers.Answers, *, by: Any) -> AnonymisedData:
    ranking = Ranking.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=ranking.pk)
    standing = AnonymisedData.objects.filter(ranking=ranking).first()
    if standing is not None:
        return standing
    released = _released(ranking, found)
    known = competencies_of(found.items)
    items = [known[item] for item in found.items]
    made = AnonymisedData.objects.create(
        ranking=ranking,
        people=len(released.rows),
        withheld=released.withheld,
        generalised=released.generalised,
    )
    made.data = files.store(
        _csv(found, released, items), name="answers.csv", owner=made, by=by, media_type="text/csv"
    )
    made.codebook = files.store(
        _codebook(ranking, released, items), name="codebook.xlsx", owner=made, by=by, media_type=XLSX
    )
    made.save(update_fields=["data", "codebook", "updated_at"])
    audit.record(by, "assessment.data_made", ranking.assessment, people=made.people, withheld=made.withheld)
    return made


def _released(ranking: Ranking, found: answers.Answers) -> anonymity.Released:
    """By the same cells that the tables show and hide."""
    hidden: dict[tuple[int, str], list[set[Any]]] = defaultdict(lambda: [set(), set(), set()])
    for item, group, place in _suppressed(ranking.place_needs, "jurisdiction_id"):
        hidden[item, group][0].add(place)
    for number, dimension in ((1, PartNeed.Dimension.LANGUAGE), (2, PartNeed.Dimension.LEVEL)):
        for item, group, part in _suppressed(ranking.part_needs.filter(dimension=dimension), "part"):
            hidden[item, group][number].add(part)
    gone = set(_suppressed(ranking.ranked_needs, "n"))
    counted = {
        code
        for code, row in ranking.responses.items()
        if code in ranking.weights and row["complete"] is not None
    }
    return anonymity.release(
        found.ratings,
        found.items,
        groups=counted,
        hidden_items={(item, group) for item, group, _n in gone},
        hidden_parts={key: [frozenset(parts) for parts in kinds] for key, kinds in hidden.items()},
        k=ranking.assessment.suppression_k,
    )


def _suppressed(cells: Any, column: str) -> Iterator[tuple[int, str, Any]]:
    rows = cells.order_by().filter(reason="suppressed").exclude(group_code="")
    yield from rows.values_list("competency_id", "group_code", column)


def _csv(found: answers.Answers, released: anonymity.Released, items: list[Competency]) -> bytes:
    """Sorted by what stands in the rows, so that their order tells nothing of people."""
    codes = {str(pk): code for pk, code in Jurisdiction.objects.values_list("pk", "code")}
    rows = []
    for n, (place, language, level), said in zip(released.rows, released.keys, released.table, strict=True):
        numbers = [SAID.get(int(one), int(one)) for one in said.reshape(-1)]
        rows.append([found.ratings.groups[n], codes.get(place, place), language, level, *numbers])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["group", "jurisdiction", "language", "court_level"]
        + [neutral(f"{one.code}_{scale}") for one in items for scale in SCALES]
    )
    writer.writerows(sorted(rows, key=lambda row: [str(cell) for cell in row]))
    return out.getvalue().encode()


def _codebook(ranking: Ranking, released: anonymity.Released, items: list[Competency]) -> bytes:
    head = [_("Variable"), _("What it says"), _("Scale"), _("Values"), _("Missing codes")]
    languages = "; ".join(
        f"{code} = {part_label('language', code)}" for code in ranking.parts.get("language", ())
    )
    levels = "; ".join(
        f"{code or '(empty)'} = {part_label('court_level', code)}"
        for code in ranking.parts.get("court_level", ())
    )
    places = "; ".join(f"{p.code} = {p}" for p in ranking.assessment.jurisdictions.all())
    kept_back = _("withheld = given up so that at least five rows are alike")
    rows: list[list[str]] = [
        [
            "group",
            _("Stakeholder group"),
            _("codes"),
            "; ".join(f"{c} = {label_of(c)}" for c in ranking.codes),
            "",
        ],
        ["jurisdiction", _("Jurisdiction asked"), _("codes"), places, kept_back],
        ["language", _("Language of the answers"), _("codes"), languages, kept_back],
        ["court_level", _("Level of court"), _("codes"), levels, kept_back],
    ]
    missing = _(
        "NA = marked as not applicable; empty = left blank; withheld = fewer than five alike, or hidden with them"
    )
    asked = {"importance": _("Importance of the task"), "ability": _("Present ability in the task")}
    rows += [
        [
            f"{one.code}_{scale}",
            f"{asked[scale]}: {one}",
            _("1 lowest to 5 highest"),
            "1, 2, 3, 4, 5",
            missing,
        ]
        for one in items
        for scale in SCALES
    ]
    notes = [
        (_("Assessment"), str(ranking.assessment)),
        (_("Digest of the answers"), ranking.inputs_digest),
        (_("Rows"), str(len(released.rows))),
        (_("People left out because their group is withheld"), str(released.withheld)),
        (_("Rows with a value given up"), str(released.generalised)),
        (
            _("How nobody can be picked out"),
            _(
                "At least five rows share group, jurisdiction, language and level. Smaller cells give up the level, "
                "then the language, then the jurisdiction. An answer is withheld where fewer than five of such rows "
                "have it, and where it could be worked out with the published tables. Comments are not included."
            ),
        ),
    ]
    return xlsx_bytes(head, rows, notes=notes)
