"""An assessment is drawn up together with its collection; none ever stood without one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_assessment_items_named")]

    operations = [
        migrations.RemoveConstraint(
            model_name="needsassessment", name="needs_assessment_open_has_collection"
        ),
        migrations.AlterField(
            model_name="needsassessment",
            name="collection",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs_assessment",
                to="assessments.collection",
            ),
        ),
        migrations.AlterField(
            model_name="needsassessmentevent",
            name="collection",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="assessments.collection",
            ),
        ),
    ]
