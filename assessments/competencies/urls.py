"""URLs of the frameworks."""

from django.urls import path

from assessments.competencies.views import behaviours, case_import, mappings, reading, role_profiles, writing

app_name = "competencies"
urlpatterns = [
    path("competencies/", reading.framework, name="framework"),
    path("competencies/frameworks/", writing.frameworks, name="frameworks"),
    path("competencies/frameworks/addition", writing.addition, name="addition"),
    path("competencies/frameworks/supplied", writing.adopt_supplied, name="adopt_supplied"),
    path("competencies/frameworks/import", case_import.import_package, name="import"),
    path("competencies/frameworks/<uuid:public_id>/next", writing.next_edition, name="next_edition"),
    path("competencies/editions/<uuid:public_id>", writing.edition, name="edition"),
    path("competencies/editions/<uuid:public_id>/adopt", writing.adopt, name="adopt"),
    path("competencies/editions/<uuid:public_id>/discard", writing.discard, name="discard"),
    path("competencies/editions/<uuid:public_id>/levels", writing.levels, name="levels"),
    path("competencies/editions/<uuid:public_id>/areas/new", writing.add_domain, name="add_domain"),
    path("competencies/editions/<uuid:public_id>/case.json", writing.export, name="export"),
    path(
        "competencies/editions/<uuid:public_id>/translations/<slug:language>",
        writing.translations,
        name="translations",
    ),
    path(
        "competencies/editions/<uuid:public_id>/profiles/new", role_profiles.add_profile, name="add_profile"
    ),
    path("competencies/profiles/<uuid:public_id>", role_profiles.profile, name="profile"),
    path("competencies/profiles/<uuid:public_id>/edit", role_profiles.edit_profile, name="edit_profile"),
    path(
        "competencies/profiles/<uuid:public_id>/remove", role_profiles.remove_profile, name="remove_profile"
    ),
    path("competencies/<uuid:public_id>", reading.competency, name="competency"),
    path("competencies/<uuid:public_id>/add", writing.add_competency, name="add_competency"),
    path("competencies/<uuid:public_id>/edit", writing.edit_competency, name="edit_competency"),
    path("competencies/<uuid:public_id>/remove", writing.remove_competency, name="remove_competency"),
    path("competencies/<uuid:public_id>/levels", behaviours.descriptors, name="descriptors"),
    path("competencies/<uuid:public_id>/mappings/new", mappings.map_competency, name="map_competency"),
    path(
        "competencies/<uuid:public_id>/mappings/remove",
        mappings.unmap_competency,
        name="unmap_competency",
    ),
    path("competencies/behaviours/<uuid:public_id>/edit", behaviours.edit_behaviour, name="edit_behaviour"),
    path("competencies/behaviours/<uuid:public_id>/move", behaviours.move_behaviour, name="move_behaviour"),
    path("competencies/<uuid:public_id>/behaviours/new", behaviours.add_behaviour, name="add_behaviour"),
    path(
        "competencies/behaviours/<uuid:public_id>/remove",
        behaviours.remove_behaviour,
        name="remove_behaviour",
    ),
]
