"""Needs assessments: what courts need to learn.

From below: `competencies` (frameworks), `instruments` (questionnaires), `collection` (invitations and responses),
`stakeholders` (who can be invited), `landscape` (training offers of others), `needs` (assessments, rankings and
decisions), and above it `consultations`, `consensus` and `analysis`. A package imports only packages below it.
Read `needs/models.py`, `collection/models.py` and `needs/ranking.py` first.
"""
