"""URLs of questionnaires and their editions."""

from django.urls import path

from assessments.instruments.views import copies, images, questions, several, translations, versions, xlsform

app_name = "instruments"
HERE = "needs/questionnaires/<uuid:public_id>"
urlpatterns = [
    path("needs/questionnaires/", versions.versions, name="versions"),
    path("needs/questionnaires/new", versions.new, name="new"),
    path(HERE, versions.version, name="version"),
    path(f"{HERE}/preview/<int:number>", versions.preview, name="preview"),
    path(f"{HERE}/remove", versions.remove, name="remove_draft"),
    path(f"{HERE}/edition", copies.edition, name="edition"),
    path(f"{HERE}/xlsform.xlsx", xlsform.xlsform, name="xlsform"),
    path(f"{HERE}/import", xlsform.import_xlsform, name="import_xlsform"),
    path(f"{HERE}/copy-from", copies.copy_from, name="copy_from"),
    path(f"{HERE}/images/<uuid:image_id>", images.image, name="image"),
    path(f"{HERE}/questions/add", questions.add, name="add"),
    path(f"{HERE}/questions/several", several.add_several, name="add_several"),
    path(f"{HERE}/questions/preview", questions.preview, name="preview_question"),
    path(f"{HERE}/questions/<str:name>", questions.edit, name="question"),
    path(f"{HERE}/questions/<str:name>/preview", questions.preview, name="preview_question"),
    path(f"{HERE}/questions/<str:name>/move", questions.move, name="move"),
    path(f"{HERE}/questions/<str:name>/place", several.place, name="place"),
    path(f"{HERE}/questions/<str:name>/remove", questions.remove, name="remove"),
    path(f"{HERE}/translations/<str:language>", translations.table, name="translations"),
    path(f"{HERE}/translations/<str:language>/file", translations.po, name="po"),
    path(f"{HERE}/translations/<str:language>/import", translations.import_po, name="import_po"),
]
