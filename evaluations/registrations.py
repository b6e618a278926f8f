"""Registers every package with the shared registries."""

from evaluations.agenda import registrations as agenda
from evaluations.certificates import registrations as certificates
from evaluations.certificates import setup as certificate_setup
from evaluations.indicators import registrations as indicators
from evaluations.publications import registrations as publications
from evaluations.reforms import registrations as reforms
from evaluations.reports import registrations as reports
from evaluations.results import registrations as results
from evaluations.results_chain import registrations as results_chain


def register() -> None:
    indicators.register()
    results.register()
    certificates.register()
    certificate_setup.register()
    reforms.register()
    agenda.register()
    reports.register()
    results_chain.register()
    publications.register()
