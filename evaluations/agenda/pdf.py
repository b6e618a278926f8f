"""The agenda as PDF, created on request for one reader; a file of the current state is reused."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from evaluations.agenda import pdf_content, policies
from evaluations.agenda.item_links import links_of
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.pdf_models import AgendaPdf
from evaluations.agenda.queries import VisibleAgenda, visible_agenda
from participants.accounts.models import User
from portal.access.locking import lock_for_update
from portal.access.users import AnyUser
from portal.files import services as files
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job

CREATE_PDF = "agenda.create_pdf"


def reader_of(user: AnyUser, agenda: ReformAgenda) -> Any:
    """Return the person if they see internal content and so need a file of their own; None for the public's file."""
    return user if policies.on_board(user, agenda) else None


def digest_of(board: VisibleAgenda, *, reader: "AnyUser | None") -> str:
    """Digest of everything the PDF shows; the same digest means that the stored file is current."""
    agenda = board.agenda
    state = {
        "agenda": [agenda.pk, agenda.revision, agenda.publicity, reader.pk if reader else None],
        "items": [
            [row.item.pk, row.item.revision, row.item.state, row.is_late, str(row.item.owner), *row.milestone_states]
            for row in board.items
        ],
        "partners": [[partner.pk, str(partner), partner.role, partner.contribution] for partner in board.partners],
        "motions": [
            [motion.pk, str(getattr(motion, "outcome", "")), len(motion.votes.all())]
            for motion in board.motions
        ],
        "meetings": [[meeting.pk, meeting.revision, meeting.ends < timezone.now()] for meeting in board.meetings],
    }  # fmt: skip
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def current(board: VisibleAgenda, *, reader: User | None, language: str) -> AgendaPdf | None:
    """Return the stored file of the agenda's current state, if there is one."""
    wanted = digest_of(board, reader=reader)
    rows = AgendaPdf.objects.select_related("file").exclude(file=None)
    return rows.filter(agenda=board.agenda, language=language, made_for=reader, digest=wanted).first()


def request_pdf(*, agenda: ReformAgenda, user: AnyUser, language: str) -> Job:
    """Start the job. A second request for the same file returns the running job."""
    reader = reader_of(user, agenda)
    return jobs.start(
        CREATE_PDF,
        key=f"{agenda.public_id}:{language}:{reader.pk if reader else 'public'}",
        by=reader,
        params={"language": language},
        target=agenda,
    )


def create_pdf(job: ClaimedJob) -> None:
    """Create the file for who requested it. Skips a current file and readers who can no longer read the agenda."""
    reader, language = job.requested_by, job.params["language"]
    agenda = ReformAgenda.objects.visible_to(reader or AnonymousUser()).filter(pk=job.target.pk).first()
    if agenda is None or reader_of(reader or AnonymousUser(), agenda) != reader:
        return
    job.report_progress(total=1)
    board = visible_agenda(agenda, is_board=reader is not None, today=timezone.localdate())
    if current(board, reader=reader, language=language) is None:
        made = render_pdf(board, reader=reader, language=language, made_at=job.row.created_at)
        with transaction.atomic():
            lock_for_update(agenda)
            AgendaPdf.objects.filter(agenda=agenda, language=language, made_for=reader).delete()
            row = AgendaPdf.objects.create(
                agenda=agenda, language=language, made_for=reader, digest=digest_of(board, reader=reader)
            )
            row.file = files.store(
                made, name=f"agenda-{language}.pdf", owner=row, by=reader, media_type="application/pdf"
            )
            row.save(update_fields=["file", "updated_at"])
            job.report_progress(done=1)
    job.finish(url=reverse("evaluations:agenda:agenda", args=[agenda.public_id]))


def render_pdf(board: VisibleAgenda, *, reader: "AnyUser | None", language: str, made_at: datetime) -> bytes:
    """Render what the reader sees of the agenda in `language`."""
    from portal.documents.report import render_report  # noqa: PLC0415  the engine is for workers only

    with translation.override(language):
        links = links_of(board, reader or AnonymousUser(), timezone.localdate())
        report = asdict(pdf_content.report_of(board, links, language=language, made_at=made_at))
        html: str = render_to_string("documents/report/report.html", {"report": report})
    return render_report(html, created_at=made_at)


def may_read(user: AnyUser, row: AgendaPdf) -> bool:
    """A member's file while they are on the board; the public's file while the agenda is public and unchanged."""
    agenda = ReformAgenda.objects.visible_to(user).filter(pk=row.agenda_id).first()
    if agenda is None:
        return False
    if row.made_for_id is not None:
        return row.made_for_id == user.pk and policies.on_board(user, agenda)
    if not policies.may_submit_public_comment(user, agenda):
        return False
    board = visible_agenda(agenda, is_board=False, today=timezone.localdate())
    return digest_of(board, reader=None) == row.digest
