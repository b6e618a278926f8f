"""`manage.py demo` loads the sample data; `--scale 100` for the benchmark."""

import random
from contextlib import nullcontext
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from evaluations.management.demo_data import (
    agenda,
    consultations,
    courts,
    curriculum,
    decisions,
    findings,
    jurisdictions,
    needs,
    open_link,
    people,
    programmes,
    regional_framework,
    reports,
    scale,
    search,
    stakeholders,
    surveys,
)
from participants.accounts.models import User


class Command(BaseCommand):
    help = "Load the demonstration data. Dates move with today; names and figures are the same every time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=1, help="multiply people, attendance and court figures"
        )
        parser.add_argument(
            "--no-reports", action="store_true", help="leave out certificates and reports as files"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("Demonstration accounts share one password: load them with DEMO=1 only.")
        if User.objects.filter(email__iexact=f"coordinator@{people.DOMAIN}").exists():
            self.stdout.write("The demonstration is there already.")
            return
        loaded = self._load(scale=options["scale"])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # fresh statistics, because the planner still assumes empty tables
        if not options["no_reports"]:
            reports.build(loaded)
            findings.make_files(loaded)
        if options["scale"] > 1:
            if not options["no_reports"]:  # certificates of the copies are copies of those created as files
                with transaction.atomic(), pgtrigger.ignore():
                    copies = loaded["portfolio"].cohorts[len(programmes.COHORTS) :]
                    scale.certify(copies, loaded["people"].accounts["coordinator"])
            scale.analyze_tables()
        self.stdout.write("Demonstration accounts, all with the password " + people.PASSWORD)
        for key, name, role, *_rest in people.ACCOUNTS:
            self.stdout.write(f"  {key + '@' + people.DOMAIN:<32}{role:<16}{name}")

    @transaction.atomic
    def _load(self, *, scale: int) -> dict[str, Any]:
        rng = random.Random(20261124)  # noqa: S311  # the same data every time is the point
        today = timezone.localdate()
        # At scale, history rows would only slow the load down; at scale 1 the history pages need them.
        with pgtrigger.ignore() if scale > 1 else nullcontext():
            institutions = jurisdictions.build()
            who = people.build(institutions, rng, scale=scale, today=today)
            framework = needs.framework()
            editions = curriculum.build(institutions, who, framework, today=today)
            accepted = needs.build(institutions, who, framework, editions)
            open_link.build(institutions, who, framework)
            regional_framework.build(institutions, who, framework[0][0].version)
            portfolio = programmes.build(institutions, who, editions, rng, scale=scale, today=today)
            surveys.build(who, portfolio)
            courts.build(institutions, who, portfolio, accepted, rng, scale=scale, today=today)
            decisions.build(institutions, who, accepted, editions, portfolio, today=today)
            agenda.build(institutions, who, accepted, portfolio.programmes["PAC-CFM"])
        findings.build(who)
        stakeholders.build(
            institutions
        )  # outside the block, because a trigger computes the names that duplicates are found by
        consultations.build(who)
        search.build()  # outside the block, because a trigger fills the search columns
        return {"people": who, "portfolio": portfolio, "today": today}
