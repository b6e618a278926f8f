"""Questions of tests become questionnaires: the pool of each edition, what is right, why, and what was answered."""

from django.db import migrations
from django.utils import timezone


def move(apps, _schema_editor):
    quiz_item, attempt = apps.get_model("programs", "QuizItem"), apps.get_model("programs", "QuizAttempt")
    names, codes = {}, {}
    for edition in apps.get_model("programs", "Edition").objects.filter(quiz_items__isnull=False).distinct():
        items = (
            quiz_item.objects.filter(edition=edition).select_related("competency").order_by("position", "pk")
        )
        _move_pool(apps, edition, list(items), names, codes)
    for row in attempt.objects.exclude(answers={}).iterator():
        row.answers = {
            names[item]: codes.get(option, "") for item, option in row.answers.items() if item in names
        }
        row.save(update_fields=["answers"])


def _move_pool(apps, edition, items, names, codes):
    def model(name):
        return apps.get_model("assessments", name).objects

    instrument, _made = model("Instrument").get_or_create(
        kind="test", owner_id=edition.module.owner_id, title=edition.module.title
    )
    version = model("InstrumentVersion").create(
        instrument=instrument, number=instrument.versions.count() + 1, source_language="en",
        framework_version_id=items[0].competency.version_id,
    )  # fmt: skip
    model("InstrumentVersionText").create(version=version, language="en", title=edition.module.title)
    for place, item in enumerate(items):
        name = f"q{place + 1}"
        choices = model("ChoiceList").create(version=version, name=name)
        right = ""
        for position, option in enumerate(item.options.order_by("position", "pk")):
            code = f"o{position + 1}"
            choice = model("Choice").create(choice_list=choices, name=code, position=position)
            model("ChoiceText").create(choice=choice, language="en", label=option.text[:300])
            codes[option.pk] = code
            right = code if option.is_right else right
        question = model("Question").create(
            version=version, name=name, type="select_one", position=place, competency_id=item.competency_id,
            choice_list=choices, required="yes", right=right, test_form=item.form,
        )  # fmt: skip
        model("QuestionText").create(
            question=question, language="en", label=item.stem, explanation=item.explanation
        )
        names[str(item.pk)] = name
    apps.get_model("programs", "QuizPool").objects.create(edition=edition, version=version)
    if edition.state != "draft":
        version.opened_at = edition.published_at or timezone.now()
        version.save()


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_tests")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
