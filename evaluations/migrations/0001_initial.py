import uuid

import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import portal.schema


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessments", "0001_initial"),
        ("participants", "0001_initial"),
        ("portal", "0002_initial"),
        ("programs", "0001_initial"),
    ]

    operations = [
        portal.schema.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("definition", models.TextField(blank=True, verbose_name="definition")),
                        ("unit", models.CharField(max_length=40, verbose_name="unit")),
                        (
                            "formula",
                            models.CharField(
                                choices=[
                                    ("clearance_rate", "Clearance rate, computed from caseload returns"),
                                    ("disposition_time", "Disposition time, computed from caseload returns"),
                                    ("observed", "Observed value"),
                                    ("share", "Share: numerator and denominator"),
                                ],
                                default="observed",
                                max_length=20,
                                verbose_name="formula",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("increase", "Higher is better"),
                                    ("decrease", "Lower is better"),
                                    ("maintain", "Should be maintained"),
                                ],
                                max_length=10,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("output", "Output"), ("outcome", "Outcome"), ("impact", "Impact")],
                                default="outcome",
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("frequency", models.CharField(blank=True, max_length=40, verbose_name="frequency")),
                        ("known_limits", models.TextField(blank=True, verbose_name="known limitations")),
                        ("is_public", models.BooleanField(default=True, verbose_name="public")),
                        ("definition_version", models.PositiveSmallIntegerField(default=1)),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.indicator",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("definition", models.TextField(blank=True, verbose_name="definition")),
                        ("unit", models.CharField(max_length=40, verbose_name="unit")),
                        (
                            "formula",
                            models.CharField(
                                choices=[
                                    ("clearance_rate", "Clearance rate, computed from caseload returns"),
                                    ("disposition_time", "Disposition time, computed from caseload returns"),
                                    ("observed", "Observed value"),
                                    ("share", "Share: numerator and denominator"),
                                ],
                                default="observed",
                                max_length=20,
                                verbose_name="formula",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("increase", "Higher is better"),
                                    ("decrease", "Lower is better"),
                                    ("maintain", "Should be maintained"),
                                ],
                                max_length=10,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("output", "Output"), ("outcome", "Outcome"), ("impact", "Impact")],
                                default="outcome",
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("frequency", models.CharField(blank=True, max_length=40, verbose_name="frequency")),
                        ("known_limits", models.TextField(blank=True, verbose_name="known limitations")),
                        ("is_public", models.BooleanField(default=True, verbose_name="public")),
                        ("definition_version", models.PositiveSmallIntegerField(default=1)),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CaseloadReturn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "court",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="caseload_returns",
                                to="participants.court",
                                verbose_name="court",
                            ),
                        ),
                        ("case_type", models.CharField(max_length=60, verbose_name="case type")),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        (
                            "pending_start",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pending at start"
                            ),
                        ),
                        ("incoming", models.PositiveIntegerField(verbose_name="incoming")),
                        ("resolved", models.PositiveIntegerField(verbose_name="resolved")),
                        ("pending_end", models.PositiveIntegerField(verbose_name="pending at end")),
                        (
                            "pending_over_standard",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pending over the time standard"
                            ),
                        ),
                        ("quality_note", models.TextField(blank=True, verbose_name="data-quality note")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["court", "case_type", "starts"],
                        "indexes": [
                            models.Index(fields=["-starts", "id"], name="caseload_return_newest"),
                            models.Index(
                                condition=models.Q(("verified_by__isnull", False)),
                                fields=["court"],
                                name="caseload_return_verified",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("court", "case_type", "starts", "ends"),
                                name="caseload_return_unique_period",
                                violation_error_message="There is already a return for this court, case type and period.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="caseload_return_ends_after_start",
                                violation_error_message="The period must end on or after its first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by", None),
                                    models.Q(("verified_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="caseload_return_second_person",
                                violation_error_message="You entered this, so someone else must verify it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pending_start", None),
                                    (
                                        "pending_end",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("pending_start"), "+", models.F("incoming")
                                            ),
                                            "-",
                                            models.F("resolved"),
                                        ),
                                    ),
                                    models.Q(("quality_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="caseload_return_balances_or_has_reason",
                                violation_error_message="The figures do not balance. Correct them or give a reason for keeping them.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseloadReturnEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.caseloadreturn",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "court",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.court",
                                verbose_name="court",
                            ),
                        ),
                        ("case_type", models.CharField(max_length=60, verbose_name="case type")),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        (
                            "pending_start",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pending at start"
                            ),
                        ),
                        ("incoming", models.PositiveIntegerField(verbose_name="incoming")),
                        ("resolved", models.PositiveIntegerField(verbose_name="resolved")),
                        ("pending_end", models.PositiveIntegerField(verbose_name="pending at end")),
                        (
                            "pending_over_standard",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pending over the time standard"
                            ),
                        ),
                        ("quality_note", models.TextField(blank=True, verbose_name="data-quality note")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="evaluations.indicator",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="participants.court",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="participants.jurisdiction",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        (
                            "disaggregation",
                            models.CharField(blank=True, max_length=80, verbose_name="disaggregated by"),
                        ),
                        (
                            "numerator",
                            models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True),
                        ),
                        (
                            "denominator",
                            models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="value"
                            ),
                        ),
                        (
                            "availability",
                            models.CharField(
                                choices=[
                                    ("value", "Value"),
                                    ("na", "Exists, not known (NA)"),
                                    ("nap", "Does not exist in this system (NAP)"),
                                ],
                                default="value",
                                max_length=5,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("quality_note", models.TextField(blank=True, verbose_name="data-quality note")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="evaluations.observation",
                            ),
                        ),
                        ("is_current", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["indicator", "starts"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("indicator"),
                                models.F("court"),
                                models.F("jurisdiction"),
                                models.F("starts"),
                                models.F("ends"),
                                models.F("disaggregation"),
                                condition=models.Q(("is_current", True)),
                                name="observation_one_current",
                                nulls_distinct=False,
                                violation_error_message="There is already a value for this period. Correct that value instead.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("court__isnull", False), ("jurisdiction", None)),
                                    models.Q(("court", None), ("jurisdiction__isnull", False)),
                                    _connector="OR",
                                ),
                                name="observation_court_or_jurisdiction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("availability", "value"), ("value__isnull", False)),
                                    models.Q(
                                        models.Q(("availability", "value"), _negated=True), ("value", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="observation_value_or_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="observation_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by", None),
                                    models.Q(("verified_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="observation_second_person",
                                violation_error_message="You entered this, so someone else must verify it.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObservationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.observation",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "indicator",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.indicator",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.court",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.jurisdiction",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        (
                            "disaggregation",
                            models.CharField(blank=True, max_length=80, verbose_name="disaggregated by"),
                        ),
                        (
                            "numerator",
                            models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True),
                        ),
                        (
                            "denominator",
                            models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="value"
                            ),
                        ),
                        (
                            "availability",
                            models.CharField(
                                choices=[
                                    ("value", "Value"),
                                    ("na", "Exists, not known (NA)"),
                                    ("nap", "Does not exist in this system (NAP)"),
                                ],
                                default="value",
                                max_length=5,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("quality_note", models.TextField(blank=True, verbose_name="data-quality note")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.observation",
                            ),
                        ),
                        ("is_current", models.BooleanField(default=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResultsFramework",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "programme",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results_framework",
                                to="programs.programme",
                            ),
                        ),
                        ("theory_of_change", models.TextField(blank=True, verbose_name="theory of change")),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResultsFrameworkEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.resultsframework",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "programme",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="programs.programme",
                            ),
                        ),
                        ("theory_of_change", models.TextField(blank=True, verbose_name="theory of change")),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="evaluations.resultsframework",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="evaluations.result",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("output", "Output"), ("outcome", "Outcome"), ("impact", "Impact")],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("assumption", models.TextField(blank=True, verbose_name="assumptions")),
                        (
                            "training_need",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="assessments.trainingneed",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="result_not_its_own_parent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResultEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.result",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.resultsframework",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.result",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("output", "Output"), ("outcome", "Outcome"), ("impact", "Impact")],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("assumption", models.TextField(blank=True, verbose_name="assumptions")),
                        (
                            "training_need",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.trainingneed",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="evaluations.result",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="evaluations.indicator",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.court",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.jurisdiction",
                            ),
                        ),
                        ("case_type", models.CharField(blank=True, max_length=60, verbose_name="case type")),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=18,
                                null=True,
                                verbose_name="baseline",
                            ),
                        ),
                        (
                            "baseline_on",
                            models.DateField(blank=True, null=True, verbose_name="baseline date"),
                        ),
                        (
                            "value",
                            models.DecimalField(decimal_places=6, max_digits=18, verbose_name="target"),
                        ),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "ordering": ["ends", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("result"),
                                models.F("indicator"),
                                models.F("court"),
                                models.F("jurisdiction"),
                                models.F("case_type"),
                                models.F("starts"),
                                models.F("ends"),
                                name="target_unique_period",
                                nulls_distinct=False,
                                violation_error_message="There is already a target for this period.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="target_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("court", None), ("jurisdiction", None), _connector="OR"),
                                name="target_court_or_jurisdiction",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.target",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "result",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.result",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.indicator",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.court",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.jurisdiction",
                            ),
                        ),
                        ("case_type", models.CharField(blank=True, max_length=60, verbose_name="case type")),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=18,
                                null=True,
                                verbose_name="baseline",
                            ),
                        ),
                        (
                            "baseline_on",
                            models.DateField(blank=True, null=True, verbose_name="baseline date"),
                        ),
                        (
                            "value",
                            models.DecimalField(decimal_places=6, max_digits=18, verbose_name="target"),
                        ),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "result",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="evaluations.result",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="participants.court",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="milestones",
                                to="evaluations.target",
                            ),
                        ),
                        (
                            "cancelled_on",
                            models.DateField(blank=True, null=True, verbose_name="cancelled on"),
                        ),
                        ("cancelled_reason", models.TextField(blank=True, verbose_name="reason")),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_on", None),
                                    models.Q(("cancelled_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="milestone_cancelled_with_a_reason",
                                violation_error_message="Enter who decided to cancel this, and why.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MilestoneEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.milestone",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "result",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.result",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.court",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.target",
                            ),
                        ),
                        (
                            "cancelled_on",
                            models.DateField(blank=True, null=True, verbose_name="cancelled on"),
                        ),
                        ("cancelled_reason", models.TextField(blank=True, verbose_name="reason")),
                        ("revision", models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MilestoneEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "milestone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="evaluations.milestone",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what it shows")),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("url", models.URLField(blank=True, verbose_name="web address")),
                        ("is_partial", models.BooleanField(default=False, verbose_name="partial evidence")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("added_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="milestone_evidence_second_person",
                                violation_error_message="You added this, so someone else must confirm it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="milestone_evidence_confirmed_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MilestoneEvidenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.milestoneevidence",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "milestone",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.milestone",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what it shows")),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("url", models.URLField(blank=True, verbose_name="web address")),
                        ("is_partial", models.BooleanField(default=False, verbose_name="partial evidence")),
                        (
                            "added_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReformAgenda",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="summary")),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="region")),
                        (
                            "secretariat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="managed_agendas",
                                to="participants.organisation",
                                verbose_name="secretariat",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="starts")),
                        ("ends", models.DateField(verbose_name="ends")),
                        (
                            "majority",
                            models.CharField(
                                choices=[
                                    ("simple", "More votes for than against"),
                                    ("two_thirds", "Two thirds of the votes for and against"),
                                    ("consensus", "No votes against"),
                                ],
                                default="simple",
                                max_length=12,
                                verbose_name="majority",
                            ),
                        ),
                        (
                            "quorum_percent",
                            models.PositiveSmallIntegerField(
                                default=50, verbose_name="quorum, per cent of partners with a vote"
                            ),
                        ),
                        (
                            "comments_until",
                            models.DateField(blank=True, null=True, verbose_name="comments open until"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "jurisdictions",
                            models.ManyToManyField(
                                related_name="agendas",
                                to="participants.jurisdiction",
                                verbose_name="jurisdictions",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="reform_agenda_ends_after_start",
                                violation_error_message="The last day must not be before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quorum_percent__range", (1, 100))),
                                name="reform_agenda_quorum_is_percent",
                                violation_error_message="Enter a number from 1 to 100.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReformAgendaEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="summary")),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="region")),
                        (
                            "secretariat",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.organisation",
                                verbose_name="secretariat",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="starts")),
                        ("ends", models.DateField(verbose_name="ends")),
                        (
                            "majority",
                            models.CharField(
                                choices=[
                                    ("simple", "More votes for than against"),
                                    ("two_thirds", "Two thirds of the votes for and against"),
                                    ("consensus", "No votes against"),
                                ],
                                default="simple",
                                max_length=12,
                                verbose_name="majority",
                            ),
                        ),
                        (
                            "quorum_percent",
                            models.PositiveSmallIntegerField(
                                default=50, verbose_name="quorum, per cent of partners with a vote"
                            ),
                        ),
                        (
                            "comments_until",
                            models.DateField(blank=True, null=True, verbose_name="comments open until"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgendaPartner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="partners",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_partnerships",
                                to="participants.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("presides", "Chair (has a vote)"),
                                    ("member", "Member (has a vote)"),
                                    ("observer", "Observer (no vote)"),
                                ],
                                default="member",
                                max_length=8,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "contribution",
                            models.CharField(blank=True, max_length=200, verbose_name="contribution"),
                        ),
                        ("joined_on", models.DateField(verbose_name="since")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agenda", "organisation"),
                                name="agenda_partner_unique_organisation",
                                violation_error_message="This organisation is already on the board.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None), ("role", "presides")),
                                fields=("agenda",),
                                name="agenda_partner_single_chair",
                                violation_error_message="Another partner already chairs the board.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["presides", "member", "observer"])),
                                name="agenda_partner_valid_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_on", None),
                                    ("left_on__gte", models.F("joined_on")),
                                    _connector="OR",
                                ),
                                name="agenda_partner_leaves_after_joining",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaPartnerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.agendapartner",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("presides", "Chair (has a vote)"),
                                    ("member", "Member (has a vote)"),
                                    ("observer", "Observer (no vote)"),
                                ],
                                default="member",
                                max_length=8,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "contribution",
                            models.CharField(blank=True, max_length=200, verbose_name="contribution"),
                        ),
                        ("joined_on", models.DateField(verbose_name="since")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgendaDelegate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delegates",
                                to="evaluations.agendapartner",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_delegacies",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("partner", "user"),
                                name="agenda_delegate_once",
                                violation_error_message="This person already represents the partner.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaDelegateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.agendadelegate",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.agendapartner",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BoardMeeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts", models.DateTimeField(verbose_name="starts")),
                        ("ends", models.DateTimeField(verbose_name="ends")),
                        (
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("venue", models.CharField(blank=True, max_length=200, verbose_name="location")),
                        ("join_url", models.URLField(blank=True, verbose_name="meeting link")),
                        ("is_public", models.BooleanField(default=False, verbose_name="open to the public")),
                        ("topics", models.TextField(blank=True, max_length=4000, verbose_name="topics")),
                        (
                            "minutes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        (
                            "minutes_public",
                            models.BooleanField(default=False, verbose_name="minutes visible to the public"),
                        ),
                        ("cancelled_on", models.DateField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["starts"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agenda", "number"), name="board_meeting_unique_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gt", models.F("starts"))),
                                name="board_meeting_ends_after_start",
                                violation_error_message="The end must be after the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BoardMeetingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.boardmeeting",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts", models.DateTimeField(verbose_name="starts")),
                        ("ends", models.DateTimeField(verbose_name="ends")),
                        (
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("venue", models.CharField(blank=True, max_length=200, verbose_name="location")),
                        ("join_url", models.URLField(blank=True, verbose_name="meeting link")),
                        ("is_public", models.BooleanField(default=False, verbose_name="open to the public")),
                        ("topics", models.TextField(blank=True, max_length=4000, verbose_name="topics")),
                        (
                            "minutes",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        (
                            "minutes_public",
                            models.BooleanField(default=False, verbose_name="minutes visible to the public"),
                        ),
                        ("cancelled_on", models.DateField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what will change"),
                        ),
                        ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="priority")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="evaluations.agendapartner",
                                verbose_name="responsible",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("done", "Done"),
                                    ("on_hold", "On hold"),
                                    ("dropped", "Dropped"),
                                ],
                                default="proposed",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_internal",
                            models.BooleanField(default=False, verbose_name="not visible to the public"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "needs",
                            models.ManyToManyField(
                                blank=True,
                                related_name="agenda_items",
                                to="assessments.trainingneed",
                                verbose_name="needs",
                            ),
                        ),
                        (
                            "programmes",
                            models.ManyToManyField(
                                blank=True,
                                related_name="agenda_items",
                                to="programs.programme",
                                verbose_name="programmes",
                            ),
                        ),
                        (
                            "milestones",
                            models.ManyToManyField(
                                blank=True,
                                related_name="agenda_items",
                                to="evaluations.milestone",
                                verbose_name="milestones",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["priority", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agenda", "number"), name="agenda_item_unique_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "agreed", "done", "on_hold", "dropped"])
                                ),
                                name="agenda_item_valid_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "agreed"), _negated=True),
                                    models.Q(("due_on__isnull", False), ("owner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="agenda_item_agreed_with_owner_and_date",
                                violation_error_message="An agreed agenda item needs a responsible partner and a due date.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.agendaitem",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="what will change"),
                        ),
                        ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="priority")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.agendapartner",
                                verbose_name="responsible",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("done", "Done"),
                                    ("on_hold", "On hold"),
                                    ("dropped", "Dropped"),
                                ],
                                default="proposed",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_internal",
                            models.BooleanField(default=False, verbose_name="not visible to the public"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgendaComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="evaluations.agendaitem",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="evaluations.agendapartner",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="evaluations.agendacomment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("signed_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        (
                            "signed_organisation",
                            models.CharField(blank=True, max_length=200, verbose_name="organisation"),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("body", models.TextField(max_length=3000, verbose_name="comment")),
                        (
                            "for_public",
                            models.BooleanField(default=False, verbose_name="visible to the public"),
                        ),
                        (
                            "hidden_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="reason for hiding or rejecting"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "Awaiting review"),
                                    ("approved", "Approved"),
                                    ("rejected", "Rejected"),
                                ],
                                default="approved",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "moderated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("moderated_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "pending")),
                                fields=["agenda"],
                                name="agenda_comment_pending",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="agenda_comment_not_its_own_reply",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("body", ""), _negated=True),
                                name="agenda_comment_not_empty",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("author__isnull", False),
                                        ("email", ""),
                                        ("signed_name", ""),
                                        ("signed_organisation", ""),
                                        ("state", "approved"),
                                    ),
                                    models.Q(
                                        ("author", None),
                                        ("for_public", True),
                                        ("parent", None),
                                        ("partner", None),
                                        models.Q(("signed_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_comment_has_author_or_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("moderated_at", None), ("moderated_by", None), ("state", "pending")
                                    ),
                                    models.Q(
                                        ("author__isnull", False),
                                        ("moderated_at", None),
                                        ("moderated_by", None),
                                        ("state", "approved"),
                                    ),
                                    models.Q(
                                        ("email", ""),
                                        ("moderated_at__isnull", False),
                                        ("moderated_by__isnull", False),
                                        ("state__in", ["approved", "rejected"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_comment_moderated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "rejected"), _negated=True),
                                    models.Q(("hidden_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agenda_comment_rejected_with_reason",
                                violation_error_message="Enter a reason for rejecting this comment.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaCommentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.agendacomment",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.agendaitem",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.agendapartner",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.agendacomment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        (
                            "for_public",
                            models.BooleanField(default=False, verbose_name="visible to the public"),
                        ),
                        (
                            "hidden_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="reason for hiding or rejecting"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "Awaiting review"),
                                    ("approved", "Approved"),
                                    ("rejected", "Rejected"),
                                ],
                                default="approved",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "moderated_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("moderated_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgendaMotion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="motions",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="motions",
                                to="evaluations.agendaitem",
                                verbose_name="agenda item",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="motions",
                                to="evaluations.boardmeeting",
                                verbose_name="meeting",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="motion")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="reasons")),
                        (
                            "effect",
                            models.CharField(
                                choices=[
                                    ("none", "No change in the portal; the decision is kept on record"),
                                    ("agree", "The agenda item is agreed"),
                                    ("done", "The agenda item is done"),
                                    ("move", "The agenda item gets a new due date"),
                                    ("hold", "The agenda item is put on hold"),
                                    ("drop", "The agenda item is dropped"),
                                    ("publish", "The agenda becomes public, without each partner’s vote"),
                                    ("publish_votes", "The agenda becomes public, with each partner’s vote"),
                                    ("close", "The agenda is no longer public"),
                                ],
                                default="none",
                                max_length=14,
                                verbose_name="effect if carried",
                            ),
                        ),
                        ("new_date", models.DateField(blank=True, null=True, verbose_name="new date")),
                        (
                            "majority",
                            models.CharField(
                                choices=[
                                    ("simple", "More votes for than against"),
                                    ("two_thirds", "Two thirds of the votes for and against"),
                                    ("consensus", "No votes against"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("quorum_percent", models.PositiveSmallIntegerField()),
                        ("closes_at", models.DateTimeField(verbose_name="voting closes")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agenda", "number"), name="agenda_motion_unique_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("effect__in", ["none", "publish", "publish_votes", "close"]),
                                    models.Q(
                                        ("effect__in", ["agree", "done", "move", "hold", "drop"]),
                                        ("item__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_motion_has_item",
                                violation_error_message="Choose the agenda item.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("effect", "move"), ("new_date__isnull", False)),
                                    models.Q(models.Q(("effect", "move"), _negated=True), ("new_date", None)),
                                    _connector="OR",
                                ),
                                name="agenda_motion_has_new_date",
                                violation_error_message="Enter the new due date.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaVote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "motion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="evaluations.agendamotion",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="evaluations.agendapartner",
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                choices=[("for", "For"), ("against", "Against"), ("abstained", "Abstained")],
                                max_length=9,
                                verbose_name="vote",
                            ),
                        ),
                        ("grounds", models.CharField(blank=True, max_length=300, verbose_name="reasons")),
                        (
                            "cast_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_by_secretariat", models.BooleanField(default=False)),
                        ("cast_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["partner"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("motion", "partner"),
                                name="agenda_vote_unique_partner",
                                violation_error_message="This partner has already voted.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("choice__in", ["for", "against", "abstained"])),
                                name="agenda_vote_valid_choice",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "motion",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome",
                                to="evaluations.agendamotion",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("carried", "Carried"),
                                    ("rejected", "Not carried"),
                                    ("no_quorum", "Quorum not met"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("in_favour", models.PositiveSmallIntegerField(default=0)),
                        ("against", models.PositiveSmallIntegerField(default=0)),
                        ("abstained", models.PositiveSmallIntegerField(default=0)),
                        ("entitled", models.PositiveSmallIntegerField()),
                        (
                            "closed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["carried", "rejected", "no_quorum"])),
                                name="agenda_outcome_valid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "carried"), _negated=True),
                                    ("in_favour__gte", 1),
                                    _connector="OR",
                                ),
                                name="agenda_outcome_carried_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaPdf",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agenda",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pdfs",
                                to="evaluations.reformagenda",
                            ),
                        ),
                        ("language", models.CharField(max_length=10)),
                        (
                            "made_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agenda", "language", "made_for"),
                                name="agenda_pdf_unique_reader",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(unique=True)),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate_templates",
                                to="programs.programme",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.organisation",
                            ),
                        ),
                        ("signatures", models.JSONField(default=list)),
                        (
                            "first_signature_image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        (
                            "second_signature_image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "completion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="programs.completion",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evaluations.certificatetemplate",
                            ),
                        ),
                        ("number", models.CharField(max_length=24, unique=True, verbose_name="number")),
                        ("snapshot", models.JSONField(default=dict)),
                        (
                            "file",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revoked_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("error", "Error"),
                                    ("misconduct", "Misconduct"),
                                    ("request", "At the holder’s request"),
                                    ("replaced", "Replaced"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("revoked_note", models.TextField(blank=True, verbose_name="note")),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("issued_at__isnull", False), ("revoked_at", None)),
                                fields=["completion"],
                                name="certificate_in_force",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)),
                                fields=("completion",),
                                name="certificate_one_valid_a_completion",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issued_at", None),
                                    models.Q(
                                        ("file__isnull", False), models.Q(("sha256", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_issued_has_file",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("revoked_at", None), ("revoked_by", None), ("revoked_reason", "")
                                    ),
                                    models.Q(
                                        ("revoked_at__isnull", False),
                                        ("revoked_by__isnull", False),
                                        models.Q(("revoked_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_revoked_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.certificate",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "completion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="programs.completion",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.certificatetemplate",
                            ),
                        ),
                        ("number", models.CharField(max_length=24, verbose_name="number")),
                        ("snapshot", models.JSONField(default=dict)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revoked_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("error", "Error"),
                                    ("misconduct", "Misconduct"),
                                    ("request", "At the holder’s request"),
                                    ("replaced", "Replaced"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("revoked_note", models.TextField(blank=True, verbose_name="note")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ImpactReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_reports",
                                to="programs.programme",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="edition")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        ("languages", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("frozen", "Figures frozen"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("narrative", models.JSONField(blank=True, default=dict)),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="evaluations.impactreport",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-ends", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "starts", "ends", "number"),
                                name="impact_report_unique_edition",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="impact_report_ends_after_start",
                                violation_error_message="The period must end on or after its first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="impact_report_published_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactReportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.impactreport",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "programme",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="programs.programme",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="edition")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("starts", models.DateField(verbose_name="period from")),
                        ("ends", models.DateField(verbose_name="period to")),
                        ("languages", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("frozen", "Figures frozen"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("narrative", models.JSONField(blank=True, default=dict)),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.impactreport",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportSnapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="snapshot",
                                to="evaluations.impactreport",
                            ),
                        ),
                        ("cut_off_at", models.DateTimeField(verbose_name="data retrieved at")),
                        ("sha256", models.CharField(max_length=64)),
                        ("query_version", models.CharField(max_length=20)),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("facts", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(("approved_by", models.F("frozen_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_snapshot_second_person",
                                violation_error_message="You froze these figures, so someone else must approve them.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSnapshotEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.reportsnapshot",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.impactreport",
                            ),
                        ),
                        ("cut_off_at", models.DateTimeField(verbose_name="data retrieved at")),
                        ("sha256", models.CharField(max_length=64)),
                        ("query_version", models.CharField(max_length=20)),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("facts", models.JSONField(default=dict)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="evaluations.reportsnapshot",
                            ),
                        ),
                        ("key", models.CharField(max_length=160)),
                        ("section", models.CharField(max_length=40)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("label", models.CharField(max_length=300)),
                        (
                            "value",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=24, null=True),
                        ),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("n", models.PositiveIntegerField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=20)),
                        ("definition", models.CharField(blank=True, max_length=300)),
                        ("detail", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "ordering": ["section", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("snapshot", "key"), name="report_figure_unique_key"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("value__isnull", False)),
                                    models.Q(("value", None), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="report_figure_value_or_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FigureSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "figure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="evaluations.reportfigure",
                            ),
                        ),
                        ("label", models.CharField(max_length=60)),
                        ("row_id", models.BigIntegerField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["label", "row_id"], name="figure_source_by_row")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("figure", "label", "row_id"), name="figure_source_unique_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="evaluations.impactreport",
                            ),
                        ),
                        ("kind", models.CharField(choices=[("pdf", "PDF"), ("xlsx", "XLSX")], max_length=4)),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("fr", "Français"),
                                    ("es", "Español"),
                                    ("ar", "العربية"),
                                    ("ru", "Русский"),
                                    ("zh-hans", "中文"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "kind", "language"), name="report_file_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="evaluations.impactreport",
                            ),
                        ),
                        ("summary", models.TextField(verbose_name="summary")),
                        (
                            "released_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("released_at", models.DateTimeField(auto_now_add=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-released_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("report",),
                                name="publication_unique_report",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.publication",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.impactreport",
                            ),
                        ),
                        ("summary", models.TextField(verbose_name="summary")),
                        (
                            "released_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("released_at", models.DateTimeField(auto_now_add=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReformPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reform_plans",
                                to="participants.person",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reform_plans",
                                to="programs.cohort",
                            ),
                        ),
                        (
                            "completion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reform_plans",
                                to="programs.completion",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reform_plans",
                                to="participants.court",
                                verbose_name="court",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what will change")),
                        ("problem", models.TextField(blank=True, verbose_name="current problem")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("endorsed", "Endorsed by the judiciary"),
                                    ("drafted", "Drafted"),
                                    ("adopted", "Adopted"),
                                    ("resourced", "Resourced"),
                                    ("in_force", "In force"),
                                    ("practised", "Practised"),
                                    ("evaluated", "Evaluated"),
                                    ("paused", "Paused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("private", "Me and my mentor only"),
                                    ("programme", "The programme team"),
                                    ("public", "Public, without my name"),
                                ],
                                default="programme",
                                max_length=10,
                                verbose_name="who can see it",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentored_plans",
                                to="participants.person",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("mentor", None),
                                    models.Q(("mentor", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="reform_plan_mentor_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        [
                                            "proposed",
                                            "endorsed",
                                            "drafted",
                                            "adopted",
                                            "resourced",
                                            "in_force",
                                            "practised",
                                            "evaluated",
                                            "paused",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="reform_plan_valid_stage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReformPlanEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.reformplan",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.person",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="programs.cohort",
                            ),
                        ),
                        (
                            "completion",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="programs.completion",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.court",
                                verbose_name="court",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what will change")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("endorsed", "Endorsed by the judiciary"),
                                    ("drafted", "Drafted"),
                                    ("adopted", "Adopted"),
                                    ("resourced", "Resourced"),
                                    ("in_force", "In force"),
                                    ("practised", "Practised"),
                                    ("evaluated", "Evaluated"),
                                    ("paused", "Paused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("private", "Me and my mentor only"),
                                    ("programme", "The programme team"),
                                    ("public", "Public, without my name"),
                                ],
                                default="programme",
                                max_length=10,
                                verbose_name="who can see it",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.person",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StageChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stages",
                                to="evaluations.reformplan",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("endorsed", "Endorsed by the judiciary"),
                                    ("drafted", "Drafted"),
                                    ("adopted", "Adopted"),
                                    ("resourced", "Resourced"),
                                    ("in_force", "In force"),
                                    ("practised", "Practised"),
                                    ("evaluated", "Evaluated"),
                                    ("paused", "Paused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("entered_on", models.DateField(verbose_name="since")),
                        ("decision", models.CharField(blank=True, max_length=300, verbose_name="decision")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["entered_on", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="StageChangeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.stagechange",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.reformplan",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("endorsed", "Endorsed by the judiciary"),
                                    ("drafted", "Drafted"),
                                    ("adopted", "Adopted"),
                                    ("resourced", "Resourced"),
                                    ("in_force", "In force"),
                                    ("practised", "Practised"),
                                    ("evaluated", "Evaluated"),
                                    ("paused", "Paused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("entered_on", models.DateField(verbose_name="since")),
                        ("decision", models.CharField(blank=True, max_length=300, verbose_name="decision")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReformStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="evaluations.reformplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("title", models.CharField(max_length=200, verbose_name="step")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reform_steps",
                                to="evaluations.milestone",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_reason", models.TextField(blank=True, verbose_name="what is missing")),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None), ("done_on__isnull", False), _connector="OR"
                                ),
                                name="reform_step_confirmed_when_done",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReformStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="evaluations.reformstep",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.reformplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("title", models.CharField(max_length=200, verbose_name="step")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="evaluations.milestone",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_reason", models.TextField(blank=True, verbose_name="what is missing")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StepEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="evaluations.reformstep",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="what it shows")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
