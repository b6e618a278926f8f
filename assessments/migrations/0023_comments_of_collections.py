"""Comments belong to what was answered, not to an assessment alone: surveys of courses have them too."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower

# The rows change and then the tables: what is checked at the end of a transaction is checked before that.
TAKEN_OVER = """
UPDATE {table} SET collection_id = a.collection_id FROM assessments_needsassessment a WHERE a.id = {table}.assessment_id;
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""
GIVEN_BACK = """
UPDATE {table} SET assessment_id = a.id FROM assessments_needsassessment a WHERE a.collection_id = {table}.collection_id;
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""
TABLES = ("assessments_commenttag", "assessments_readcomment")


def key(to: str, on_delete: object, name: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(on_delete=on_delete, related_name=name, to=f"assessments.{to}", null=null)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0022_exchange_reports")]

    operations = [
        migrations.RemoveConstraint("commenttag", "comment_tag_one_a_name"),
        migrations.RemoveIndex("readcomment", "read_comment_shared"),
        migrations.AlterField(
            "commenttag", "assessment",
            key("needsassessment", django.db.models.deletion.CASCADE, "comment_tags", null=True),
        ),
        migrations.AlterField(
            "readcomment", "assessment",
            key("needsassessment", django.db.models.deletion.PROTECT, "read_comments", null=True),
        ),
        migrations.AddField(
            "commenttag", "collection",
            key("collection", django.db.models.deletion.CASCADE, "comment_tags", null=True),
        ),
        migrations.AddField(
            "readcomment", "collection",
            key("collection", django.db.models.deletion.PROTECT, "read_comments", null=True),
        ),
        *[
            migrations.RunSQL(TAKEN_OVER.format(table=table), GIVEN_BACK.format(table=table))
            for table in TABLES
        ],
        migrations.AlterField(
            "commenttag", "collection",
            key("collection", django.db.models.deletion.CASCADE, "comment_tags"),
        ),
        migrations.AlterField(
            "readcomment", "collection",
            key("collection", django.db.models.deletion.PROTECT, "read_comments"),
        ),
        migrations.RemoveField("commenttag", "assessment"),
        migrations.RemoveField("readcomment", "assessment"),
        migrations.AddIndex(
            "readcomment",
            models.Index(fields=["collection", "is_shared"], name="read_comment_shared"),
        ),
        migrations.AddConstraint(
            "commenttag",
            models.UniqueConstraint("collection", Lower("name"), name="comment_tag_one_a_name"),
        ),
    ]  # fmt: skip
