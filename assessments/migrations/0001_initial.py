import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import portal.schema


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("participants", "0001_initial"),
        ("portal", "0002_initial"),
    ]

    operations = [
        portal.schema.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Framework",
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
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.organisation",
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
                        (
                            "extends",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="additions",
                                to="assessments.framework",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("extends", models.F("id")), _negated=True),
                                name="framework_not_its_own_core",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkEvent",
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
                                to="assessments.framework",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.organisation",
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
                        (
                            "extends",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.framework",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkVersion",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="assessments.framework",
                            ),
                        ),
                        ("number", models.CharField(max_length=12, verbose_name="number")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("adopted", "Adopted"), ("retired", "Retired")],
                                default="draft",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                editable=False,
                                unique=True,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("framework", "number"), name="framework_version_unique_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "adopted", "retired"])),
                                name="framework_version_valid_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkVersionEvent",
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
                                to="assessments.frameworkversion",
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
                                to="assessments.framework",
                            ),
                        ),
                        ("number", models.CharField(max_length=12, verbose_name="number")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("adopted", "Adopted"), ("retired", "Retired")],
                                default="draft",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Competency",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="competencies",
                                to="assessments.frameworkversion",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("domain", "Domain"), ("competency", "Competency")],
                                default="competency",
                                max_length=12,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="assessments.competency",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("statement", models.CharField(max_length=300, verbose_name="statement")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "competencies",
                        "ordering": ["position", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "code"),
                                name="competency_unique_code",
                                violation_error_message="This edition already uses that code.",
                            ),
                            models.UniqueConstraint(
                                fields=("version", "case_id"), name="competency_unique_case_id"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "domain"), ("parent", None)),
                                    models.Q(("kind", "competency"), ("parent__isnull", False)),
                                    _connector="OR",
                                ),
                                name="competency_has_domain",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompetencyText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.competency",
                            ),
                        ),
                        ("statement", models.CharField(max_length=300, verbose_name="statement")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competency", "language"), name="competency_text_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BehaviouralIndicator",
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
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="behaviours",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="level"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("statement", models.CharField(max_length=300, verbose_name="behaviour")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["level", "position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competency", "case_id"), name="behavioural_indicator_unique_case_id"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level", None), ("level__range", (1, 4)), _connector="OR"
                                ),
                                name="behavioural_indicator_valid_level",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BehaviouralIndicatorText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.behaviouralindicator",
                            ),
                        ),
                        ("statement", models.CharField(max_length=300, verbose_name="behaviour")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "language"),
                                name="behavioural_indicator_text_unique_language",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompetencyMapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mappings",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mapped_from",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("exact", "Exact match"),
                                    ("close", "Close match"),
                                    ("broader", "Broader"),
                                    ("narrower", "Narrower"),
                                    ("related", "Related"),
                                    ("replaced_by", "Replaced by"),
                                ],
                                max_length=12,
                                verbose_name="mapping",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("origin", "target"), name="competency_mapping_unique_pair"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("origin", models.F("target")), _negated=True),
                                name="competency_mapping_of_two_competencies",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["exact", "close", "broader", "narrower", "related", "replaced_by"],
                                    )
                                ),
                                name="competency_mapping_valid_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProficiencyLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="levels",
                                to="assessments.frameworkversion",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "rank"), name="proficiency_level_unique_rank"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProficiencyLevelText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.proficiencylevel",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("level", "language"), name="proficiency_level_text_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Instrument",
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="instruments",
                                to="participants.organisation",
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("needs", "Needs assessment"),
                                    ("feedback", "Feedback"),
                                    ("transfer", "Transfer survey"),
                                    ("exchange", "Exchange report"),
                                    ("test", "Test"),
                                ],
                                default="needs",
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("builtin_template", models.CharField(blank=True, editable=False, max_length=12)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("builtin_template", ""), _negated=True),
                                fields=("owner", "builtin_template"),
                                name="instrument_template_once_per_owner",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentVersion",
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
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="assessments.instrument",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "source_language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("fr", "Français"),
                                    ("es", "Español"),
                                    ("ar", "العربية"),
                                    ("ru", "Русский"),
                                    ("zh-hans", "中文"),
                                ],
                                default="en",
                                max_length=12,
                                verbose_name="source language",
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.frameworkversion",
                                verbose_name="framework",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("instrument", "number"), name="instrument_version_unique_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentVersionEvent",
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
                                to="assessments.instrumentversion",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.instrument",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "source_language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("fr", "Français"),
                                    ("es", "Español"),
                                    ("ar", "العربية"),
                                    ("ru", "Русский"),
                                    ("zh-hans", "中文"),
                                ],
                                default="en",
                                max_length=12,
                                verbose_name="source language",
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.frameworkversion",
                                verbose_name="framework",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentVersionText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.instrumentversion",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "language"), name="instrument_version_text_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChoiceList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choice_lists",
                                to="assessments.instrumentversion",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name of the list")),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "name"),
                                name="choice_list_unique_name",
                                violation_error_message="This questionnaire already has a list with that name.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Choice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "choice_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="assessments.choicelist",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="code")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("columns", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("choice_list", "name"), name="choice_unique_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("name__contains", " "), _negated=True),
                                ),
                                name="choice_name_has_no_space",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChoiceText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "choice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.choice",
                            ),
                        ),
                        ("label", models.CharField(max_length=300, verbose_name="label")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("choice", "language"), name="choice_text_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="assessments.instrumentversion",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="assessments.question",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("rating", "Task to rate on both scales"),
                                    ("text", "Text"),
                                    ("integer", "Whole number"),
                                    ("decimal", "Decimal number"),
                                    ("range", "Number within a range"),
                                    ("date", "Date"),
                                    ("time", "Time of day"),
                                    ("datetime", "Date and time"),
                                    ("select_one", "Select one"),
                                    ("select_multiple", "Select many"),
                                    ("rank", "Ranking"),
                                    ("file", "File"),
                                    ("note", "Note"),
                                    ("acknowledge", "Consent"),
                                    ("calculate", "Calculated value"),
                                    ("group", "Group"),
                                    ("repeat", "Repeating group"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "competency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "scale",
                            models.CharField(
                                blank=True,
                                choices=[("importance", "Importance"), ("ability", "Present ability")],
                                max_length=12,
                            ),
                        ),
                        (
                            "choice_list",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="assessments.choicelist",
                            ),
                        ),
                        ("required", models.CharField(blank=True, max_length=2000, verbose_name="required")),
                        (
                            "relevant",
                            models.CharField(blank=True, max_length=2000, verbose_name="asked only if"),
                        ),
                        (
                            "constraint",
                            models.CharField(blank=True, max_length=2000, verbose_name="accepted only if"),
                        ),
                        (
                            "calculation",
                            models.CharField(blank=True, max_length=2000, verbose_name="calculated as"),
                        ),
                        (
                            "choice_filter",
                            models.CharField(
                                blank=True, max_length=2000, verbose_name="choices offered only if"
                            ),
                        ),
                        (
                            "default",
                            models.CharField(blank=True, max_length=500, verbose_name="default value"),
                        ),
                        (
                            "appearance",
                            models.CharField(blank=True, max_length=60, verbose_name="appearance"),
                        ),
                        (
                            "parameters",
                            models.CharField(blank=True, max_length=200, verbose_name="parameters"),
                        ),
                        (
                            "correct_answer",
                            models.CharField(blank=True, max_length=500, verbose_name="correct answer"),
                        ),
                        (
                            "test_form",
                            models.CharField(
                                blank=True,
                                choices=[("a", "Before"), ("b", "After"), ("anchor", "Both times")],
                                max_length=8,
                                verbose_name="when it is asked",
                            ),
                        ),
                        (
                            "image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("test_form__in", ["", "a", "b", "anchor"])),
                                name="question_valid_test_form",
                            ),
                            models.UniqueConstraint(
                                fields=("version", "name"),
                                name="question_unique_name",
                                violation_error_message="Another question in this questionnaire already has this name.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("type", "rating"), _negated=True),
                                    ("scale__in", ["importance", "ability"]),
                                    _connector="OR",
                                ),
                                name="question_rating_has_scale",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("type__in", ["select_one", "select_multiple", "rank"]), _negated=True
                                    ),
                                    ("choice_list__isnull", False),
                                    _connector="OR",
                                ),
                                name="question_choices_have_a_list",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="question_not_its_own_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.question",
                            ),
                        ),
                        ("label", models.TextField(blank=True, verbose_name="label")),
                        ("hint", models.TextField(blank=True, verbose_name="hint")),
                        (
                            "constraint_message",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="message if not accepted"
                            ),
                        ),
                        (
                            "required_message",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="message if left empty"
                            ),
                        ),
                        (
                            "image_alt",
                            models.CharField(blank=True, max_length=300, verbose_name="image description"),
                        ),
                        ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question", "language"), name="question_text_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Collection",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collections",
                                to="assessments.instrumentversion",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="opens")),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        (
                            "anonymity",
                            models.CharField(
                                choices=[
                                    ("named", "Named: the team can see who gave each response"),
                                    (
                                        "confidential",
                                        "Confidential: responses cannot be linked to the person",
                                    ),
                                    (
                                        "open",
                                        "Open link: anyone with the link can respond, and no invitations are sent",
                                    ),
                                ],
                                default="confidential",
                                max_length=12,
                                verbose_name="confidentiality",
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                default=list,
                                size=None,
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "question_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=250, verbose_name="subject")),
                        ("anonymised_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="collection_closes_after_opening",
                                violation_error_message="The closing time must be after the opening time.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CollectionEvent",
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
                                to="assessments.collection",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.instrumentversion",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="opens")),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        (
                            "anonymity",
                            models.CharField(
                                choices=[
                                    ("named", "Named: the team can see who gave each response"),
                                    (
                                        "confidential",
                                        "Confidential: responses cannot be linked to the person",
                                    ),
                                    (
                                        "open",
                                        "Open link: anyone with the link can respond, and no invitations are sent",
                                    ),
                                ],
                                default="confidential",
                                max_length=12,
                                verbose_name="confidentiality",
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                default=list,
                                size=None,
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "question_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=250, verbose_name="subject")),
                        ("anonymised_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="assessments.collection",
                            ),
                        ),
                        ("group_code", models.CharField(max_length=24, verbose_name="group")),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                        (
                            "court_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "First instance"),
                                    ("appeal", "Appeal"),
                                    ("supreme", "Supreme"),
                                    ("specialised", "Specialised"),
                                ],
                                max_length=12,
                                verbose_name="level of court",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                        ),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
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
                                default="en",
                                max_length=12,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "No response yet"),
                                    ("bounced", "Bounced"),
                                    ("started", "Started"),
                                    ("complete", "Responded"),
                                    ("screened_out", "Does not apply"),
                                    ("delegated", "Passed on to a colleague"),
                                ],
                                default="invited",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("invited_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("reminders", models.PositiveSmallIntegerField(default=0)),
                        (
                            "delegated_from",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegated_to",
                                to="assessments.invitation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["collection", "state"], name="invitation_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("collection"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="invitation_unique_address",
                                violation_error_message="This address is already on the list.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "invited",
                                            "bounced",
                                            "started",
                                            "complete",
                                            "screened_out",
                                            "delegated",
                                        ],
                                    )
                                ),
                                name="invitation_valid_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="assessments.collection",
                            ),
                        ),
                        (
                            "invitation",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="response",
                                to="assessments.invitation",
                            ),
                        ),
                        ("group_code", models.CharField(max_length=24)),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.jurisdiction",
                            ),
                        ),
                        (
                            "court_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "First instance"),
                                    ("appeal", "Appeal"),
                                    ("supreme", "Supreme"),
                                    ("specialised", "Specialised"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
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
                        ("page", models.PositiveSmallIntegerField(default=1)),
                        ("saved_at", models.DateTimeField(blank=True, null=True)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["collection", "group_code"], name="response_by_group")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("submitted_at__isnull", False),
                                    ("invitation__isnull", False),
                                    _connector="OR",
                                ),
                                name="response_draft_has_invitation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="assessments.response",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="assessments.question",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("text", models.TextField(blank=True)),
                        ("not_applicable", models.BooleanField(default=False)),
                        ("occurrence", models.PositiveSmallIntegerField(default=0)),
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
                                fields=("response", "question", "occurrence"), name="answer_unique_question"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("not_applicable", False), ("number__isnull", False), ("text", "")
                                    ),
                                    models.Q(
                                        ("not_applicable", False),
                                        ("number", None),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    models.Q(("not_applicable", True), ("number", None), ("text", "")),
                                    _connector="OR",
                                ),
                                name="answer_one_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", None), ("number__range", (1, 9)), _connector="OR"
                                ),
                                name="answer_number_on_scale",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file", None), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="answer_file_has_a_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedsAssessment",
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
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs_assessments",
                                to="participants.organisation",
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.frameworkversion",
                            ),
                        ),
                        (
                            "collection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs_assessment",
                                to="assessments.collection",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                                default="draft",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("suppression_k", models.PositiveSmallIntegerField(default=5)),
                        (
                            "jurisdictions",
                            models.ManyToManyField(
                                related_name="+", to="participants.jurisdiction", verbose_name="jurisdictions"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "open", "closed"])),
                                name="needs_assessment_valid_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("suppression_k__gte", 5)),
                                name="needs_assessment_k_at_least_five",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedsAssessmentEvent",
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
                                to="assessments.needsassessment",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.organisation",
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.frameworkversion",
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.collection",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                                default="draft",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("suppression_k", models.PositiveSmallIntegerField(default=5)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="assessments.needsassessment",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment_items",
                                to="assessments.competency",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "competency"), name="assessment_item_unique_competency"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="groups",
                                to="assessments.needsassessment",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("judge", "Judges"),
                                    ("court_president", "Court presidents"),
                                    ("prosecutor", "Prosecutors"),
                                    ("investigator", "Investigators"),
                                    ("court_staff", "Court staff"),
                                    ("lawyer", "Bar"),
                                    ("legal_aid", "Legal aid"),
                                    ("police", "Police"),
                                    ("prison_probation", "Prisons and probation"),
                                    ("ministry", "Ministry"),
                                    ("parliament", "Parliament"),
                                    ("judicial_council", "Judicial council"),
                                    ("oversight", "Oversight body"),
                                    ("training_institution", "Training institutions"),
                                    ("academia", "Academia"),
                                    ("civil_society", "Civil society"),
                                    ("customary", "Indigenous and customary authorities"),
                                    ("court_user", "Court users"),
                                    ("international_partner", "International partners"),
                                ],
                                max_length=24,
                                verbose_name="group",
                            ),
                        ),
                        (
                            "weight",
                            models.DecimalField(decimal_places=4, max_digits=6, verbose_name="weight"),
                        ),
                    ],
                    options={
                        "ordering": ["-weight", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "code"), name="stakeholder_group_unique_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 0), ("weight__lte", 1)),
                                name="stakeholder_group_weight_is_share",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ranking",
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
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rankings",
                                to="assessments.needsassessment",
                            ),
                        ),
                        ("responses", models.JSONField(default=dict)),
                        (
                            "method",
                            models.CharField(
                                choices=[("borich_mwds", "Mean weighted discrepancy score (Borich)")],
                                default="borich_mwds",
                                max_length=20,
                            ),
                        ),
                        ("inputs_digest", models.CharField(max_length=64)),
                        ("weights", models.JSONField(default=dict)),
                        ("robustness", models.JSONField(default=dict)),
                        ("segments", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "method", "inputs_digest"), name="ranking_unique_digest"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RankedNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.competency",
                            ),
                        ),
                        ("group_code", models.CharField(blank=True, max_length=24)),
                        ("n", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "importance",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "ability",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "score",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "spread",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=20)),
                        ("low", models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True)),
                        ("high", models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True)),
                        ("rds", models.DecimalField(blank=True, decimal_places=8, max_digits=11, null=True)),
                        ("rds_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "ranking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ranked_needs",
                                to="assessments.ranking",
                            ),
                        ),
                        (
                            "top_share",
                            models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
                        ),
                    ],
                    options={
                        "ordering": ["rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ranking", "competency", "group_code"), name="ranked_need_unique_cell"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("score__isnull", False)),
                                    models.Q(("score", None), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="ranked_need_score_or_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JurisdictionNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.competency",
                            ),
                        ),
                        ("group_code", models.CharField(blank=True, max_length=24)),
                        ("n", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "importance",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "ability",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "score",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "spread",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=20)),
                        ("low", models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True)),
                        ("high", models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True)),
                        ("rds", models.DecimalField(blank=True, decimal_places=8, max_digits=11, null=True)),
                        ("rds_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "ranking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="jurisdiction_needs",
                                to="assessments.ranking",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.jurisdiction",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ranking", "jurisdiction", "competency", "group_code"),
                                name="jurisdiction_need_unique_cell",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("score__isnull", False)),
                                    models.Q(("score", None), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="jurisdiction_need_score_or_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SegmentNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.competency",
                            ),
                        ),
                        ("group_code", models.CharField(blank=True, max_length=24)),
                        ("n", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "importance",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "ability",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "score",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        (
                            "spread",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=20)),
                        ("low", models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True)),
                        ("high", models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True)),
                        ("rds", models.DecimalField(blank=True, decimal_places=8, max_digits=11, null=True)),
                        ("rds_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "ranking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="segment_needs",
                                to="assessments.ranking",
                            ),
                        ),
                        (
                            "dimension",
                            models.CharField(
                                choices=[("language", "Language"), ("court_level", "Level of court")],
                                max_length=12,
                            ),
                        ),
                        ("segment", models.CharField(blank=True, max_length=12)),
                    ],
                    options={
                        "ordering": ["rank"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ranking", "dimension", "segment", "competency", "group_code"),
                                name="segment_need_unique_cell",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("dimension__in", ["language", "court_level"])),
                                name="segment_need_valid_dimension",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("score__isnull", False)),
                                    models.Q(("score", None), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="segment_need_score_or_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SectionReliability",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ranking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reliabilities",
                                to="assessments.ranking",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "scale",
                            models.CharField(
                                choices=[("importance", "Importance"), ("ability", "Present ability")],
                                max_length=12,
                            ),
                        ),
                        ("items", models.PositiveSmallIntegerField()),
                        ("n", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "alpha",
                            models.DecimalField(blank=True, decimal_places=8, max_digits=12, null=True),
                        ),
                        ("reason", models.CharField(blank=True, max_length=20)),
                    ],
                    options={
                        "ordering": ["section__position", "section__code", "-scale"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ranking", "section", "scale"),
                                name="section_reliability_unique_scale",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scale__in", ["importance", "ability"])),
                                name="section_reliability_valid_scale",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("alpha__isnull", False), ("reason", "")),
                                    models.Q(("alpha", None), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="section_reliability_alpha_or_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingNeed",
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
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="training_needs",
                                to="assessments.needsassessment",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="training_needs",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "ranked_need",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="training_needs",
                                to="assessments.rankedneed",
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
                        ("statement", models.CharField(max_length=300, verbose_name="statement")),
                        ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="priority")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("training", "Training can meet it"),
                                    ("non_training", "Training cannot meet it"),
                                ],
                                default="training",
                                max_length=14,
                                verbose_name="cause",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Needs a decision"),
                                    ("planned", "Decided, not yet available"),
                                    ("answered", "Addressed"),
                                    ("not_answered", "Not a training need"),
                                    ("deferred", "Deferred"),
                                ],
                                default="open",
                                max_length=14,
                                verbose_name="status",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                    ],
                    options={
                        "ordering": ["priority", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("assessment"),
                                models.F("competency"),
                                models.F("jurisdiction"),
                                name="training_need_unique_competency",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "not_answered"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="training_need_refusal_has_a_reason",
                                violation_error_message="Enter why this need is not addressed.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingNeedEvent",
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
                                to="assessments.trainingneed",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "assessment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.needsassessment",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.competency",
                            ),
                        ),
                        (
                            "ranked_need",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.rankedneed",
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
                        ("statement", models.CharField(max_length=300, verbose_name="statement")),
                        ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="priority")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("training", "Training can meet it"),
                                    ("non_training", "Training cannot meet it"),
                                ],
                                default="training",
                                max_length=14,
                                verbose_name="cause",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Needs a decision"),
                                    ("planned", "Decided, not yet available"),
                                    ("answered", "Addressed"),
                                    ("not_answered", "Not a training need"),
                                    ("deferred", "Deferred"),
                                ],
                                default="open",
                                max_length=14,
                                verbose_name="status",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CommentTag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comment_tags",
                                to="assessments.collection",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="tag")),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("collection"),
                                django.db.models.functions.text.Lower("name"),
                                name="comment_tag_unique_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="comment_tag_has_a_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CodedComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="coded_comments",
                                to="assessments.collection",
                            ),
                        ),
                        (
                            "answer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="coded_comment",
                                to="assessments.answer",
                            ),
                        ),
                        ("spans", models.JSONField(default=list)),
                        ("redacted", models.TextField()),
                        ("is_shared", models.BooleanField(default=False, verbose_name="shared")),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "tags",
                            models.ManyToManyField(
                                blank=True, related_name="comments", to="assessments.commenttag"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["collection", "is_shared"], name="read_comment_shared")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Findings",
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
                            "ranking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="assessments.ranking",
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        ("body", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published")],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "pdf",
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
                        "ordering": ["language"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ranking", "language"), name="findings_unique_language"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("state", "draft")),
                                    models.Q(("published_at__isnull", False), ("state", "published")),
                                    _connector="OR",
                                ),
                                name="findings_published_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FindingsEvent",
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
                                to="assessments.findings",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "ranking",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.ranking",
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        ("body", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published")],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "pdf",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AnonymisedData",
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
                            "ranking",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="anonymised_data",
                                to="assessments.ranking",
                            ),
                        ),
                        (
                            "data",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        (
                            "question_results",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        (
                            "codebook",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.storedfile",
                            ),
                        ),
                        ("people", models.PositiveIntegerField()),
                        ("withheld", models.PositiveIntegerField()),
                        ("generalised", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("people", 0), ("people__gte", 5), _connector="OR"),
                                name="anonymised_data_of_five_or_none",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "collection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminder_plan",
                                to="assessments.collection",
                            ),
                        ),
                        (
                            "days_before",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                size=None,
                                verbose_name="days before closing",
                            ),
                        ),
                        (
                            "gap_days",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="minimum days between emails"
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("gap_days__range", (1, 60))),
                                name="reminder_plan_gap_from_1_to_60_days",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderPlanEvent",
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
                                to="assessments.reminderplan",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "collection",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.collection",
                            ),
                        ),
                        (
                            "days_before",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                size=None,
                                verbose_name="days before closing",
                            ),
                        ),
                        (
                            "gap_days",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="minimum days between emails"
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlannedReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="planned_reminders",
                                to="assessments.collection",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        ("since", models.DateTimeField()),
                        ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
                        ("is_done", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["-due_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("collection", "due_at"), name="planned_reminder_unique_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenLink",
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
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_links",
                                to="assessments.collection",
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="where it is shared")),
                        ("token", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24), size=None, verbose_name="groups"
                            ),
                        ),
                        (
                            "max_respondents",
                            models.PositiveIntegerField(default=500, verbose_name="maximum number of people"),
                        ),
                        ("started_count", models.PositiveIntegerField(default=0, verbose_name="started")),
                        (
                            "expires_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Leave empty to expire at the closing time.",
                                null=True,
                                verbose_name="expires",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "jurisdictions",
                            models.ManyToManyField(
                                related_name="+", to="participants.jurisdiction", verbose_name="jurisdictions"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("max_respondents__range", (1, 20000))),
                                name="open_link_for_1_to_20000",
                                violation_error_message="Enter a number from 1 to 20,000.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("started_count__lte", models.F("max_respondents"))),
                                name="open_link_within_maximum",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenLinkEvent",
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
                                to="assessments.openlink",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "collection",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.collection",
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="where it is shared")),
                        (
                            "groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24), size=None, verbose_name="groups"
                            ),
                        ),
                        (
                            "max_respondents",
                            models.PositiveIntegerField(default=500, verbose_name="maximum number of people"),
                        ),
                        (
                            "expires_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Leave empty to expire at the closing time.",
                                null=True,
                                verbose_name="expires",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LevelDescriptor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="descriptors",
                                to="assessments.competency",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                        ("statement", models.CharField(max_length=300, verbose_name="descriptor")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["level"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competency", "level"), name="level_descriptor_unique_level"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__range", (1, 4))),
                                name="level_descriptor_valid_level",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelDescriptorText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "descriptor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.leveldescriptor",
                            ),
                        ),
                        ("statement", models.CharField(max_length=300, verbose_name="descriptor")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("descriptor", "language"),
                                name="level_descriptor_text_unique_language",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleProfile",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profiles",
                                to="assessments.frameworkversion",
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, verbose_name="code")),
                        ("title", models.CharField(max_length=80, verbose_name="role")),
                        (
                            "case_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "code"),
                                name="role_profile_unique_code",
                                violation_error_message="This edition already has a profile with that code.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleProfileText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                verbose_name="language",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("complete", "Complete"),
                                    ("outdated", "Out of date"),
                                ],
                                default="complete",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="assessments.roleprofile",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="role")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("profile", "language"), name="role_profile_text_unique_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleRequirement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="assessments.roleprofile",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="required_by",
                                to="assessments.competency",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(verbose_name="required level")),
                    ],
                    options={
                        "ordering": ["competency__position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("profile", "competency"), name="role_requirement_unique_competency"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__range", (1, 4))),
                                name="role_requirement_valid_level",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusPanel",
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
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consensus_panels",
                                to="assessments.needsassessment",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "introduction",
                            models.TextField(blank=True, max_length=4000, verbose_name="introduction"),
                        ),
                        (
                            "min_median",
                            models.PositiveSmallIntegerField(
                                default=7, verbose_name="minimum median for agreement"
                            ),
                        ),
                        (
                            "max_iqr",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("2"),
                                max_digits=3,
                                verbose_name="maximum interquartile range for agreement",
                            ),
                        ),
                        (
                            "max_median_change",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("1"),
                                max_digits=3,
                                verbose_name="maximum change in the median to be stable",
                            ),
                        ),
                        (
                            "max_rounds",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="maximum number of rounds"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("open", "Under way"), ("closed", "Closed")],
                                default="draft",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "open", "closed"])),
                                name="consensus_panel_valid_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_iqr__range", (0, 8)),
                                    ("max_median_change__range", (0, 8)),
                                    ("min_median__range", (1, 9)),
                                ),
                                name="consensus_panel_thresholds_on_scale",
                                violation_error_message="Enter a median from 1 to 9, and a range and a change from 0 to 8.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("max_rounds__range", (1, 5))),
                                name="consensus_panel_one_to_five_rounds",
                                violation_error_message="Enter a number of rounds from 1 to 5.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusPanelEvent",
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
                                to="assessments.consensuspanel",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "assessment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.needsassessment",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "introduction",
                            models.TextField(blank=True, max_length=4000, verbose_name="introduction"),
                        ),
                        (
                            "min_median",
                            models.PositiveSmallIntegerField(
                                default=7, verbose_name="minimum median for agreement"
                            ),
                        ),
                        (
                            "max_iqr",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("2"),
                                max_digits=3,
                                verbose_name="maximum interquartile range for agreement",
                            ),
                        ),
                        (
                            "max_median_change",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("1"),
                                max_digits=3,
                                verbose_name="maximum change in the median to be stable",
                            ),
                        ),
                        (
                            "max_rounds",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="maximum number of rounds"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("open", "Under way"), ("closed", "Closed")],
                                default="draft",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusItem",
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
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="assessments.consensuspanel",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.competency",
                            ),
                        ),
                        ("statement", models.CharField(blank=True, max_length=300, verbose_name="statement")),
                        ("position", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("panel", "competency"), name="consensus_item_unique_competency"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("competency__isnull", False), ("statement", "")),
                                    models.Q(
                                        ("competency", None), models.Q(("statement", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="consensus_item_competency_or_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Panelist",
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
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="panelists",
                                to="assessments.consensuspanel",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
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
                                default="en",
                                max_length=12,
                                verbose_name="language",
                            ),
                        ),
                        ("group_code", models.CharField(blank=True, max_length=24, verbose_name="group")),
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
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                django.db.models.functions.text.Lower("email"), name="panelist_by_address"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("panel"),
                                django.db.models.functions.text.Lower("email"),
                                name="panelist_unique_address",
                                violation_error_message="This address is already on the panel.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusRound",
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
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="assessments.consensuspanel",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="round")),
                        (
                            "opened_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        ("remind_at", models.DateTimeField(blank=True, null=True, verbose_name="reminder")),
                        ("reminder_done_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("panel", "number"), name="consensus_round_unique_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("panel",),
                                name="consensus_round_one_open",
                                violation_error_message="This panel already has an open round.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opened_at"))),
                                name="consensus_round_closes_after_opening",
                                violation_error_message="The closing time must be after the opening time.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("remind_at", None),
                                    models.Q(
                                        ("remind_at__gt", models.F("opened_at")),
                                        ("remind_at__lt", models.F("closes_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="consensus_round_reminds_while_open",
                                violation_error_message="Enter a reminder time while the round is open.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reminder_done_at", None), ("remind_at__isnull", False), _connector="OR"
                                ),
                                name="consensus_round_done_what_was_planned",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusRoundEvent",
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
                                to="assessments.consensusround",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "panel",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.consensuspanel",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="round")),
                        (
                            "opened_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened"),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        ("remind_at", models.DateTimeField(blank=True, null=True, verbose_name="reminder")),
                        ("reminder_done_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="round_items",
                                to="assessments.consensusround",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="round_items",
                                to="assessments.consensusitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item__position", "item_id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "item"), name="round_item_unique_in_round"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundParticipation",
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
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participations",
                                to="assessments.consensusround",
                            ),
                        ),
                        (
                            "panelist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="assessments.panelist",
                            ),
                        ),
                        ("invited_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("is_finished", models.BooleanField(default=False, verbose_name="finished")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "panelist"), name="round_participation_unique_round"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "round_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="assessments.rounditem",
                            ),
                        ),
                        ("voter_key", models.CharField(max_length=64, unique=True)),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("has_no_opinion", models.BooleanField(default=False)),
                        ("comment", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", None),
                                    models.Q(("has_no_opinion", False), ("number__range", (1, 9))),
                                    _connector="OR",
                                ),
                                name="vote_on_scale_or_no_opinion",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "round_item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome",
                                to="assessments.rounditem",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("agreed", "Agreed"),
                                    ("not_shared", "Agreed to be less important"),
                                    ("no_consensus", "No consensus"),
                                    ("too_few", "Too few votes"),
                                ],
                                max_length=14,
                                verbose_name="outcome",
                            ),
                        ),
                        ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="votes")),
                        (
                            "median",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="median"
                            ),
                        ),
                        (
                            "q1",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="first quartile",
                            ),
                        ),
                        (
                            "q3",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="third quartile",
                            ),
                        ),
                        (
                            "iqr",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="interquartile range",
                            ),
                        ),
                        (
                            "agree_share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=6,
                                null=True,
                                verbose_name="share in agreement",
                            ),
                        ),
                        (
                            "change",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="change in the median",
                            ),
                        ),
                        (
                            "counts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(), blank=True, default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("result__in", ["agreed", "not_shared", "no_consensus", "too_few"])
                                ),
                                name="item_outcome_valid_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("counts", []), ("median", None), ("n", None), ("result", "too_few")
                                    ),
                                    models.Q(
                                        models.Q(("result", "too_few"), _negated=True),
                                        ("median__isnull", False),
                                        ("n__gte", 5),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_outcome_withheld_when_few",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
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
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="assessments.needsassessment",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("workshop", "Workshop"),
                                    ("interview", "Interview"),
                                    ("focus_group", "Focus group"),
                                    ("document_review", "Document review"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="location")),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
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
                                default="en",
                                max_length=12,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "minutes",
                            models.TextField(
                                blank=True, max_length=50000, verbose_name="minutes of the meeting"
                            ),
                        ),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[
                                    ("team", "Only people who manage the assessment"),
                                    ("readers", "Everyone who can read the assessment"),
                                ],
                                default="team",
                                max_length=8,
                                verbose_name="who can read it",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-held_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["workshop", "interview", "focus_group", "document_review"])
                                ),
                                name="consultation_valid_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confidentiality__in", ["team", "readers"])),
                                name="consultation_valid_readers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsultationEvent",
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
                                to="assessments.consultation",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "assessment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.needsassessment",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("workshop", "Workshop"),
                                    ("interview", "Interview"),
                                    ("focus_group", "Focus group"),
                                    ("document_review", "Document review"),
                                ],
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("held_on", models.DateField(verbose_name="held on")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="location")),
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
                                verbose_name="jurisdiction",
                            ),
                        ),
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
                                default="en",
                                max_length=12,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[
                                    ("team", "Only people who manage the assessment"),
                                    ("readers", "Everyone who can read the assessment"),
                                ],
                                default="team",
                                max_length=8,
                                verbose_name="who can read it",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConsultedGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="groups",
                                to="assessments.consultation",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("judge", "Judges"),
                                    ("court_president", "Court presidents"),
                                    ("prosecutor", "Prosecutors"),
                                    ("investigator", "Investigators"),
                                    ("court_staff", "Court staff"),
                                    ("lawyer", "Bar"),
                                    ("legal_aid", "Legal aid"),
                                    ("police", "Police"),
                                    ("prison_probation", "Prisons and probation"),
                                    ("ministry", "Ministry"),
                                    ("parliament", "Parliament"),
                                    ("judicial_council", "Judicial council"),
                                    ("oversight", "Oversight body"),
                                    ("training_institution", "Training institutions"),
                                    ("academia", "Academia"),
                                    ("civil_society", "Civil society"),
                                    ("customary", "Indigenous and customary authorities"),
                                    ("court_user", "Court users"),
                                    ("international_partner", "International partners"),
                                ],
                                max_length=24,
                                verbose_name="group",
                            ),
                        ),
                        ("people", models.PositiveIntegerField(verbose_name="people")),
                    ],
                    options={
                        "ordering": ["-people", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("consultation", "code"), name="consulted_group_unique_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("people__range", (1, 5000))),
                                name="consulted_group_of_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendees",
                                to="assessments.consultation",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                    ],
                    options={
                        "ordering": ["name", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ConsultationFinding",
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
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="assessments.consultation",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.competency",
                                verbose_name="competency",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("supports", "Supports it as a need"),
                                    ("contradicts", "Contradicts it as a need"),
                                    ("adds", "Adds something new"),
                                ],
                                max_length=12,
                                verbose_name="type of finding",
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="finding")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("direction__in", ["supports", "contradicts", "adds"])),
                                name="consultation_finding_valid_direction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("competency__isnull", False), ("direction", "adds"), _connector="OR"
                                ),
                                name="consultation_finding_on_a_competency",
                                violation_error_message="Select the competency that this supports or contradicts.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsultationFindingEvent",
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
                                to="assessments.consultationfinding",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "consultation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.consultation",
                            ),
                        ),
                        (
                            "competency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.competency",
                                verbose_name="competency",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("supports", "Supports it as a need"),
                                    ("contradicts", "Contradicts it as a need"),
                                    ("adds", "Adds something new"),
                                ],
                                max_length=12,
                                verbose_name="type of finding",
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="finding")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ConsultationDocument",
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
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="assessments.consultation",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
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
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ExternalProgramme",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="participants.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="summary")),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                default=list,
                                size=None,
                                verbose_name="languages",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="starts")),
                        ("ends", models.DateField(verbose_name="ends")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("onsite", "On site"),
                                    ("online", "Online"),
                                    ("blended", "On site and online"),
                                ],
                                default="onsite",
                                max_length=8,
                                verbose_name="format",
                            ),
                        ),
                        ("seats", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                        ("url", models.URLField(blank=True, verbose_name="web address")),
                        ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "source_id",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="reference number in the source"
                            ),
                        ),
                        (
                            "last_confirmed_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="seen on"),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "competencies",
                            models.ManyToManyField(
                                related_name="offers",
                                to="assessments.competency",
                                verbose_name="competencies",
                            ),
                        ),
                        (
                            "jurisdictions",
                            models.ManyToManyField(
                                related_name="offers",
                                to="participants.jurisdiction",
                                verbose_name="jurisdictions",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title", "id"],
                        "indexes": [
                            models.Index(fields=["starts", "ends"], name="external_programme_by_period")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="external_programme_ends_after_start",
                                violation_error_message="The last day must not be before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mode__in", ["onsite", "online", "blended"])),
                                name="external_programme_valid_mode",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source_id", ""), _negated=True),
                                fields=("organisation", "source_id"),
                                name="external_programme_unique_source_number",
                                violation_error_message="This organisation already has a training offer with that number.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExternalProgrammeEvent",
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
                                to="assessments.externalprogramme",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="summary")),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                default=list,
                                size=None,
                                verbose_name="languages",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="starts")),
                        ("ends", models.DateField(verbose_name="ends")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("onsite", "On site"),
                                    ("online", "Online"),
                                    ("blended", "On site and online"),
                                ],
                                default="onsite",
                                max_length=8,
                                verbose_name="format",
                            ),
                        ),
                        ("seats", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                        ("url", models.URLField(blank=True, verbose_name="web address")),
                        ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "source_id",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="reference number in the source"
                            ),
                        ),
                        (
                            "last_confirmed_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="seen on"),
                        ),
                        (
                            "registered_by",
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
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="JudgeCount",
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
                            "jurisdiction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judge_counts",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("judges", models.PositiveIntegerField(verbose_name="judges")),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["jurisdiction", "-year"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("jurisdiction", "year"), name="judge_count_unique_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("judges__gte", 1)),
                                name="judge_count_is_positive",
                                violation_error_message="Enter a number of 1 or more.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year__range", (1990, 2100))),
                                name="judge_count_valid_year",
                                violation_error_message="Enter a year from 1990 to 2100.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JudgeCountEvent",
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
                                to="assessments.judgecount",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("judges", models.PositiveIntegerField(verbose_name="judges")),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NeedDecision",
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
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="assessments.trainingneed",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="assessments.needdecision",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("existing", "An existing module or programme"),
                                    ("adapted", "An adapted module or programme"),
                                    ("new", "A new module or programme"),
                                    ("offer", "Another organisation’s training offer"),
                                    ("not_training", "A measure other than training"),
                                    ("deferred", "Deferred"),
                                    ("reopened", "Reopened"),
                                ],
                                max_length=14,
                                verbose_name="decision",
                            ),
                        ),
                        (
                            "remedy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("law", "A law or rule"),
                                    ("staff", "Staff"),
                                    ("equipment", "Equipment or premises"),
                                    ("money", "Money"),
                                    ("organisation", "The way work is organised"),
                                    ("other", "Something else"),
                                ],
                                max_length=14,
                                verbose_name="what addresses it",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="need_decisions",
                                to="assessments.externalprogramme",
                                verbose_name="training offer",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.organisation",
                                verbose_name="responsible",
                            ),
                        ),
                        (
                            "owner_person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person in charge",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                        (
                            "measured_by",
                            models.CharField(blank=True, max_length=300, verbose_name="measured by"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["due_on"], name="need_decision_by_date")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("supersedes", None)),
                                fields=("need",),
                                name="need_decision_single_chain",
                                violation_error_message="Someone else has just decided on this need. Read their decision first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "existing",
                                            "adapted",
                                            "new",
                                            "offer",
                                            "not_training",
                                            "deferred",
                                            "reopened",
                                        ],
                                    )
                                ),
                                name="need_decision_valid_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="need_decision_has_a_reason",
                                violation_error_message="Enter a reason.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "offer"), ("offer__isnull", False)),
                                    models.Q(models.Q(("kind", "offer"), _negated=True), ("offer", None)),
                                    _connector="OR",
                                ),
                                name="need_decision_offer_is_named",
                                violation_error_message="Select the training offer that addresses it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "not_training"), models.Q(("remedy", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("kind", "not_training"), _negated=True), ("remedy", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="need_decision_remedy_is_named",
                                violation_error_message="Select what addresses it instead of training.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "reopened"),
                                    models.Q(("due_on__isnull", False), ("owner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="need_decision_has_owner_and_date",
                                violation_error_message="Enter who is responsible and the due date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["deferred", "reopened"]),
                                    models.Q(("measured_by", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="need_decision_is_measured",
                                violation_error_message="Enter how it will be measured.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stakeholder",
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
                            "jurisdiction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("person", "Person"), ("organisation", "Organisation")],
                                default="person",
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "group_code",
                            models.CharField(
                                choices=[
                                    ("judge", "Judges"),
                                    ("court_president", "Court presidents"),
                                    ("prosecutor", "Prosecutors"),
                                    ("investigator", "Investigators"),
                                    ("court_staff", "Court staff"),
                                    ("lawyer", "Bar"),
                                    ("legal_aid", "Legal aid"),
                                    ("police", "Police"),
                                    ("prison_probation", "Prisons and probation"),
                                    ("ministry", "Ministry"),
                                    ("parliament", "Parliament"),
                                    ("judicial_council", "Judicial council"),
                                    ("oversight", "Oversight body"),
                                    ("training_institution", "Training institutions"),
                                    ("academia", "Academia"),
                                    ("civil_society", "Civil society"),
                                    ("customary", "Indigenous and customary authorities"),
                                    ("court_user", "Court users"),
                                    ("international_partner", "International partners"),
                                ],
                                max_length=24,
                                verbose_name="group",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "court_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "First instance"),
                                    ("appeal", "Appeal"),
                                    ("supreme", "Supreme"),
                                    ("specialised", "Specialised"),
                                ],
                                max_length=12,
                                verbose_name="level of court",
                            ),
                        ),
                        (
                            "organisation",
                            models.CharField(blank=True, max_length=200, verbose_name="organisation"),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                        ),
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
                                default="en",
                                max_length=12,
                                verbose_name="language",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("name_folded", models.CharField(editable=False, max_length=120)),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["name_folded"],
                                name="stakeholder_name_trigram",
                                opclasses=["gin_trgm_ops"],
                            ),
                            models.Index(fields=["jurisdiction", "group_code"], name="stakeholder_by_group"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("jurisdiction"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="stakeholder_unique_address",
                                violation_error_message="Another entry in this jurisdiction’s register already has this address. Check the archived entries too.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["person", "organisation"])),
                                name="stakeholder_valid_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderEvent",
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
                                to="assessments.stakeholder",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("person", "Person"), ("organisation", "Organisation")],
                                default="person",
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "group_code",
                            models.CharField(
                                choices=[
                                    ("judge", "Judges"),
                                    ("court_president", "Court presidents"),
                                    ("prosecutor", "Prosecutors"),
                                    ("investigator", "Investigators"),
                                    ("court_staff", "Court staff"),
                                    ("lawyer", "Bar"),
                                    ("legal_aid", "Legal aid"),
                                    ("police", "Police"),
                                    ("prison_probation", "Prisons and probation"),
                                    ("ministry", "Ministry"),
                                    ("parliament", "Parliament"),
                                    ("judicial_council", "Judicial council"),
                                    ("oversight", "Oversight body"),
                                    ("training_institution", "Training institutions"),
                                    ("academia", "Academia"),
                                    ("civil_society", "Civil society"),
                                    ("customary", "Indigenous and customary authorities"),
                                    ("court_user", "Court users"),
                                    ("international_partner", "International partners"),
                                ],
                                max_length=24,
                                verbose_name="group",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "court_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "First instance"),
                                    ("appeal", "Appeal"),
                                    ("supreme", "Supreme"),
                                    ("specialised", "Specialised"),
                                ],
                                max_length=12,
                                verbose_name="level of court",
                            ),
                        ),
                        (
                            "organisation",
                            models.CharField(blank=True, max_length=200, verbose_name="organisation"),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                        ),
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
                                default="en",
                                max_length=12,
                                verbose_name="language",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("name_folded", models.CharField(editable=False, max_length=120)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
