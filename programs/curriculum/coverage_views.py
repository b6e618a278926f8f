"""The coverage map: competencies covered by modules, needs without a module and modules without a need."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from assessments.competencies.models import FrameworkVersion
from assessments.competencies.profile_models import RoleProfile
from assessments.competencies.queries import current_edition, editions_for
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import digits_lazy, interpolate
from portal.tables.export import csv_response, xlsx_response
from portal.ui.forms import PortalForm, set_querysets
from portal.ui.pages import render_page
from programs.curriculum import policies
from programs.curriculum.coverage import REDUNDANT_FROM, CoverageStatus
from programs.curriculum.coverage_queries import (
    DEPTHS,
    CoverageMap,
    coverage_map,
    modules_without_need,
    needs_without_module,
)

STATUS_LABELS = {
    CoverageStatus.COVERED: gettext_lazy("Covered"),
    CoverageStatus.BELOW: gettext_lazy("Assessed below the required level"),
    CoverageStatus.TOUCHED: gettext_lazy("Taught, not assessed"),
    CoverageStatus.ABSENT: gettext_lazy("Not covered"),
}
LEVEL = 3
MAX_SHOWN = 100


class CoverageChoiceForm(PortalForm):
    framework = forms.ModelChoiceField(
        label=gettext_lazy("Framework"),
        queryset=FrameworkVersion.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=gettext_lazy("Current common core"),
    )
    profile = forms.ModelChoiceField(
        label=gettext_lazy("Required by"),
        queryset=RoleProfile.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=gettext_lazy("Same level for all competencies"),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Required level"),
        choices=[(n, digits_lazy(n)) for n in range(1, 5)],
        coerce=int,
        required=False,
        empty_value=None,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            ("", gettext_lazy("All")),
            *((status.value, label) for status, label in STATUS_LABELS.items()),
        ],
        required=False,
    )


@allow(policies.may_see_coverage)
@require_GET
def coverage(request: SignedInRequest) -> HttpResponse:
    form = CoverageChoiceForm(request.GET or None, initial={"level": LEVEL})
    editions = editions_for(request.user)
    profiles = RoleProfile.objects.visible_to(request.user).filter(version__in=editions.order_by())
    set_querysets(form, framework=editions, profile=profiles.prefetch_related("texts"))
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    version, profile = chosen.get("framework") or current_edition(request.user), chosen.get("profile")
    if not request.GET and version:  # by default, the first role profile of the edition
        profile = profiles.filter(version=version).prefetch_related("texts").first()
        form.initial["profile"] = profile
    if profile is not None:  # the profile determines the edition
        version = profile.version
    level, status = chosen.get("level") or LEVEL, chosen.get("status") or ""
    full_map = coverage_map(version, level=level, profile=profile, user=request.user) if version else None
    lines = [line for line in full_map.lines if status in ("", line.row.status)] if full_map else []
    if full_map and request.GET.get("export") in ("csv", "xlsx"):
        return _file(request.GET["export"], CoverageMap(full_map.coverage, lines))
    query = request.GET.copy()
    query.pop("export", None)
    needs, modules = needs_without_module(request.user), modules_without_need(request.user)
    return render_page(
        request,
        "programs/curriculum/coverage.html",
        form=form,
        version=version,
        level=level,
        profile=profile,
        coverage_map=full_map,
        redundant_above=REDUNDANT_FROM - 1,
        redundant_label=interpolate(_("Assessed in more than %(n)s modules"), n=REDUNDANT_FROM - 1),
        lines=[(line, STATUS_LABELS[line.row.status]) for line in lines],
        needs=needs[:MAX_SHOWN],
        need_count=needs.count(),
        modules=modules[:MAX_SHOWN],
        module_count=modules.count(),
        query=query.urlencode(),
    )


def _file(kind: str, coverage: CoverageMap) -> HttpResponse:
    head = [
        _("Area"), _("Code"), _("Competency"), _("Required level"), _("Status"), _("Introduced by"),
        _("Developed by"), _("Assessed by"), _("Needs"),
    ]  # fmt: skip
    rows = [
        [
            str(line.competency.parent), line.competency.code, str(line.competency), line.row.required,
            STATUS_LABELS[line.row.status],
            *("; ".join(f"{module.code} ({to})" for module, to in line.by_depth.get(depth, [])) for depth in DEPTHS),
            len(line.needs),
        ]
        for line in coverage.lines
    ]  # fmt: skip
    return (csv_response if kind == "csv" else xlsx_response)("coverage", head, rows)
