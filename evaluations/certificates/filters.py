"""Filters of the certificate list."""

import django_filters
from django.utils.translation import gettext_lazy as _

from evaluations.certificates.queries import CertificateStatus
from programs.cohorts.models import Enrolment


class CertificateFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=CertificateStatus.choices)

    class Meta:
        model = Enrolment
        fields = ("status",)
