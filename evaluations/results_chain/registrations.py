"""Registers the results chain with the shared registries."""

from typing import Any

from django.urls import reverse

from portal.dashboard.panels import register_address


def chain_url(row: Any) -> str:
    """The results chain of a training need, edition, programme, cohort or reform plan."""
    return reverse("evaluations:results_chain:chain", args=[row._meta.label_lower, row.public_id])


def register() -> None:
    register_address("results_chain", chain_url)
