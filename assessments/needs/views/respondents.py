"""Respondents of an assessment: the list, addresses pasted or uploaded, invitations and reminders."""

from collections.abc import Callable
from functools import partial
from typing import Any

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.collection import invitations
from assessments.collection.addresses import AllowedValues, InvalidLine, folded, read
from assessments.collection.close_form import CloseTimeForm
from assessments.collection.models import Invitation
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.forms import AddressesForm
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from assessments.needs.queries import group_label
from participants.organisations.models import Court, Jurisdiction
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.files import uploads
from portal.languages.numbers import interpolate
from portal.mail.sending import email_page
from portal.tables.listing import Column, Listing, is_public_id
from portal.ui.pages import form_page, post_data, render_page


class InvitationFilter(django_filters.FilterSet):
    group_code = django_filters.ChoiceFilter(label=_lazy("Group"), choices=StakeholderGroup.Code.choices)
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_lazy("Jurisdiction"), queryset=Jurisdiction.objects.all(), to_field_name="code"
    )
    court_level = django_filters.ChoiceFilter(label=_lazy("Level of court"), choices=Court.Level.choices)
    state = django_filters.ChoiceFilter(label=_lazy("Status"), choices=Invitation.State.choices)

    class Meta:
        model = Invitation
        fields = ("group_code", "jurisdiction", "court_level", "state")


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def respondents(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    listing = Listing(
        request,
        Invitation.objects.filter(collection=assessment.collection_id)
        .exclude(email="")
        .select_related("jurisdiction", "delegated_to"),
        name="people-asked",
        columns=[
            Column("email", _("Email address"), sort="email"),
            Column("name", _("Name"), sort="name"),
            Column(
                "group_code", _("Group"), sort="group_code", value=lambda row: group_label(row.group_code)
            ),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column(
                "court_level",
                _("Level of court"),
                sort="court_level",
                value=lambda row: row.get_court_level_display(),
            ),
            Column("language", _("Language"), sort="language"),
            Column("state", _("Status"), sort="state", value=lambda row: row.get_state_display()),
            Column("invited_at", _("Invited on"), sort="invited_at"),
            Column("reminded_at", _("Reminded on"), sort="reminded_at"),
        ],
        filters=InvitationFilter,
        search=["email", "name"],
        default_sort="email",
    )
    groups = {code: str(label) for code, label in StakeholderGroup.Code.choices}
    return listing.response(
        "assessments/needs/respondents.html", groups=groups, **base_context(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Add the valid lines; invalid ones stay in the field, each with its reason."""
    form = AddressesForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    wrong: list[InvalidLine] = []
    added = 0
    if form.is_valid():
        with form.map_domain_errors():
            text = _text_of(form)
            good, wrong = read(text, _known(assessment))
            added, existing = invitations.add_addresses(
                collection=assessment.collection, addresses=good, by=request.user
            )
            wrong = sorted([*wrong, *existing], key=lambda invalid: invalid.line)
            sentence = interpolate(ngettext("%(n)s address added.", "%(n)s addresses added.", added), n=added)
            if not wrong:
                messages.success(request, sentence)
                return redirect("assessments:needs:respondents", assessment.public_id)
            if any(invalid.line == 0 for invalid in wrong):
                form.add_error("text", wrong[0].error)
            else:
                form.data = {"text": "\n".join(invalid.raw for invalid in wrong)}
    return render_page(
        request,
        "assessments/needs/add_respondents.html",
        status=422 if wrong else None,
        form=form,
        wrong=[
            (jurisdiction, invalid) for jurisdiction, invalid in enumerate(wrong, start=1) if invalid.line
        ],
        added=added,
        groups=assessment.groups.all(),
        **base_context(request.user, assessment),
    )


def _text_of(form: AddressesForm) -> str:
    """The typed text, then the uploaded text. Raises UploadRejected."""
    typed, file = form.cleaned_data["text"], form.cleaned_data["file"]
    if not file:
        return typed
    uploads.check(file, kinds={"csv"})
    content = file.read()
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding).replace("\x00", "")  # NUL characters, which PostgreSQL rejects
            return "\n".join(part for part in (typed.rstrip(), text) if part)
        except UnicodeDecodeError:
            continue
    raise uploads.UploadRejected(
        _("The characters in this file cannot be read. Save it as CSV in UTF-8."), field="file"
    )


def _known(assessment: NeedsAssessment) -> AllowedValues:
    groups = {}
    for group in assessment.groups.all():
        groups[folded(group.code)] = group.code
        groups[folded(str(group.get_code_display()))] = group.code
    jurisdictions = {}
    for jurisdiction in assessment.jurisdictions.all():
        jurisdictions[folded(jurisdiction.code)] = jurisdiction.pk
        jurisdictions[folded(jurisdiction.name)] = jurisdiction.pk
    offered = assessment.collection.languages
    languages = {}
    for code, name in settings.LANGUAGES:
        if code in offered:
            languages[folded(code)] = code
            languages[folded(name)] = code
    levels = {}
    for level, label in Court.Level.choices:
        levels[folded(level)] = levels[folded(str(label))] = level
    return AllowedValues(groups, jurisdictions, languages, default_language=offered[0], levels=levels)


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    return _email_page(
        request,
        assessment,
        assessment.collection.invitations.to_send(),
        invitations.invite,
        template="assessments/invitation",
        title=interpolate(_("Invitations: %(title)s"), title=str(assessment)),
        heading=_("Send the invitations"),
        lead=_("Each gets a personal link. People who were invited before get no second email."),
        submit=_("Send invitations"),
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def remind(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    return _email_page(
        request,
        assessment,
        assessment.collection.invitations.to_remind(since=timezone.now()),
        invitations.remind,
        template="assessments/reminder",
        title=interpolate(_("Reminders: %(title)s"), title=str(assessment)),
        heading=_("Remind those who have not responded"),
        lead=_(
            "We do not remind people who have responded, who told us that it does not apply to "
            "them, or whose email bounced."
        ),
        submit=_("Send reminders"),
    )


def _email_page(
    request: SignedInRequest,
    assessment: NeedsAssessment,
    recipients: QuerySet[Invitation],
    send: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    collection = assessment.collection
    return email_page(
        request,
        invitations.recipient_groups(collection, recipients),
        lambda mailing: send(collection=collection, by=request.user, mailing=mailing),
        page=reverse("assessments:needs:respondents", args=[assessment.public_id]),
        about=assessment,
        **context,
    )


@allow(policies.may_manage, NeedsAssessment)
@require_POST
def remove(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Remove selected people; those who were emailed stay."""
    ids = [value for value in request.POST.getlist("id") if is_public_id(value)]
    rows = Invitation.objects.filter(collection=assessment.collection_id, public_id__in=ids)
    removed = sum(invitations.remove(invitation=row, by=request.user) for row in rows)
    messages.success(
        request,
        interpolate(
            ngettext("%(n)s person removed from the list.", "%(n)s people removed from the list.", removed),
            n=removed,
        ),
    )
    if removed < len(rows):
        messages.warning(
            request,
            _("People who have been invited cannot be removed, so that the number invited stays correct."),
        )
    return redirect("assessments:needs:respondents", assessment.public_id)


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def closing_time(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Change the closing time while it is open; all links get the new time."""
    collection = assessment.collection
    return form_page(
        request, CloseTimeForm(post_data(request), initial={"closes_at": collection.closes_at}),
        partial(invitations.change_closing_time, collection=collection),
        success_url=reverse("assessments:needs:assessment", args=[assessment.public_id]),
        template="assessments/needs/closing_time.html", **base_context(request.user, assessment),
    )  # fmt: skip
