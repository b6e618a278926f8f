"""The page on which somebody previews, edits and sends one email to several people."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from portal.access.users import SignedInRequest
from portal.mail import delivery, edited_texts
from portal.mail.forms import EmailTextForm
from portal.mail.models import Mailing
from portal.mail.recipients import Group
from portal.ui.pages import render_page


def email_page(
    request: SignedInRequest,
    groups: Sequence[Group],
    send: Callable[[Mailing], Any],
    *,
    template: str,
    title: str,
    page: str,
    **context: Any,
) -> HttpResponse:
    """Show the email in each language with its recipients; after `send(mailing)` show what became of it.

    `title` names the sending, `page` is the page that it belongs to. Errors of `send` are shown on the page.
    """
    form = EmailTextForm(
        request.POST if request.method == "POST" else None,
        defaults={group.language: default_text(template, group) for group in groups},
    )
    if groups and form.is_valid() and "preview" not in request.POST:
        with form.map_domain_errors():
            mailing = start(request, send, title=title, page=page, texts=form.edited)
            return redirect(mailing)
    return render_page(
        request,
        "portal/mail/send.html",
        form=form,
        groups=groups,
        total=sum(group.count for group in groups),
        previews=_previews(form, groups) if form.is_bound else [],
        page=page,
        **context,
    )


def default_text(template: str, group: Group) -> tuple[str, str]:
    """Subject and text of the template with placeholders."""
    values = group.context | {"name": edited_texts.NAME, "url": edited_texts.LINK}
    subject, text, _html = delivery.render(template, group.language, values)
    return subject, text.strip()


def start(
    request: SignedInRequest, send: Callable[[Mailing], Any], *, title: str, page: str, texts: dict[str, Any]
) -> Mailing:
    """Create the mailing and send it in one transaction."""
    with transaction.atomic():
        mailing = Mailing.objects.create(title=title[:300], page=page, sent_by=request.user, texts=texts)
        send(mailing)
    return mailing


def _previews(form: EmailTextForm, groups: Sequence[Group]) -> list[tuple[str, str, str]]:
    """Language, subject and text as the first person of each language receives it; only of what is valid."""
    if not form.is_valid():
        return []
    found = []
    for group in groups:
        edited = {kind: form.cleaned_data[f"{kind}_{group.language}"] for kind in ("subject", "text")}
        name = next(iter(group.names), "")
        subject, text, _html = edited_texts.fill(edited, name=name, link=gettext("(personal link)"))
        found.append((group.language, subject, text))
    return found
