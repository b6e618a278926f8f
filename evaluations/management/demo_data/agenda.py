"""One public reform agenda: a board of five partners, two meetings, votes, items with links, and comments."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.needs.models import TrainingNeed
from evaluations.agenda import comments, motions, services
from evaluations.agenda.models import AgendaItem, AgendaPartner, ReformAgenda
from evaluations.management.demo_data import backdating
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People, account_of
from evaluations.results.models import Milestone
from participants.accounts.models import User
from participants.people.models import Affiliation
from portal.documents import engine
from programs.programmes.models import Programme

PARTNERS: list[tuple[str, str | None, str, str, str | int]] = [
    # key, organisation, role, contribution, delegate
    ("court", None, "presides", "Rooms, registry staff", "judge"),
    ("ministry", "fj-ministry", "member", "Drafts the rules", 0),
    ("bar", "fj-bar", "member", "Lists of duty lawyers", 1),
    ("oversight", "fj-oversight", "member", "Inspects registries", "mentor"),
    ("watch", "courtwatch", "member", "Counts adjournments in open court", 2),
]
STEPS = [
    # title, description, priority, owner, due in days, code of the need, linked to the programme, milestones, internal
    ("A hearing date on the day of filing", "The registry gives a firm date over the desk; it moves only by order.", 1, "court", 150, "CM1", True, 2, False),
    ("Reasons in two pages for small claims", "A form of reasons that a party can read; full reasons on request.", 1, "court", -20, "JC1", False, 1, False),
    ("A rule on duty lawyers", "In which hearings a party has a right to one, and who pays for them.", 2, "ministry", 240, "AJ3", False, 0, False),
    ("A desk for people without a lawyer, on market days", "Duty lawyers answer questions of procedure twice a week.", 2, "bar", 90, "AJ3", False, 0, False),
    ("Fees by telephone", "Court fees paid from a telephone, with a receipt.", 3, "ministry", 200, "", False, 0, False),
    ("Money for interpreters", "A line of the budget, before it is public.", 3, "ministry", 300, "", False, 0, True),
]  # fmt: skip
ALL = ("court", "ministry", "bar", "oversight", "watch")
MOTIONS = [
    # title, reasons, effect, item, against, abstained
    ("The agenda is public, with the votes", "Those who wait for a hearing should read what was promised to them.", "publish_votes", None, (), ("ministry",)),
    ("Step 1 is agreed", "Five courts asked for it; the programme teaches it.", "agree", 1, (), ()),
    ("Step 2 is agreed", "", "agree", 2, (), ("bar",)),
    ("Step 3 is agreed", "Training of judges cannot replace a lawyer.", "agree", 3, (), ()),
    ("Fees by telephone are not taken up", "A second till without a second check. It may come back with an audit plan.", "drop", 5, ("ministry", "watch"), ()),
]  # fmt: skip
GROUNDS = {("Fees by telephone are not taken up", "watch"): "People lose a day’s pay at the counter."}


FIJI, STARTED_DAYS_AGO, HELD_DAYS_AGO = "Pacific/Fiji", 200, 90


def build(
    institutions: Institutions, people: People, needs: list[TrainingNeed], programme: Programme
) -> ReformAgenda:
    by = people.accounts["coordinator"]
    today = timezone.localdate()
    fiji = institutions.jurisdictions["FJ"]
    agenda = services.create_agenda(
        title="Civil justice in Fiji", region="Pacific", jurisdictions=[fiji], secretariat=institutions.organisations["network"],
        summary="What the courts of Fiji and their partners agreed to change for people who bring a civil case.",
        starts=today - timedelta(days=STARTED_DAYS_AGO), ends=today + timedelta(days=700), comments_until=today + timedelta(days=60),
        by=by,
    )  # fmt: skip
    board = _board(agenda, institutions, people, by)
    items = _steps(agenda, board, needs, programme, institutions, by, today=today)
    _meetings(agenda, board, items, by)
    _talk(agenda, board, items, people, by)
    _run_a_vote(agenda, board, items, people, by)
    _backdate_start(agenda, items)
    return agenda


def _board(
    agenda: ReformAgenda, institutions: Institutions, people: People, by: User
) -> dict[str, AgendaPartner]:
    board = {}
    for key, name, role, brings, speaker in PARTNERS:
        organisation = institutions.organisations[name] if name else institutions.courts["FJ"][0].organisation
        partner = services.add_partner(
            agenda=agenda, organisation=organisation, role=role, contribution=brings, by=by
        )
        person = people.person(speaker) if isinstance(speaker, str) else people.pool["FJ"][speaker]
        since = timezone.localdate() - timedelta(days=900)
        Affiliation.objects.create(person=person, organisation=organisation, starts=since)
        services.name_delegate(partner=partner, user=account_of(person), by=by)
        board[key] = partner
    return board


def _steps(
    agenda: ReformAgenda, board: dict[str, AgendaPartner], needs: list[TrainingNeed], programme: Programme,
    institutions: Institutions, by: User, *, today: Any,
) -> list[AgendaItem]:  # fmt: skip
    courts = [court.pk for court in institutions.courts["FJ"]]
    milestones = list(Milestone.objects.filter(court__in=courts).order_by("due_on", "pk"))
    items = []
    for title, what, priority, owner, days, need, taught, marks, internal in STEPS:
        items.append(
            services.propose_item(
                agenda=agenda, title=title, description=what, priority=priority, owner=board[owner],
                due_on=today + timedelta(days=days), is_internal=internal, by=by,
                needs=[row for row in needs if row.competency.code == need], programmes=[programme] if taught else [],
                milestones=milestones[:marks],
            )
        )  # fmt: skip
        milestones = milestones[marks:]
    return items


def _meetings(
    agenda: ReformAgenda, board: dict[str, AgendaPartner], items: list[AgendaItem], by: User
) -> None:
    held = backdating.morning(-HELD_DAYS_AGO, FIJI)
    first = services.call_meeting(
        agenda=agenda, starts=held, ends=held + timedelta(hours=2), timezone=FIJI, venue="High Court, Suva",
        topics="The agenda and its first five steps", by=by,
    )  # fmt: skip
    for title, grounds, effect, step, against, abstained in MOTIONS:
        motion = motions.propose_motion(
            agenda=agenda, title=title, text=grounds, effect=effect, item=items[step - 1] if step else None,
            meeting=first, closes_at=held + timedelta(hours=2), by=by,
        )  # fmt: skip
        for key in ALL:
            choice = "against" if key in against else "abstained" if key in abstained else "for"
            motions.record_vote(
                motion=motion,
                partner=board[key],
                choice=choice,
                grounds=GROUNDS.get((title, key), ""),
                by=by,
            )
        outcome = motions.count_votes(motion=motion, by=by)
        backdating.backdate_row(motion, days=HELD_DAYS_AGO + 14)
        backdating.backdate_row(outcome, days=HELD_DAYS_AGO, made="closed_at")
        for vote in motion.votes.all():
            backdating.backdate_row(vote, days=HELD_DAYS_AGO, made="cast_at")
    services.save_minutes(meeting=first, upload=_minutes(), minutes_public=True, by=by)
    coming = backdating.morning(24, FIJI)
    services.call_meeting(
        agenda=agenda, starts=coming, ends=coming + timedelta(hours=2), timezone=FIJI, is_public=True,
        venue="Magistrates’ Court, Lautoka", topics="Step 2; the desk on market days", by=by,
    )  # fmt: skip


def _minutes() -> ContentFile:
    lines = "".join(f"<li>{title}</li>" for title, *_rest in MOTIONS)
    html = f"<html lang='en'><title>Minutes</title><h1>Civil justice in Fiji: minutes of meeting 1</h1><ol>{lines}</ol>"
    return ContentFile(
        engine.render_document(html, sheets=(), variant=None).write_pdf(), name="Minutes of meeting 1.pdf"
    )


def _talk(
    agenda: ReformAgenda, board: dict[str, AgendaPartner], items: list[AgendaItem], people: People, by: User
) -> None:
    watch, bar = account_of(people.pool["FJ"][2]), account_of(people.pool["FJ"][1])
    submitted = comments.add_comment(
        agenda=agenda, item=items[0], partner=board["watch"], for_public=True, by=watch,
        body="A date at the desk was given and kept in nine cases of ten that we sat in. Now do the same for bailiffs.",
    )  # fmt: skip
    answered = comments.reply(
        comment=submitted, partner=board["court"], by=people.accounts["judge"],
        body="Bailiffs are outside this step. We put it to the board at its next meeting.",
    )  # fmt: skip
    question = comments.add_comment(
        agenda=agenda, item=items[3], partner=board["bar"], for_public=True, by=bar,
        body="No list will help while duty lawyers wait four months to be paid. Who pays?",
    )  # fmt: skip
    published = comments.reply(
        comment=question, by=by,
        body="The ministry answers for step 3. It brings the budget line to the next meeting, which the public may attend.",
    )  # fmt: skip
    inner = comments.add_comment(
        agenda=agenda, partner=board["bar"], by=bar, body="May we see the draft rule before the next meeting?"
    )
    sent = comments.reply(comment=inner, by=by, body="It is sent to all partners this week.")
    for comment, days in (
        (submitted, 41),
        (answered, 37),
        (question, 30),
        (published, 23),
        (inner, 12),
        (sent, 11),
    ):
        backdating.backdate_row(comment, days=days)


def _run_a_vote(
    agenda: ReformAgenda, board: dict[str, AgendaPartner], items: list[AgendaItem], people: People, by: User
) -> None:
    """An open vote in which two partners have voted and the court, represented by the judge, has not."""
    motion = motions.propose_motion(
        agenda=agenda, title="Step 2 is done; the form of two pages becomes the rule", effect="done", item=items[1],
        text="Two appeal judges read sixty judgments; the milestone is shown by the registry.",
        closes_at=timezone.now() + timedelta(days=20), by=by,
    )  # fmt: skip
    backdating.backdate_row(motion, days=4)
    for key, place, grounds in (("watch", 2, "We read the sixty judgments too."), ("bar", 1, "")):
        voter = account_of(people.pool["FJ"][place])
        motions.vote(motion=motion, partner=board[key], choice="for", grounds=grounds, by=voter)


def _backdate_start(agenda: ReformAgenda, items: list[AgendaItem]) -> None:
    """Backdate the board and what it decided in its meeting."""
    joined_on = timezone.localdate() - timedelta(days=STARTED_DAYS_AGO)
    for partner in agenda.partners.all():
        backdating.backdate_row(partner, days=STARTED_DAYS_AGO, joined_on=joined_on)
    for item in items:
        backdating.backdate_row(item, days=HELD_DAYS_AGO + 40)
        backdating.backdate_history(item, days=HELD_DAYS_AGO)
    backdating.backdate_row(agenda, days=STARTED_DAYS_AGO)
