"""docs/data-model.md is generated from the models."""

from django.db import models
from django.db.models import F, Q

from tools import data_model


def test_the_documented_data_model_matches_the_code():
    written = data_model.TARGET.read_text(encoding="utf-8")

    assert written == data_model.document(), "run `python -m tools.data_model` and read what changed"


def test_a_check_reads_as_a_sentence():
    rule = models.CheckConstraint(
        condition=(Q(kind="money", amount__gte=0) & ~Q(currency="")) | Q(ends=None) | Q(ends__gt=F("starts")),
        name="x",
    )

    text = data_model.describe_constraint(rule)

    assert text == (
        'Check: (`amount` ≥ 0 and `kind` = money and not (`currency` = "")) or `ends` is empty or `ends` > `starts`'
    )


def test_a_unique_constraint_names_its_columns_and_condition():
    rule = models.UniqueConstraint(
        fields=["job", "key"], condition=Q(state__in=["queued", "running"]), nulls_distinct=False, name="x"
    )

    text = data_model.describe_constraint(rule)

    assert (
        text
        == "One row for each `job` + `key` while `state` is one of queued, running, with NULL values as equal"
    )
