"""Forms to revoke and replace certificates and to edit the certificate template."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.organisations.models import Organisation
from portal.ui.forms import PortalForm, set_querysets
from programs.programmes.models import Programme

NAME, OFFICE = 120, 160


class RevokeForm(PortalForm):
    """`replace` issues a corrected certificate in the same step."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[c for c in Certificate.Reason.choices if c[0] != Certificate.Reason.REPLACED],
        help_text=_("Shown on the public verification page."),
    )
    note = forms.CharField(
        label=_("What happened"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Kept on record and sent to the holder. The public cannot see it."),
    )


class ReplaceForm(PortalForm):
    note = forms.CharField(
        label=_("What was wrong"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class SignatureImageField(forms.FileField):
    """Image of a signature in dark ink on light paper."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _(
                "PNG or JPEG, dark ink on light paper. Printed above the signature line. Without an "
                "image, the line is left blank for a signature by hand."
            ),
        )
        super().__init__(
            required=False, widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}), **kwargs
        )


class CertificateTemplateForm(PortalForm):
    issuer = forms.ModelChoiceField(Organisation.objects.none(), label=_("Issued by"))
    first_name = forms.CharField(label=_("First signatory: name"), max_length=NAME)
    first_office = forms.CharField(label=_("First signatory: position"), max_length=OFFICE)
    first_signature_image = SignatureImageField(label=_("First signatory: signature image"))
    first_without = forms.BooleanField(label=_("Do not print this image"), required=False)
    second_name = forms.CharField(label=_("Second signatory: name"), max_length=NAME)
    second_office = forms.CharField(label=_("Second signatory: position"), max_length=OFFICE)
    second_signature_image = SignatureImageField(label=_("Second signatory: signature image"))
    second_without = forms.BooleanField(label=_("Do not print this image"), required=False)

    def __init__(
        self,
        *args: Any,
        programme: Programme | None,
        current: CertificateTemplate | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for position, image in zip(
            ("first", "second"), current.signature_images if current else (None, None), strict=True
        ):
            if image is None:
                del self.fields[f"{position}_without"]
            else:
                self.fields[f"{position}_signature_image"].help_text = _(
                    "An image is saved for this name. A new image replaces it. If you change the "
                    "name, the image is not used."
                )
        issuers = Organisation.objects.all()
        if programme is not None:
            partners = programme.partners.values("organisation")
            issuers = issuers.filter(Q(pk__in=partners) | Q(pk=programme.lead_organisation_id))
        set_querysets(self, issuer=issuers)

    @property
    def signatures(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        return [(data["first_name"], data["first_office"]), (data["second_name"], data["second_office"])]

    @property
    def images(self) -> list[Any]:
        return [self.cleaned_data["first_signature_image"], self.cleaned_data["second_signature_image"]]

    @property
    def without(self) -> list[bool]:
        return [bool(self.cleaned_data.get(f"{position}_without")) for position in ("first", "second")]
