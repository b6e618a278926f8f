"""URLs of reform agendas."""

from django.urls import path

from evaluations.agenda.views import agendas, board, comments, moderation, motions

app_name = "agenda"
urlpatterns = [
    path("agendas/", agendas.agendas, name="agendas"),
    path("agendas/new", agendas.new, name="new"),
    path("agendas/<uuid:public_id>", agendas.agenda, name="agenda"),
    path("agendas/<uuid:public_id>/edit", agendas.edit, name="edit"),
    path("agendas/<uuid:public_id>/meetings.ics", agendas.calendar, name="calendar"),
    path("agendas/<uuid:public_id>/pdf", agendas.request_pdf, name="request_pdf"),
    path("agendas/<uuid:public_id>/items/new", agendas.new_item, name="new_item"),
    path("agendas/items/<uuid:public_id>", agendas.item, name="item"),
    path("agendas/items/<uuid:public_id>/edit", agendas.edit_item, name="edit_item"),
    path("agendas/<uuid:public_id>/partners/new", board.add_partner, name="add_partner"),
    path("agendas/partners/<uuid:public_id>/remove", board.remove_partner, name="remove_partner"),
    path("agendas/partners/<uuid:public_id>/delegates/new", board.name_delegate, name="name_delegate"),
    path("agendas/delegates/<uuid:public_id>/end", board.end_delegate, name="end_delegate"),
    path("agendas/<uuid:public_id>/meetings/new", board.call_meeting, name="call_meeting"),
    path("agendas/meetings/<uuid:public_id>/edit", board.edit_meeting, name="edit_meeting"),
    path("agendas/meetings/<uuid:public_id>/cancel", board.cancel_meeting, name="cancel_meeting"),
    path("agendas/meetings/<uuid:public_id>/minutes", board.minutes, name="minutes"),
    path("agendas/<uuid:public_id>/motions/new", motions.propose_motion, name="propose_motion"),
    path("agendas/motions/<uuid:public_id>", motions.motion, name="motion"),
    path("agendas/motions/<uuid:public_id>/record", motions.record_vote, name="record_vote"),
    path("agendas/motions/<uuid:public_id>/count", motions.count_votes, name="count_votes"),
    path("agendas/<uuid:public_id>/comments/new", comments.add_comment, name="add_comment"),
    path(
        "agendas/<uuid:public_id>/comments/submit",
        moderation.submit_public_comment,
        name="submit_public_comment",
    ),
    path("agendas/<uuid:public_id>/comments/pending", moderation.pending_comments, name="pending_comments"),
    path("agendas/comments/<uuid:public_id>/approve", moderation.approve_comment, name="approve_comment"),
    path("agendas/comments/<uuid:public_id>/reject", moderation.reject_comment, name="reject_comment"),
    path("agendas/comments/<uuid:public_id>/reply", comments.reply, name="reply"),
    path("agendas/comments/<uuid:public_id>/hide", comments.hide_comment, name="hide_comment"),
]
