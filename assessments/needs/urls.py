"""Addresses of needs assessments and training needs."""

from django.urls import path

from assessments.needs.views import answers, decisions, drawing, opening, people, register, reminders, results

app_name = "needs"
urlpatterns = [
    path("needs/", drawing.assessments, name="assessments"),
    path("needs/new", drawing.new, name="new"),
    path("needs/training-needs/", decisions.training_needs, name="training_needs"),
    path("needs/training-needs/<uuid:public_id>", decisions.training_need, name="training_need"),
    path("needs/training-needs/<uuid:public_id>/reopen", decisions.reopen, name="reopen"),
    path("needs/<uuid:public_id>", drawing.assessment, name="assessment"),
    path("needs/<uuid:public_id>/edit", drawing.edit, name="edit"),
    path("needs/<uuid:public_id>/items", drawing.items, name="items"),
    path("needs/<uuid:public_id>/groups", drawing.groups, name="groups"),
    path("needs/<uuid:public_id>/words", drawing.words, name="words"),
    path("needs/<uuid:public_id>/open", drawing.open_, name="open"),
    path("needs/<uuid:public_id>/close", drawing.close, name="close"),
    path("needs/<uuid:public_id>/people", people.people, name="people"),
    path("needs/<uuid:public_id>/people/add", people.add, name="add_people"),
    path("needs/<uuid:public_id>/people/from-register", register.add, name="add_from_register"),
    path("needs/<uuid:public_id>/people/remove", people.remove, name="remove_people"),
    path("needs/<uuid:public_id>/open-links", opening.open_links, name="open_links"),
    path("needs/<uuid:public_id>/open-links/new", opening.new_open_link, name="new_open_link"),
    path("needs/<uuid:public_id>/open-links/withdraw", opening.withdraw, name="withdraw_open_link"),
    path("needs/open-links/<uuid:public_id>/code.svg", opening.code, name="open_link_code"),
    path("needs/<uuid:public_id>/reminders", reminders.reminders, name="reminders"),
    path("needs/<uuid:public_id>/invite", people.invite, name="invite"),
    path("needs/<uuid:public_id>/remind", people.remind, name="remind"),
    path("needs/<uuid:public_id>/closing-time", people.closing_time, name="closing_time"),
    path("needs/<uuid:public_id>/results", results.results, name="results"),
    path("needs/<uuid:public_id>/answers", answers.answers, name="answers"),
    path("needs/<uuid:public_id>/answers/<uuid:response_id>", answers.answer, name="answer"),
    path("questionnaire/<str:token>", opening.open_page, name="open_page"),
    path("needs/<uuid:public_id>/accept/<str:code>", decisions.accept, name="accept"),
]
