from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0007_tests_are_questionnaires")]

    operations = [
        migrations.RemoveField(model_name="quizoption", name="item"),
        migrations.DeleteModel(name="QuizItem"),
        migrations.DeleteModel(name="QuizOption"),
    ]
