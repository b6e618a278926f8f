"""Forms to comment on an agenda, reply, reject and hide comments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class OnItemForm(PortalForm):
    """A comment on one agenda item or on the whole agenda."""

    item: Any = forms.ModelChoiceField(
        label=_("Agenda item"), queryset=None, required=False, empty_label=_("The agenda as a whole")
    )


class CommentForm(OnItemForm):
    field_order = ("partner",)
    partner: Any = forms.ModelChoiceField(label=_("On behalf of"), queryset=None, required=False)
    body = forms.CharField(
        label=_("Comment"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In any language. Do not name people or refer to a case that is before a court."),
    )
    for_public = forms.BooleanField(
        label=_("The public can read this if the agenda is public"), required=False
    )

    def __init__(
        self,
        *args: Any,
        partners: Any,
        is_secretariat: bool,
        items: Any = None,
        reply: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        partner: Any = self.fields["partner"]
        partner.queryset = partners
        partner.empty_label = _("The secretariat") if is_secretariat else None
        partner.required = not is_secretariat
        if not is_secretariat and len(partners) == 1:
            self.initial.setdefault("partner", partners[0].pk)
        if reply:
            del self.fields["item"], self.fields["for_public"]
        else:
            item: Any = self.fields["item"]
            item.queryset = items


class PublicCommentForm(OnItemForm):
    """Public form. `website` is a honeypot: people do not see the field, but spam programs fill it in."""

    body = forms.CharField(
        label=_("Your comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "In any language, up to 2,000 characters. Do not name people or refer to a case "
            "that is before a court."
        ),
    )
    name = forms.CharField(
        label=_("Name to display"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Email address, to be told the outcome"),
        required=False,
        help_text=_("Never shown. We send one email, then delete your address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]
        item.queryset = items
        for name in ("body", "name", "organisation"):
            self.fields[name].widget.attrs.pop(
                "maxlength", None
            )  # the browser would shorten pasted text without telling the author


class RejectForm(PortalForm):
    reason = forms.CharField(
        label=_("Why are you rejecting this comment?"),
        max_length=200,
        help_text=_(
            "Only for names, cases or insults. The board sees this reason, and we email it to the "
            "author if they left an address."
        ),
    )


class HideForm(PortalForm):
    reason = forms.CharField(
        label=_("Why are you hiding this comment?"),
        max_length=200,
        help_text=_("Only for names, cases or insults. The board sees this reason in place of the comment."),
    )
