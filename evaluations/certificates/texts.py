"""Builds the text of certificates in their language from recorded data. Reads only."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.certificates.models import CertificateTemplate
from participants.people.models import Affiliation
from portal.documents.certificates import ADDRESS, CertificateText
from portal.languages.lists import join_list
from portal.languages.numbers import date_format, interpolate, number_format
from portal.owner.current import localised_name
from programs.cohorts.models import Cohort
from programs.completion.models import Completion
from programs.completion.queries import criteria_for
from programs.completion.rules import Criteria
from programs.curriculum.models import CoverageCell
from programs.programmes.models import ProgrammePartner

COMPETENCIES_NAMED = 3
LEVELS = 4
LANGUAGE_NAMES = dict(settings.LANGUAGES)


def texts_for(
    completions: Sequence[Completion], *, template: CertificateTemplate, numbers: Sequence[str], on: date
) -> list[CertificateText]:
    """Return the text of one certificate per completion, all of one cohort. A constant number of queries."""
    if not completions:
        return []
    cohort = completions[0].enrolment.cohort
    posts = _posts_of(completions, on)
    cells, criteria = _cells_of(cohort), criteria_for(cohort)
    partner = (
        ProgrammePartner.objects.filter(
            programme=cohort.programme_id, role_code=ProgrammePartner.RoleCode.IMPLEMENTING
        )
        .exclude(organisation=template.issuer_id)
        .select_related("organisation")
        .order_by("pk")
        .first()
    )
    created = []
    for completion, number in zip(completions, numbers, strict=True):
        person = completion.enrolment.person
        language = language_of(cohort, person)
        with translation.override(language):
            created.append(
                CertificateText(
                    language=language,
                    issuer=issuer_in_language(template),
                    partner=interpolate(_("with %(organisation)s"), organisation=partner.organisation.name)
                    if partner
                    else "",
                    title=_("Certificate of Completion"),
                    intro=_("This certifies that"),
                    name=person.printed_name,
                    office=posts.get(person.pk) or person.function,
                    did=_("has completed the course"),
                    course=cohort.variant.title if cohort.variant else str(cohort.edition.module),
                    attests=tuple(_attests(completion, cells, criteria, language)),
                    facts=tuple(_facts(completion, cohort, language, on)),
                    signatures=tuple((s["name"], s["office"]) for s in template.signatures),
                    code=number,
                    verify_title=_("Verify this certificate"),
                    verify_text=interpolate(
                        _(
                            "Scan the QR code or enter the code at %(address)s. Only the online register "
                            "shows whether this certificate is still valid."
                        ),
                        address=ADDRESS,
                    ),
                    verify_url=settings.SITE_URL
                    + reverse("evaluations:certificates:verify_code", args=[number]),
                    verify_address=urlsplit(settings.SITE_URL).netloc
                    + reverse("evaluations:certificates:verify").rstrip("/"),
                    issued_on=on,
                )
            )
    return created


def issuer_in_language(template: CertificateTemplate) -> str:
    """Return the issuer's name, translated if it is the owner of the portal, whose name is known in each language."""
    return localised_name(template.issuer.name)


def language_of(cohort: Cohort, person: Any) -> str:
    """Return the person's language if the cohort was taught in it, else the language of the course."""
    taught = list(cohort.languages) or [settings.LANGUAGE_CODE]
    if cohort.variant and cohort.variant.language not in taught:
        taught.insert(0, cohort.variant.language)
    preferred = [person.user.language] if person.user else []
    language = next((code for code in [*preferred, *person.languages] if code in taught), taught[0])
    return language if language in LANGUAGE_NAMES else settings.LANGUAGE_CODE


def _posts_of(completions: Sequence[Completion], on: date) -> dict[int, str]:
    """Return person id -> function and court on that day."""
    posts = {}
    current = (
        Affiliation.objects.filter(
            Q(ends=None) | Q(ends__gte=on),
            person__in=[c.enrolment.person_id for c in completions],
            starts__lte=on,
        )
        .select_related("organisation", "person")
        .order_by("starts")
    )
    for post in current:
        function = post.function or post.person.function
        posts[post.person_id] = ", ".join(part for part in (function, post.organisation.name) if part)
    return posts


def _cells_of(cohort: Cohort) -> list[CoverageCell]:
    return list(
        CoverageCell.objects.filter(edition=cohort.edition_id, depth=CoverageCell.Depth.ASSESSES)
        .select_related("competency")
        .prefetch_related("competency__texts")
        .order_by("-level", "competency__position")[:COMPETENCIES_NAMED]
    )


def _attests(
    completion: Completion, cells: Sequence[CoverageCell], criteria: Criteria, language: str
) -> Iterable[str]:
    evidence = completion.evidence
    minutes_held = evidence.get("minutes_held") or 0
    parts = []
    if minutes_held:
        share = min(Decimal(1), Decimal(evidence.get("minutes_attended") or 0) / Decimal(minutes_held))
        parts.append(interpolate(_("attended %(percent)s%% of session time"), percent=int(share * 100)))
    if evidence.get("units_total"):
        parts.append(
            interpolate(
                _("completed %(done)s of %(total)s units"),
                done=evidence["units_done"],
                total=evidence["units_total"],
            )
        )
    # A test that the criteria do not require may have been taken and failed.
    if evidence.get("quiz_share") is not None and Decimal(evidence["quiz_share"]) >= criteria.quiz_share > 0:
        parts.append(_("passed the final test"))
    if parts:
        line = join_list(parts)
        yield line[:1].upper() + line[1:] + pgettext("end of a line on a certificate", ".")
    if cells:
        yield " ".join(
            interpolate(
                _("Attested at level %(level)s of %(levels)s: %(competencies)s."),
                level=level,
                levels=LEVELS,
                competencies=join_list(_statement(cell, language) for cell in same),
            )
            for level, same in groupby(cells, key=lambda cell: cell.level)
        )


def _statement(cell: CoverageCell, language: str) -> str:
    own = (text.statement for text in cell.competency.texts.all() if text.language == language)
    return next(own, cell.competency.statement)


def _facts(completion: Completion, cohort: Cohort, language: str, on: date) -> Iterable[tuple[str, str]]:
    yield _("Course hours"), number_format(completion.hours.normalize())
    yield (
        _("Course dates"),
        f"{date_format(cohort.starts, 'SHORT_DATE_FORMAT')} – {date_format(cohort.ends, 'SHORT_DATE_FORMAT')}",
    )
    yield _("Language"), LANGUAGE_NAMES[language]
    yield _("Approved by"), str(cohort.edition.approved_by or cohort.programme.lead_organisation)
    yield _("Issued"), date_format(on, "DATE_FORMAT")
