"""A form that is sent twice, by two clicks or after a dropped line, acts once.

Each page with such a form has its own key. The same key with the same content is the same submission: the second one
waits for the first and leads where it led. Other content from the same page, after going back, is a new submission.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone

from portal.ui.models import SentForm

FIELD = "form_key"
REMEMBERED = timedelta(days=2)
_NO_CONTENT = {FIELD, "csrfmiddlewaretoken"}


def add_key(form: forms.BaseForm) -> None:
    """Add the hidden key. The field is optional: a form without it acts each time it is sent."""
    form.fields[FIELD] = forms.UUIDField(
        widget=forms.HiddenInput, required=False, initial=uuid.uuid4, error_messages={"invalid": ""}
    )


def act_once(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], Any]
) -> tuple[str, bool]:
    """Call `act(cleaned_data)`, which returns a redirect target, unless the same submission was acted on before.

    Returns the URL, and whether `act` was called. Errors of `act` leave nothing behind.
    """
    fields = dict(form.cleaned_data)
    key = fields.pop(FIELD, None)
    if key is None:
        return resolve_url(act(fields)), True
    with transaction.atomic():
        user = request.user if request.user.is_authenticated else None
        sent, is_new = SentForm.objects.get_or_create(key=key, digest=_digest(request), user=user)
        if is_new:
            sent.url = resolve_url(act(fields))
            sent.save(update_fields=["url"])
    return sent.url, is_new


def forget_old() -> int:
    """Delete submissions that nobody can repeat any more; returns how many."""
    return SentForm.objects.filter(created_at__lt=timezone.now() - REMEMBERED).delete()[0]


def _digest(request: HttpRequest) -> str:
    content = {name: values for name, values in request.POST.lists() if name not in _NO_CONTENT}
    files = {name: [(file.name, file.size) for file in request.FILES.getlist(name)] for name in request.FILES}
    return hashlib.sha256(json.dumps([request.path, content, files], sort_keys=True).encode()).hexdigest()
