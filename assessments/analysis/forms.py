"""The shape of what the analysis takes in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class WeightsForm(PortalForm):
    """A weight in percent for each group; whatever they add up to, their proportion counts."""

    def __init__(
        self, *args: Any, groups: list[tuple[str, str]], agreed: dict[str, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="w", **kwargs)
        self.agreed = agreed
        for code, label in groups:
            self.fields[code] = forms.DecimalField(
                label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
                initial=(agreed[code] * 100).normalize(),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not sum(self._value(code, given) for code in self.fields):
            raise forms.ValidationError(_("Give at least one group a weight above 0."))
        return given

    def _value(self, code: str, given: dict[str, Any]) -> Decimal:
        typed = given.get(code)
        return self.agreed[code] * 100 if typed is None else typed

    @property
    def weights(self) -> dict[str, float]:
        """What was asked for; the agreed weights where nothing valid was."""
        if not self.is_bound or not self.is_valid():
            return {code: float(weight * 100) for code, weight in self.agreed.items()}
        return {code: float(self._value(code, self.cleaned_data)) for code in self.fields}
