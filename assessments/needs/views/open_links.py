"""Open links: the coordinators' pages, and the public page on which respondents start."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.collection import open_links as link_services
from assessments.collection.outreach_models import OpenLink
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from assessments.needs.queries import group_label
from participants.organisations.models import Court, Jurisdiction
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.access.users import SignedInRequest
from portal.documents.qr import qr_svg
from portal.error_pages import too_many_requests
from portal.tables.listing import is_public_id
from portal.ui.forms import MOMENT, PortalForm, set_choices, set_querysets
from portal.ui.pages import post_data, render_page

VIEW_RATE, START_RATE = "60/minute", "40/hour"  # a whole court may share one IP address
MINUTE, HOUR = 60, 3600
STATUS = {"unknown": 404}
GONE = 410


class OpenLinkForm(PortalForm):
    label = forms.CharField(
        label=_lazy("Where it is shared"),
        max_length=120,
        help_text=_lazy("For example, “Bar newsletter”. Respondents do not see this."),
    )
    groups = forms.MultipleChoiceField(label=_lazy("Groups"), widget=forms.CheckboxSelectMultiple)
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_lazy("Jurisdictions"),
        queryset=Jurisdiction.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    max_respondents = forms.IntegerField(
        label=_lazy("Maximum number of people"), min_value=1, max_value=20_000, initial=500
    )
    expires_at = forms.DateTimeField(
        label=_lazy("Expires"),
        widget=MOMENT,
        required=False,
        help_text=_lazy("Leave empty to expire at the closing time."),
    )

    def __init__(self, *args: Any, assessment: NeedsAssessment, **kwargs: Any) -> None:
        groups = [(group.code, group.get_code_display()) for group in assessment.groups.all()]
        jurisdictions = assessment.jurisdictions.all()
        kwargs.setdefault(
            "initial", {"jurisdictions": list(jurisdictions), "groups": [code for code, _l in groups]}
        )
        super().__init__(*args, **kwargs)
        set_querysets(self, jurisdictions=jurisdictions)
        set_choices(self, groups=groups)


class BeginForm(PortalForm):
    """The respondent's group, jurisdiction and level; a field hidden from people catches bots."""

    group = forms.ChoiceField(
        label=_lazy("Your group"), widget=forms.RadioSelect,
        error_messages={"required": _lazy("Choose your group.")},
    )  # fmt: skip
    jurisdiction = forms.ModelChoiceField(
        label=_lazy("Where you work"),
        queryset=Jurisdiction.objects.none(),
        empty_label=_lazy("Choose"),
        error_messages={"required": _lazy("Choose where you work.")},
    )
    court_level = forms.ChoiceField(
        label=_lazy("Level of your court"),
        required=False,
        help_text=_lazy("Only if you work at a court."),
        choices=[("", "–"), *Court.Level.choices],
    )
    language = forms.ChoiceField(label=_lazy("Language of the questionnaire"), widget=forms.RadioSelect)
    website = forms.CharField(required=False, widget=forms.TextInput)

    def __init__(self, *args: Any, link: OpenLink, **kwargs: Any) -> None:
        languages = list(link.collection.languages)
        spoken = translation.get_language() or "en"
        kwargs["initial"] = {"language": spoken if spoken in languages else languages[0]}
        if len(link.groups) == 1:
            kwargs["initial"]["group"] = link.groups[0]  # nothing to choose from
        if link.jurisdictions.count() == 1:
            kwargs["initial"]["jurisdiction"] = link.jurisdictions.get()
        super().__init__(*args, **kwargs)
        names, groups = dict(settings.LANGUAGES), dict(StakeholderGroup.Code.choices)
        set_querysets(self, jurisdiction=link.jurisdictions.all())
        set_choices(
            self,
            group=[(code, groups.get(code, code)) for code in link.groups],
            language=[(code, names[code]) for code in languages if code in names],
        )
        if not set(link.groups) & set(link_services.OF_A_COURT):
            del self.fields["court_level"]


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def open_links(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    rows = assessment.collection.open_links.prefetch_related("jurisdictions")
    links = [
        {
            "link": link,
            "url": settings.SITE_URL + reverse("assessments:needs:open_link", args=[link.token]),
            "groups": [group_label(code) for code in link.groups],
        }
        for link in rows
    ]
    return render_page(
        request, "assessments/needs/open_links.html", links=links, **base_context(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def new_open_link(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    form = OpenLinkForm(post_data(request), assessment=assessment)
    if form.is_valid():
        with form.map_domain_errors():
            link_services.make_link(collection=assessment.collection, by=request.user, **form.cleaned_data)
            return redirect("assessments:needs:open_links", assessment.public_id)
    return render_page(
        request, "assessments/needs/new_open_link.html", form=form, **base_context(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_POST
def withdraw(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    wanted = request.POST.get("id", "")
    links = assessment.collection.open_links.all()
    for link in links.filter(public_id=wanted) if is_public_id(wanted) else links.none():
        if link_services.withdraw(link=link, by=request.user):
            messages.success(
                request,
                _(
                    "Link withdrawn. People who have already started with it can still submit "
                    "their responses."
                ),
            )
    return redirect("assessments:needs:open_links", assessment.public_id)


@allow(policies.may_share_link, OpenLink)
@require_GET
def code(_request: SignedInRequest, link: OpenLink) -> HttpResponse:
    """The link as a QR code for posters, as SVG, so that it scales."""
    address = settings.SITE_URL + reverse("assessments:needs:open_link", args=[link.token])
    image = qr_svg(address, title=escape(_("Open the questionnaire")))
    response = HttpResponse(image, content_type="image/svg+xml")
    response["Content-Disposition"] = 'attachment; filename="questionnaire.svg"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Public: who asks what and who sees it; then group, jurisdiction and language; redirects to a personal
    link.
    """
    if is_throttled(request, scope="open-page", rate=VIEW_RATE):
        return too_many_requests(request, seconds=MINUTE)
    try:
        response = _offer(request, link_services.resolve_open_link(token), token)
    except DomainError as error:
        response = render_page(
            request,
            "assessments/needs/open_closed.html",
            status=STATUS.get(error.code, GONE),
            code=error.code,
            message=str(error),
        )
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the token into the log
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _offer(request: HttpRequest, link: OpenLink, token: str) -> HttpResponse:
    form = BeginForm(post_data(request), link=link)
    if form.is_valid():
        chosen = dict(form.cleaned_data)
        if is_throttled(request, scope="open-begin", rate=START_RATE) or chosen.pop("website"):
            return too_many_requests(request, seconds=HOUR)
        with form.map_domain_errors():
            _invitation, own = link_services.start_response(link=link, **{"court_level": "", **chosen})
            with translation.override(chosen["language"]):
                notice = _(
                    "This link is personal to you. Bookmark it: it is the only way back to your answers."
                )
            messages.success(request, notice)
            return redirect("assessments:collection:answer", own)
    collection = link.collection
    return render_page(
        request,
        "assessments/needs/open_link.html",
        form=form,
        token=token,
        collection=collection,
        smallest_group=collection.smallest_group,
        texts=collection.version.text_in(translation.get_language() or "en"),
        owner=collection.version.instrument.owner,
    )
