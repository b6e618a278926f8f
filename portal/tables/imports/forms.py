"""The forms for uploading a file and for its layout."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from portal.access.users import AnyUser
from portal.tables.imports.file_reader import DELIMITERS, ENCODINGS, Layout
from portal.tables.models import ImportBatch
from portal.ui.forms import PortalForm, set_choices

SIGNS = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical bar")}


class ImportForm(PortalForm):
    """The upload form; importers may extend it. `user` limits the choices."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX, without macros. Nothing is saved permanently before you have checked every row."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        required=False,
    )
    pasted = forms.CharField(
        label=_("Or paste rows from a spreadsheet"),
        help_text=_("With the headings in the first line."),
        required=False, max_length=2_000_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )  # fmt: skip
    field_order: list[str] | None = None

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Pasted rows become a file, which is read like an uploaded one."""
        cleaned = super().clean() or {}
        pasted = (cleaned.get("pasted") or "").strip("\r\n")
        if not cleaned.get("file") and "file" not in self.errors:
            if pasted.strip():
                cleaned["file"] = SimpleUploadedFile("pasted.csv", pasted.encode(), "text/csv")
            else:
                self.add_error("file", _("Choose a file, or paste rows."))
        return cleaned


class LayoutForm(PortalForm):
    """Sheet and heading row of a workbook; encoding and separator of a text file."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    heading_row = forms.IntegerField(label=_("Heading row"), min_value=1, max_value=50)
    encoding = forms.ChoiceField(
        label=_("Character encoding"), choices=list(ENCODINGS.items()), required=False
    )
    delimiter = forms.ChoiceField(
        label=_("Column separator"), choices=[(sign, SIGNS[sign]) for sign in DELIMITERS], required=False
    )

    def __init__(self, *args: Any, batch: ImportBatch, sheets: list[str], **kwargs: Any) -> None:
        layout = batch.params["layout"]
        super().__init__(*args, initial=layout, **kwargs)
        self.kind_of_file = layout["media"]
        if self.kind_of_file == "csv":
            del self.fields["sheet"]
        else:
            set_choices(self, sheet=[(name, name) for name in sheets])
            del self.fields["encoding"], self.fields["delimiter"]

    def layout(self) -> Layout:
        """The chosen layout, with `guessed` False since a person chose the encoding."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return Layout(self.kind_of_file, **chosen)
