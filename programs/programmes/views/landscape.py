"""The map of training by jurisdiction: own programmes and others' offers, by competency, language and period."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from assessments.competencies.models import Competency
from assessments.landscape import policies
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.tables.export import csv_response, xlsx_response
from portal.ui.forms import PortalForm, set_choices
from portal.ui.pages import render_page
from programs.programmes.landscape import Region, all_scopes, duplicates_among, regions
from programs.programmes.tile_map import layout_tiles


class MapForm(PortalForm):
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("All")), *settings.LANGUAGES],
    )
    starts = forms.DateField(label=gettext_lazy("Runs after"), required=False)
    ends = forms.DateField(label=gettext_lazy("Runs before"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Competency.objects.filter(kind="competency", version__state="adopted")
        named = {row.code: f"{row.code} {row}" for row in rows.prefetch_related("texts")}
        set_choices(self, competency=[("", _("All")), *sorted(named.items())])


@allow(policies.may_list)
@require_GET
def offers_map(request: SignedInRequest) -> HttpResponse:
    form = MapForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    scopes = all_scopes(request.user)
    shown_regions = regions(scopes, **chosen)
    if request.GET.get("export") in ("csv", "xlsx"):
        return _file(request.GET["export"], shown_regions)
    query = request.GET.copy()
    query.pop("export", None)
    return render_page(
        request,
        "programs/programmes/map.html",
        form=form,
        regions=shown_regions,
        tile_maps=[layout_tiles(region.name, region.tiles) for region in shown_regions],
        query=query.urlencode(),
        duplicates=duplicates_among(scopes, request.user),
        empty=sum(tile.count == 0 for region in shown_regions for tile in region.tiles),
    )


def _file(kind: str, shown_regions: list[Region]) -> HttpResponse:
    head = [_("Region"), _("Code"), _("Jurisdiction"), _("Our programmes"), _("Training offers from others")]
    rows = [
        [
            region.name, tile.jurisdiction.code, tile.jurisdiction.name, "; ".join(map(str, tile.own)),
            "; ".join(f"{other} ({other.organisation})" for other in tile.others),
        ]
        for region in shown_regions
        for tile in region.tiles
    ]  # fmt: skip
    return (csv_response if kind == "csv" else xlsx_response)("map-of-offers", head, rows)
