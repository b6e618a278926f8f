"""URLs of the directory."""

from django.urls import path

from participants.directory import merge_views, views

app_name = "directory"
urlpatterns = [
    path("directory/jurisdictions/", views.jurisdictions, name="jurisdictions"),
    path("directory/jurisdictions/choose", views.choose_countries, name="choose"),
    path("directory/jurisdictions/new", views.new_jurisdiction, name="new_jurisdiction"),
    path("directory/jurisdictions/<uuid:public_id>/edit", views.edit_jurisdiction, name="edit_jurisdiction"),
    path(
        "directory/jurisdictions/<uuid:public_id>/archive",
        views.archive_jurisdiction,
        name="archive_jurisdiction",
    ),
    path(
        "directory/jurisdictions/<uuid:public_id>/restore",
        views.restore_jurisdiction,
        name="restore_jurisdiction",
    ),
    path("directory/organisations/", views.organisations, name="organisations"),
    path("directory/organisations/new", views.new_organisation, name="new_organisation"),
    path("directory/organisations/paste", views.paste_organisations, name="paste_organisations"),
    path("directory/organisations/<uuid:public_id>", views.organisation, name="organisation"),
    path("directory/organisations/<uuid:public_id>/edit", views.edit_organisation, name="edit_organisation"),
    path(
        "directory/organisations/<uuid:public_id>/archive",
        views.archive_organisation,
        name="archive_organisation",
    ),
    path(
        "directory/organisations/<uuid:public_id>/restore",
        views.restore_organisation,
        name="restore_organisation",
    ),
    path(
        "directory/organisations/<uuid:public_id>/merge",
        merge_views.merge_organisation,
        name="merge_organisation",
    ),
    path("people/<uuid:public_id>/merge", merge_views.merge_person, name="merge_person"),
    path("directory/merges/<uuid:public_id>/undo", merge_views.undo_merge, name="undo_merge"),
    path("directory/duplicates/", merge_views.possible_duplicates, name="duplicates"),
    path("directory/duplicates/find", merge_views.find_duplicates, name="find_duplicates"),
    path(
        "directory/duplicates/<uuid:public_id>/dismiss",
        merge_views.dismiss_duplicate,
        name="dismiss_duplicate",
    ),
]
