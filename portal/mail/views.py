"""The outbox: what the portal wrote to whom, and how it went."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.access.decorators import allow
from portal.mail import policies, sending, services
from portal.mail.models import OutgoingMail


@allow(policies.may_read_outbox)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first; `q` searches address and subject, `state` narrows."""
    mails = OutgoingMail.objects.visible_to(request.user)
    counts = dict(mails.order_by().values_list("state").annotate(Count("pk")))
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in OutgoingMail.State.values:
        mails = mails.filter(state=state)
    if words:
        mails = mails.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    context = {
        "rows": Paginator(mails.order_by("-pk"), 50).get_page(request.GET.get("page")),
        "counts": [(value, label, counts.get(value, 0)) for value, label in OutgoingMail.State.choices],
        "state": state,
        "words": words,
        "states": OutgoingMail.State.choices,
    }
    return render(request, "portal/mail/outbox.html", context)


@allow(policies.may_read_outbox, OutgoingMail)
@require_safe
def message(request: HttpRequest, mail: OutgoingMail) -> HttpResponse:
    """One letter as it was sent, or as it will be; outside demo mode its words are gone once it is sent."""
    subject, text, _html = (mail.subject, mail.text, mail.html)
    if settings.DEMO and not text:
        subject, text, _html = sending.compose(mail)
    context = {
        "mail": mail,
        "subject": subject,
        "text": text,
        "may_send_again": policies.may_send_again(request.user),
    }
    return render(request, "portal/mail/message.html", context)


@allow(policies.may_send_again, OutgoingMail)
@require_POST
def again(request: HttpRequest, mail: OutgoingMail) -> HttpResponse:
    """Send a letter that came back once more."""
    services.retry(mail)
    return redirect("mail:message", public_id=mail.public_id)
