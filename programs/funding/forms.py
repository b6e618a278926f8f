"""Forms for budget lines, contributions and expenditure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Organisation
from portal.ui.forms import PortalForm, PortalModelForm, set_querysets
from programs.funding.models import BudgetLine, Contribution, Expenditure
from programs.programmes.models import Programme


class BudgetLineForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = BudgetLine
        fields = ("code", "title", "amount", "revision")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.programme = programme


class ContributionForm(PortalModelForm):
    organisation = forms.ModelChoiceField(label=_("Funder"), queryset=Organisation.objects.all())
    lines = forms.ModelMultipleChoiceField(
        label=_("Earmarked for"), queryset=BudgetLine.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Contribution
        fields = (
            "organisation", "kind", "amount", "currency", "person_days", "material", "reference", "pledged_on",
            "received_on", "revision",
        )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.programme = programme
        set_querysets(self, lines=BudgetLine.objects.filter(programme=programme))
        if self.instance.pk is None:
            self.fields["currency"].initial = programme.currency
        else:
            self.initial["lines"] = BudgetLine.objects.filter(earmarks__contribution=self.instance)


class ExpenditureForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Expenditure
        fields = ("line", "contribution", "cohort", "amount", "spent_on", "note", "revision")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(
            self,
            line=BudgetLine.objects.filter(programme=programme),
            contribution=Contribution.objects.in_force().filter(programme=programme),
            cohort=programme.cohorts.all(),
        )


class CancelForm(PortalForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays with the record. Figures no longer count it."),
    )  # fmt: skip
