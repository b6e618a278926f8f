"""The step of the set-up that prepares certificates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from evaluations.certificates.models import CertificateTemplate
from evaluations.certificates.queries import default_template
from portal.languages.directions import isolated
from portal.languages.lists import colon, join_list
from portal.languages.numbers import interpolate
from portal.owner.current import localised_name
from portal.setup.registry import Goal, Step, StepState, register_step


def register() -> None:
    """Called when the app is ready."""
    register_step(Step(
        key="certificates", title=_("Certificates"),
        about=_("Issuer and signatories; a programme can have its own"),
        url_name="evaluations:certificates:edit_default_template", order=60, state=_state, needed_for=(Goal.COURSE,),
    ))  # fmt: skip


def _state() -> StepState:
    default = default_template()
    if default:
        names = join_list(isolated(signature["name"]) for signature in default.signatures)
        return StepState(is_done=True, entered=f"{localised_name(default.issuer.name)}{colon()}{names}")
    n = CertificateTemplate.objects.values("programme").distinct().count()
    entered = ngettext(
        "%(n)s programme with a certificate text", "%(n)s programmes with a certificate text", n
    )
    return StepState(bool(n), interpolate(entered, n=n) if n else "")
