"""URLs of needs assessments and training needs."""

from django.urls import path

from assessments.needs.views import (
    decisions,
    open_links,
    reminders,
    respondents,
    responses,
    results,
    setup,
    stakeholder_invitations,
)

app_name = "needs"
urlpatterns = [
    path("needs/", setup.assessments, name="assessments"),
    path("needs/new", setup.new, name="new"),
    path("needs/training-needs/", decisions.training_needs, name="training_needs"),
    path("needs/training-needs/<uuid:public_id>", decisions.training_need, name="training_need"),
    path("needs/training-needs/<uuid:public_id>/reopen", decisions.reopen, name="reopen"),
    path("needs/<uuid:public_id>", setup.assessment, name="assessment"),
    path("needs/<uuid:public_id>/edit", setup.edit, name="edit"),
    path("needs/<uuid:public_id>/remove", setup.remove, name="remove"),
    path("needs/<uuid:public_id>/items", setup.items, name="items"),
    path("needs/<uuid:public_id>/groups", setup.groups, name="groups"),
    path("needs/<uuid:public_id>/texts", setup.texts, name="texts"),
    path("needs/<uuid:public_id>/open", setup.open_, name="open"),
    path("needs/<uuid:public_id>/close", setup.close, name="close"),
    path("needs/<uuid:public_id>/respondents", respondents.respondents, name="respondents"),
    path("needs/<uuid:public_id>/respondents/new", respondents.add, name="add_respondents"),
    path(
        "needs/<uuid:public_id>/respondents/from-register",
        stakeholder_invitations.add,
        name="add_from_register",
    ),
    path("needs/<uuid:public_id>/respondents/remove", respondents.remove, name="remove_respondents"),
    path("needs/<uuid:public_id>/open-links", open_links.open_links, name="open_links"),
    path("needs/<uuid:public_id>/open-links/new", open_links.new_open_link, name="new_open_link"),
    path("needs/<uuid:public_id>/open-links/withdraw", open_links.withdraw, name="withdraw_open_link"),
    path("needs/open-links/<uuid:public_id>/qr.svg", open_links.code, name="open_link_qr"),
    path("needs/<uuid:public_id>/reminders", reminders.reminders, name="reminders"),
    path("needs/<uuid:public_id>/invite", respondents.invite, name="invite"),
    path("needs/<uuid:public_id>/remind", respondents.remind, name="remind"),
    path("needs/<uuid:public_id>/closing-time", respondents.closing_time, name="closing_time"),
    path("needs/<uuid:public_id>/results", results.results, name="results"),
    path("needs/<uuid:public_id>/responses", responses.responses, name="responses"),
    path("needs/<uuid:public_id>/responses/<uuid:response_id>", responses.response, name="response"),
    path("questionnaire/<str:token>", open_links.open_link, name="open_link"),
    path("needs/<uuid:public_id>/accept/<str:code>", decisions.accept, name="accept"),
]
