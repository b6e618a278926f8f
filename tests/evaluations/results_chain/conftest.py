"""The programme of the report tests, which has rows for every stage except the need."""

from tests.evaluations.reports.conftest import (  # noqa: F401  fixtures are found by their names
    approver,
    carry_out,
    draft,
    frozen,
    funder,
    maker,
    programme,
)
