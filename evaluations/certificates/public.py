"""Public page that verifies a certificate. It shows what the certificate itself shows, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from evaluations.certificates.models import Certificate
from evaluations.certificates.numbers import ParsedNumber, parse_number
from portal import error_pages
from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.documents.certificates import CertificateText
from portal.ui.pages import render_page

RATE = "30/minute"
WAIT_SECONDS = 60


@dataclass(frozen=True)
class VerificationResult:
    """`outcome` is valid, revoked or unknown; `typed` is the code as pairs (character, whether it is marked)."""

    outcome: str
    reading: ParsedNumber
    certificate: Certificate | None = None
    text: CertificateText | None = None

    @property
    def typed(self) -> list[tuple[str, bool]]:
        return [
            (character, position in self.reading.marked)
            for position, character in enumerate(self.reading.text)
        ]


def answer_to(code: str) -> VerificationResult:
    """Look up a code as entered. Always one query, so that timing reveals nothing."""
    reading = parse_number(code)
    certificate = Certificate.objects.filter(number=reading.number or "", issued_at__isnull=False).first()
    if certificate is None:
        return VerificationResult("unknown", reading)
    text = CertificateText.from_snapshot(certificate.snapshot["text"])
    return VerificationResult("revoked" if certificate.revoked_at else "valid", reading, certificate, text)


@allow(everyone)
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """The form; a code in the query string redirects to the code's own URL."""
    typed = request.GET.get("code", "").strip()
    if typed:
        return redirect("evaluations:certificates:verify_code", _code_from(typed))
    return _without_indexing(
        render_page(request, "evaluations/certificates/verify.html", answer=None, code="")
    )


@allow(everyone)
@require_GET
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Verify one code. All three outcomes have the same status and page structure."""
    if is_throttled(request, scope="verify", rate=RATE):
        return error_pages.too_many_requests(request, seconds=WAIT_SECONDS)
    answer = answer_to(code)
    context: dict[str, Any] = {"answer": answer, "code": answer.reading.number or code, "now": timezone.now()}
    return _without_indexing(render_page(request, "evaluations/certificates/verify.html", **context))


def _code_from(typed: str) -> str:
    reading = parse_number(typed)
    return reading.number or reading.text or "-"


def _without_indexing(response: HttpResponse) -> HttpResponse:
    """Prevent indexing and caching: certificates of named people are only for those who have the code."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
