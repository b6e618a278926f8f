"""URLs of programmes, the map of offers and decisions on needs."""

from django.urls import path

from programs.programmes.views import landscape, need_answers, programmes

app_name = "programmes"
urlpatterns = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("offers/map", landscape.offers_map, name="map"),
    path("programmes/new", programmes.new, name="new"),
    path("programmes/<uuid:public_id>", programmes.programme, name="programme"),
    path("programmes/<uuid:public_id>/edit", programmes.edit, name="edit"),
    path("programmes/<uuid:public_id>/remove", programmes.remove, name="remove"),
    path("programmes/<uuid:public_id>/overlaps/answer", programmes.answer_overlap, name="answer_overlap"),
    path("programmes/<uuid:public_id>/partners/new", programmes.add_partner, name="add_partner"),
    path("programmes/<uuid:public_id>/editions/new", programmes.use_edition, name="use_edition"),
    path("needs/training-needs/<uuid:public_id>/decide", need_answers.decide, name="decide"),
    path(
        "needs/training-needs/<uuid:public_id>/answer-programme",
        need_answers.answer_with_programme,
        name="answer_with_programme",
    ),
    path(
        "needs/programme-answers/<uuid:public_id>/withdraw",
        need_answers.withdraw_programme_answer,
        name="withdraw_programme_answer",
    ),
]
