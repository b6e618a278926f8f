"""Register this package's action items, files and job kinds."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.analysis import dataset, policies, services
from assessments.analysis.models import AnonymisedData, Findings
from assessments.needs import policies as needs
from assessments.needs.models import Ranking
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.files import registry as files
from portal.jobs import kinds


def may_see_printing(user: AnyUser, job: Any) -> bool:
    return isinstance(job.target, Findings) and policies.may_write(user, job.target)


def may_see_making(user: AnyUser, job: Any) -> bool:
    return isinstance(job.target, Ranking) and needs.may_manage(user, job.target.assessment)


def register() -> None:
    kinds.register(
        services.PRINT,
        task="assessments.analysis.create_findings_pdf",
        title=_("Create the PDF of the findings"),
        may_see=may_see_printing,
    )
    kinds.register(
        dataset.MAKE,
        task="assessments.analysis.build_dataset",
        title=_("Create the anonymised data set"),
        may_see=may_see_making,
    )
    files.register(Findings, may_read=policies.may_read_pdf)
    files.register(AnonymisedData, may_read=policies.may_read_data)
    audit.register(Findings, policies.may_write)
