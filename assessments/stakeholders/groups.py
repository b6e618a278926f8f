"""The stakeholder groups: one list for the register, the assessments and their rankings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupCode(models.TextChoices):
    JUDGE = "judge", _("Judges")
    COURT_PRESIDENT = "court_president", _("Court presidents")
    PROSECUTOR = "prosecutor", _("Prosecutors")
    INVESTIGATOR = "investigator", _("Investigators")
    COURT_STAFF = "court_staff", _("Court staff")
    LAWYER = "lawyer", _("Bar")
    LEGAL_AID = "legal_aid", _("Legal aid")
    POLICE = "police", _("Police")
    PRISON_PROBATION = "prison_probation", _("Prisons and probation")
    MINISTRY = "ministry", _("Ministry")
    PARLIAMENT = "parliament", _("Parliament")
    JUDICIAL_COUNCIL = "judicial_council", _("Judicial council")
    OVERSIGHT = "oversight", _("Oversight body")
    TRAINING_INSTITUTION = "training_institution", _("Training institutions")
    ACADEMIA = "academia", _("Academia")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    CUSTOMARY = "customary", _("Indigenous and customary authorities")
    COURT_USER = "court_user", _("Court users")
    INTERNATIONAL_PARTNER = "international_partner", _("International partners")
