"""URLs of cohorts and applications."""

from django.urls import path

from programs.cohorts.views import applicants, lifecycle, messages, nominations, staff

app_name = "cohorts"
urlpatterns = [
    path("courses/", applicants.catalogue, name="catalogue"),
    path("cohorts/<uuid:public_id>", applicants.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/apply", applicants.apply, name="apply"),
    path("applications/<uuid:public_id>", applicants.application, name="application"),
    path("applications/<uuid:public_id>/withdraw", applicants.withdraw, name="withdraw"),
    path("cohorts/<uuid:public_id>/overview", staff.overview, name="overview"),
    path("cohorts/<uuid:public_id>/applications", staff.applications, name="applications"),
    path("cohorts/<uuid:public_id>/applications/bulk", staff.bulk_decide, name="bulk_decide"),
    path("applications/<uuid:public_id>/decide", staff.decide, name="decide"),
    path("cohorts/<uuid:public_id>/waiting-list", staff.waiting_list, name="waiting_list"),
    path("cohorts/<uuid:public_id>/waiting-list/promote", staff.promote, name="promote"),
    path("cohorts/<uuid:public_id>/open", lifecycle.open_for_applications, name="open"),
    path("cohorts/<uuid:public_id>/start", lifecycle.start, name="start"),
    path("cohorts/<uuid:public_id>/complete", lifecycle.complete, name="complete"),
    path("cohorts/<uuid:public_id>/cancel", lifecycle.cancel, name="cancel"),
    path("cohorts/<uuid:public_id>/remove", lifecycle.remove, name="remove"),
    path("cohorts/<uuid:public_id>/duplicate", lifecycle.duplicate, name="duplicate"),
    path("cohorts/<uuid:public_id>/share", lifecycle.share, name="share"),
    path("cohorts/<uuid:public_id>/qr.<slug:kind>", lifecycle.qr_code, name="qr_code"),
    path("cohorts/<uuid:public_id>/enrol", nominations.enrol_nominated, name="enrol"),
    path("cohorts/<uuid:public_id>/messages", messages.messages, name="messages"),
    path("cohorts/<uuid:public_id>/messages/new", messages.new_message, name="new_message"),
    path("cohort-messages/<uuid:public_id>", messages.message, name="message"),
    path("cohort-messages/<uuid:public_id>/edit", messages.edit_message, name="edit_message"),
    path("cohort-messages/<uuid:public_id>/send", messages.send_message, name="send_message"),
    path("cohort-messages/<uuid:public_id>/discard", messages.discard_message, name="discard_message"),
    path("cohorts/<uuid:public_id>/edit", staff.edit, name="edit"),
    path("cohorts/<uuid:public_id>/quotas", staff.quotas, name="quotas"),
    path("programmes/<uuid:public_id>/cohorts/new", staff.new, name="new"),
]
