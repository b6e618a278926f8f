import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import portal.schema


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("portal", "0001_extensions"),
    ]

    operations = [
        portal.schema.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Jurisdiction",
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
                            "code",
                            models.CharField(
                                help_text="ISO 3166 code, or the regional court’s code.",
                                max_length=16,
                                unique=True,
                                verbose_name="code",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("national", "National"),
                                    ("federal_unit", "Federal unit"),
                                    ("supranational", "Supranational"),
                                    ("international", "International"),
                                    ("territory", "Territory"),
                                    ("customary", "Customary"),
                                ],
                                default="national",
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(
                                blank=True,
                                help_text="ISO 3166-1 alpha-2.",
                                max_length=2,
                                verbose_name="country",
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="region")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="participants.jurisdiction",
                            ),
                        ),
                        (
                            "legal_traditions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("common", "Common law"),
                                        ("civil", "Civil law"),
                                        ("islamic", "Islamic law"),
                                        ("customary", "Customary law"),
                                        ("mixed", "Mixed"),
                                    ],
                                    max_length=16,
                                ),
                                default=list,
                                size=None,
                                verbose_name="legal traditions",
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
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("is_small_state", models.BooleanField(default=False, verbose_name="small state")),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="jurisdiction_not_its_own_parent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JurisdictionEvent",
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
                                to="participants.jurisdiction",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "code",
                            models.CharField(
                                help_text="ISO 3166 code, or the regional court’s code.",
                                max_length=16,
                                verbose_name="code",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("national", "National"),
                                    ("federal_unit", "Federal unit"),
                                    ("supranational", "Supranational"),
                                    ("international", "International"),
                                    ("territory", "Territory"),
                                    ("customary", "Customary"),
                                ],
                                default="national",
                                max_length=16,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(
                                blank=True,
                                help_text="ISO 3166-1 alpha-2.",
                                max_length=2,
                                verbose_name="country",
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="region")),
                        (
                            "parent",
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
                            "legal_traditions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("common", "Common law"),
                                        ("civil", "Civil law"),
                                        ("islamic", "Islamic law"),
                                        ("customary", "Customary law"),
                                        ("mixed", "Mixed"),
                                    ],
                                    max_length=16,
                                ),
                                default=list,
                                size=None,
                                verbose_name="legal traditions",
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
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("is_small_state", models.BooleanField(default=False, verbose_name="small state")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
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
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("court", "Court"),
                                    ("ministry", "Ministry"),
                                    ("bar", "Bar association"),
                                    ("oversight", "Oversight body"),
                                    ("civil_society", "Civil society"),
                                    ("training_institute", "Training institute"),
                                    ("funder", "Funder"),
                                    ("network", "Network"),
                                ],
                                max_length=20,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organisations",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="participants.organisation",
                            ),
                        ),
                        (
                            "iati_reference",
                            models.CharField(blank=True, max_length=60, verbose_name="IATI reference"),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="organisation_not_its_own_parent",
                            ),
                            models.UniqueConstraint(
                                models.F("name"),
                                models.F("jurisdiction"),
                                name="organisation_one_name_a_jurisdiction",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationEvent",
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
                                to="participants.organisation",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("court", "Court"),
                                    ("ministry", "Ministry"),
                                    ("bar", "Bar association"),
                                    ("oversight", "Oversight body"),
                                    ("civil_society", "Civil society"),
                                    ("training_institute", "Training institute"),
                                    ("funder", "Funder"),
                                    ("network", "Network"),
                                ],
                                max_length=20,
                                verbose_name="type",
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
                                verbose_name="jurisdiction",
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
                                to="participants.organisation",
                            ),
                        ),
                        (
                            "iati_reference",
                            models.CharField(blank=True, max_length=60, verbose_name="IATI reference"),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Court",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="court",
                                to="participants.organisation",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("first", "First instance"),
                                    ("appeal", "Appeal"),
                                    ("supreme", "Supreme"),
                                    ("specialised", "Specialised"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        ("branch", models.CharField(blank=True, max_length=60, verbose_name="branch")),
                        (
                            "source_code",
                            models.CharField(
                                blank=True,
                                help_text="The code or name used in published files.",
                                max_length=40,
                                verbose_name="court code in source files",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["organisation__name"],
                    },
                ),
                migrations.CreateModel(
                    name="CourtEvent",
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
                                to="participants.court",
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
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("first", "First instance"),
                                    ("appeal", "Appeal"),
                                    ("supreme", "Supreme"),
                                    ("specialised", "Specialised"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        ("branch", models.CharField(blank=True, max_length=60, verbose_name="branch")),
                        (
                            "source_code",
                            models.CharField(
                                blank=True,
                                help_text="The code or name used in published files.",
                                max_length=40,
                                verbose_name="court code in source files",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "email",
                            models.EmailField(max_length=254, unique=True, verbose_name="email address"),
                        ),
                        ("language", models.CharField(default="en", max_length=12, verbose_name="language")),
                        (
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False, verbose_name="can access the operators’ admin site"
                            ),
                        ),
                        ("date_joined", models.DateTimeField(auto_now_add=True)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="user_unique_email",
                                violation_error_message="There is already an account with this email address.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UserEvent",
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
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
                        ("language", models.CharField(default="en", max_length=12, verbose_name="language")),
                        (
                            "timezone",
                            models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False, verbose_name="can access the operators’ admin site"
                            ),
                        ),
                        ("date_joined", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoleAssignment",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="role_assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("administrator", "Administrator"),
                                    ("coordinator", "Coordinator"),
                                    ("faculty", "Faculty"),
                                    ("mentor", "Mentor"),
                                    ("participant", "Participant"),
                                    ("focal_point", "National focal point"),
                                    ("funder", "Funder"),
                                    ("evaluator", "Independent evaluator"),
                                ],
                                max_length=16,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "organisation",
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
                            "starts",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                        ),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "granted_by",
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "administrator",
                                            "coordinator",
                                            "faculty",
                                            "mentor",
                                            "participant",
                                            "focal_point",
                                            "funder",
                                            "evaluator",
                                        ],
                                    )
                                ),
                                name="role_assignment_valid_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation", None), ("jurisdiction", None), _connector="OR"
                                ),
                                name="role_assignment_one_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="role_assignment_ends_after_start",
                                violation_error_message="The last day must not be before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("role", "funder"), _negated=True),
                                    ("organisation__isnull", False),
                                    _connector="OR",
                                ),
                                name="role_assignment_funder_has_organisation",
                                violation_error_message="Choose the organisation that the funder represents.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("user", "="),
                                    ("role", "="),
                                    (
                                        django.db.models.functions.comparison.Coalesce(
                                            "organisation", models.Value(0)
                                        ),
                                        "=",
                                    ),
                                    (
                                        django.db.models.functions.comparison.Coalesce(
                                            "jurisdiction", models.Value(0)
                                        ),
                                        "=",
                                    ),
                                    (
                                        models.Func(
                                            models.F("starts"),
                                            models.F("ends"),
                                            models.Value("[]"),
                                            function="DATERANGE",
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="role_assignment_no_overlap",
                                violation_error_message="This person already has this role in this scope.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleAssignmentEvent",
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
                                to="participants.roleassignment",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("administrator", "Administrator"),
                                    ("coordinator", "Coordinator"),
                                    ("faculty", "Faculty"),
                                    ("mentor", "Mentor"),
                                    ("participant", "Participant"),
                                    ("focal_point", "National focal point"),
                                    ("funder", "Funder"),
                                    ("evaluator", "Independent evaluator"),
                                ],
                                max_length=16,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "organisation",
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
                            "starts",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                        ),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "granted_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Person",
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
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="person",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "full_name",
                            models.CharField(
                                help_text="Enter your name as you write it, in any script.",
                                max_length=120,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "name_for_certificate",
                            models.CharField(
                                blank=True,
                                help_text="Leave empty to use your name as above.",
                                max_length=120,
                                verbose_name="name on certificates",
                            ),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("female", "Female"), ("male", "Male"), ("other", "Other")],
                                max_length=8,
                                verbose_name="sex",
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="participants.jurisdiction",
                                verbose_name="jurisdiction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people",
                        "indexes": [models.Index(fields=["full_name", "id"], name="person_by_name")],
                    },
                ),
                migrations.CreateModel(
                    name="PersonEvent",
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
                                to="participants.person",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "user",
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
                            "full_name",
                            models.CharField(
                                help_text="Enter your name as you write it, in any script.",
                                max_length=120,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "name_for_certificate",
                            models.CharField(
                                blank=True,
                                help_text="Leave empty to use your name as above.",
                                max_length=120,
                                verbose_name="name on certificates",
                            ),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("female", "Female"), ("male", "Male"), ("other", "Other")],
                                max_length=8,
                                verbose_name="sex",
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="languages",
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
                                verbose_name="jurisdiction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Affiliation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="affiliations",
                                to="participants.person",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="affiliations",
                                to="participants.organisation",
                            ),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                        ("starts", models.DateField(verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="affiliation_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AffiliationEvent",
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
                                to="participants.affiliation",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
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
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="participants.organisation",
                            ),
                        ),
                        ("function", models.CharField(blank=True, max_length=120, verbose_name="function")),
                        ("starts", models.DateField(verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
