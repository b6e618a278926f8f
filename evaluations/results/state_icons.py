"""Icon and label of milestone states, the same in every document."""

from django.utils.translation import gettext_lazy as _

MILESTONES = {
    "achieved": ("ok", _("Achieved")), "partially_achieved": ("half", _("Partly achieved")),
    "on_track": ("half", _("On track")), "at_risk": ("clock", _("At risk")),
    "delayed": ("alert", _("Delayed")), "missed": ("no", _("Missed")),
    "cancelled": ("dash", _("Cancelled")), "planned": ("empty", _("Planned")),
}  # fmt: skip
