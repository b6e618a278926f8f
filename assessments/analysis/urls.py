"""URLs of the analysis of a closed assessment."""

from django.urls import path

from assessments.analysis.views import comments, data, figures, findings, other_questions, ranking

app_name = "analysis"
urlpatterns = [
    path("needs/<uuid:public_id>/weights", ranking.weights, name="weights"),
    path("needs/<uuid:public_id>/disagreement", ranking.disagreement_map, name="disagreement"),
    path("needs/<uuid:public_id>/figures/<str:dimension>.<str:kind>", figures.figures, name="figures"),
    path("needs/<uuid:public_id>/other-questions", other_questions.other_questions, name="other_questions"),
    path("needs/<uuid:public_id>/data", data.data, name="data"),
    path("needs/<uuid:public_id>/data/create", data.make_data, name="create_data"),
    path("needs/<uuid:public_id>/coding", comments.coding, name="coding"),
    path("needs/<uuid:public_id>/coding/<slug:code>", comments.comment, name="comment"),
    path("needs/<uuid:public_id>/shared-comments", comments.shared, name="shared"),
    path("needs/<uuid:public_id>/findings", findings.all_findings, name="all_findings"),
    path("needs/findings/<uuid:public_id>", findings.findings, name="findings"),
    path("needs/findings/<uuid:public_id>/edit", findings.edit_findings, name="edit_findings"),
    path("needs/findings/<uuid:public_id>/publish", findings.publish, name="publish_findings"),
    path("needs/findings/<uuid:public_id>/withdraw", findings.withdraw, name="withdraw_findings"),
]
