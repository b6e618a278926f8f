"""The step of the set-up that prepares certificates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from evaluations.certificates.models import CertificateTemplate
from portal.languages.numbers import interpolate
from portal.setup.registry import Goal, Step, StepState, register_step


def register() -> None:
    """Called when the app is ready."""
    register_step(Step(
        key="certificates", title=_("Certificates"),
        about=_("Issuer and signatories, which belong to a programme. Open it from the list of programmes."),
        url_name="programs:programmes:programmes", order=60, state=_state, needed_for=(Goal.COURSE,),
    ))  # fmt: skip


def _state() -> StepState:
    n = CertificateTemplate.objects.values("programme").distinct().count()
    entered = ngettext(
        "%(n)s programme with a certificate text", "%(n)s programmes with a certificate text", n
    )
    return StepState(bool(n), interpolate(entered, n=n) if n else "")
