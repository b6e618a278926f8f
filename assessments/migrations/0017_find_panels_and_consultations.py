"""Panels and consultations that stand are found too; panelists are looked up by their address."""

from django.db import migrations, models
from django.db.models.functions import Lower


def index(apps, _schema_editor):
    """Write what the services write from now on. On an empty database there is nothing to do."""
    entries = apps.get_model("portal", "SearchEntry").objects
    types = apps.get_model("contenttypes", "ContentType").objects
    for name, body in (("consensuspanel", "introduction"), ("consultation", "place")):
        for row in apps.get_model("assessments", name).objects.iterator():
            kind, _made = types.get_or_create(app_label="assessments", model=name)
            entries.update_or_create(
                target_type=kind,
                target_id=row.pk,
                language="",
                defaults={"title": row.title, "body": getattr(row, body)},
            )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0016_round_reminders"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("participants", "0002_person_by_name"),
        ("portal", "0002_initial"),
    ]
    operations = [
        migrations.AddIndex("panelist", models.Index(Lower("email"), name="panelist_by_address")),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
