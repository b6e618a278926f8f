"""Addresses of the importer."""

from django.urls import path

from portal.tables.imports import row_views, views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("new/<slug:kind>", views.new, name="new"),
    path("<uuid:public_id>", views.batch, name="batch"),
    path("<uuid:public_id>/columns", views.columns, name="columns"),
    path("<uuid:public_id>/rows", row_views.rows, name="rows"),
    path("<uuid:public_id>/rows/explain", row_views.explain, name="explain"),
    path("<uuid:public_id>/rows/resolve-names", row_views.resolve_names, name="resolve_names"),
    path("<uuid:public_id>/rows/check", row_views.check, name="check"),
    path("<uuid:public_id>/rows/unresolved", row_views.unresolved_rows, name="unresolved_rows"),
    path("<uuid:public_id>/save", row_views.save, name="save"),
    path("<uuid:public_id>/saved", row_views.saved, name="saved"),
    path("<uuid:public_id>/undo", row_views.undo, name="undo"),
    path("<uuid:public_id>/discard", row_views.discard, name="discard"),
]
