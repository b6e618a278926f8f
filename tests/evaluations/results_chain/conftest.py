"""The programme of the reports' tests: it has rows behind every stage but the need."""

from tests.evaluations.reports.conftest import (  # noqa: F401  fixtures are found by their names
    approver,
    carry_out,
    draft,
    frozen,
    funder,
    maker,
    programme,
)
