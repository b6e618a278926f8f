"""Comments of partners and of the public, replies, and keeping them out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class OnStepForm(PortalForm):
    """A comment on a step, or on the agenda as a whole."""

    item: Any = forms.ModelChoiceField(
        label=_("On which step"), queryset=None, required=False, empty_label=_("The agenda as a whole")
    )


class CommentForm(OnStepForm):
    field_order = ("partner",)
    partner: Any = forms.ModelChoiceField(label=_("For"), queryset=None, required=False)
    body = forms.CharField(
        label=_("Comment"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In any language. No names of people, no case that is before a court."),
    )
    for_public = forms.BooleanField(
        label=_("The public may read it where the agenda is public"), required=False
    )

    def __init__(
        self, *args: Any, partners: Any, keeps: bool, items: Any = None, reply: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        partner: Any = self.fields["partner"]
        partner.queryset = partners
        partner.empty_label = _("The secretariat") if keeps else None
        partner.required = not keeps
        if not keeps and len(partners) == 1:
            self.initial.setdefault("partner", partners[0].pk)
        if reply:
            del self.fields["item"], self.fields["for_public"]
        else:
            item: Any = self.fields["item"]
            item.queryset = items


class PublicCommentForm(OnStepForm):
    """From anybody. `website` is a trap: no person sees the field, programs that fill in forms do."""

    body = forms.CharField(
        label=_("Your comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("In any language, up to 2000 signs. No names of people, no case that is before a court."),
    )
    name = forms.CharField(
        label=_("Name to show"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("E-mail, to hear what became of it"),
        required=False,
        help_text=_("Never shown. We write once, and then delete it."),
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
            )  # a browser would cut what is pasted, unseen


class RefuseForm(PortalForm):
    reason = forms.CharField(
        label=_("Why is it refused?"),
        max_length=200,
        help_text=_(
            "Only for names, cases or insult. The board reads this sentence, and so does who left an address."
        ),
    )


class HoldBackForm(PortalForm):
    reason = forms.CharField(
        label=_("Why is it held back?"),
        max_length=200,
        help_text=_("Only for names, cases or insult. The board reads this sentence in its place."),
    )
