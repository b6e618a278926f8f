"""Addresses of indicators, jurisdictions and returns."""

from django.urls import path

from evaluations.indicators.views import places, returns, sheets

app_name = "indicators"
urlpatterns = [
    path("jurisdictions/", places.jurisdictions, name="jurisdictions"),
    path("jurisdictions/<uuid:public_id>", places.jurisdiction, name="jurisdiction"),
    path("returns/", returns.returns, name="returns"),
    path("returns/new", returns.new, name="return_new"),
    path("returns/verify", returns.verify_many, name="returns_verify"),
    path("returns/<uuid:public_id>", returns.return_, name="return"),
    path("returns/<uuid:public_id>/correct", returns.correct, name="return_correct"),
    path("returns/<uuid:public_id>/verify", returns.verify, name="return_verify"),
    path("indicators/", sheets.indicators, name="indicators"),
    path("indicators/new", sheets.new, name="indicator_new"),
    path("indicators/<uuid:public_id>", sheets.indicator, name="indicator"),
    path("indicators/<uuid:public_id>/edit", sheets.edit, name="indicator_edit"),
    path("indicators/<uuid:public_id>/remove", sheets.remove, name="indicator_remove"),
    path("indicators/<uuid:public_id>/observations/new", sheets.observation_new, name="observation_new"),
    path("observations/<uuid:public_id>/correct", sheets.observation_correct, name="observation_correct"),
    path("observations/<uuid:public_id>/verify", sheets.observation_verify, name="observation_verify"),
]
