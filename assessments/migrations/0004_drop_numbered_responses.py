"""Responses and answers get random ids in the next step: an order of ids would be an order of people."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_initial")]

    operations = [
        migrations.DeleteModel(name="Answer"),
        migrations.DeleteModel(name="Response"),
    ]
