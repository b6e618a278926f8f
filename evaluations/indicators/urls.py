"""URLs of indicators, jurisdictions and returns."""

from django.urls import path

from evaluations.indicators.views import indicators, jurisdictions, returns

app_name = "indicators"
urlpatterns = [
    path("jurisdictions/", jurisdictions.jurisdictions, name="jurisdictions"),
    path("jurisdictions/<uuid:public_id>", jurisdictions.jurisdiction, name="jurisdiction"),
    path("returns/", returns.returns, name="returns"),
    path("returns/new", returns.new, name="return_new"),
    path("returns/bulk-verify", returns.bulk_verify, name="returns_bulk_verify"),
    path("returns/<uuid:public_id>", returns.return_, name="return"),
    path("returns/<uuid:public_id>/correct", returns.correct, name="return_correct"),
    path("returns/<uuid:public_id>/verify", returns.verify, name="return_verify"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/new", indicators.new, name="indicator_new"),
    path("indicators/<uuid:public_id>", indicators.indicator, name="indicator"),
    path("indicators/<uuid:public_id>/edit", indicators.edit, name="indicator_edit"),
    path("indicators/<uuid:public_id>/remove", indicators.remove, name="indicator_remove"),
    path("indicators/<uuid:public_id>/observations/new", indicators.observation_new, name="observation_new"),
    path("observations/<uuid:public_id>/correct", indicators.observation_correct, name="observation_correct"),
    path("observations/<uuid:public_id>/verify", indicators.observation_verify, name="observation_verify"),
]
