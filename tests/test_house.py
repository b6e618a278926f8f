"""The rules of the house that no linter sees. A failure names the offender and what to do about it."""

import re
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from portal import celery
from portal.access.models import PublicModel

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "portal",
    "participants",
    "assessments",
    "programs",
    "evaluations",
)  # each may look at those before it
ROOMS = {  # lower rooms first; rooms in one set do not know each other
    "participants": [
        {"organisations"},
        {"accounts"},
        {"people"},
        {"disclosures", "whistleblowing", "privacy"},
    ],
    "assessments": [
        {"competencies"},
        {"instruments"},
        {"collection", "landscape", "stakeholders"},
        {"needs"},
        {"analysis", "consensus", "consultations"},
    ],
    "programs": [
        {"resources"},
        {"curriculum"},
        {"programmes"},
        {"cohorts"},
        {"sessions", "learning", "forum", "funding", "exchanges", "moots", "mentoring"},
        {"completion", "surveys"},
    ],
    "evaluations": [
        {"indicators"},
        {"results"},
        {"certificates", "reforms", "rounds", "agenda"},
        {"reports"},
        {"trace"},
        {"transparency"},
    ],
}
GENERIC_PAIRS_STAND_IN = {
    "AuditEntry",
    "Job",
    "SignedLink",
    "StoredFile",
    "SearchEntry",
    "Recusal",
    "FigureSource",
}
LONGEST_FILE = 400


def our_models() -> list[type]:
    """Without the event tables, which copy the columns of theirs."""
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return [model for model in ours if not issubclass(model, pghistory.models.Event)]


def source_files() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def our_patterns() -> list[tuple[str, URLPattern]]:
    def walk(resolver: URLResolver, prefix: str) -> list[tuple[str, URLPattern]]:
        found = []
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern)
            found += walk(entry, address) if isinstance(entry, URLResolver) else [(address, entry)]
        return found

    return [(address, entry) for address, entry in walk(get_resolver(), "") if is_ours(entry)]


def is_ours(entry: URLPattern) -> bool:
    return entry.callback.__module__.split(".")[0] in APPS


def fetched_models() -> set[type]:
    return {getattr(entry.callback, "policy_model", None) for _address, entry in our_patterns()} - {None}


def room_of(model: type) -> str:
    return model.__module__.split(".")[1]


def height(app: str, room: str) -> int:
    return next((level for level, rooms in enumerate(ROOMS[app]) if room in rooms), -1)


def looks_up(model: type, other: type) -> bool:
    mine, its = model._meta.app_label, other._meta.app_label
    if its not in APPS or mine not in APPS or model is other:
        return False
    if mine != its:
        # The shared tools point at people by settings.AUTH_USER_MODEL, and by nothing else.
        is_person = other._meta.label == settings.AUTH_USER_MODEL
        return APPS.index(its) > APPS.index(mine) and not (mine == "portal" and is_person)
    if mine == "portal" or room_of(model) == room_of(other):
        return False
    low, high = height(mine, room_of(model)), height(its, room_of(other))
    return high >= low


def test_no_relation_points_at_a_room_above_its_own():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model and not field.name.startswith("pgh_")
        if looks_up(model, field.related_model)
    ]

    assert wrong == []


def test_type_and_id_pairs_stand_only_where_the_house_allows_them():
    found = {
        model.__name__
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.label == "contenttypes.ContentType"
    }

    assert found <= GENERIC_PAIRS_STAND_IN


def test_every_address_names_who_may_use_it():
    unguarded = sorted(
        f"/{address} ({entry.callback.__module__}.{entry.callback.__name__})"
        for address, entry in our_patterns()
        if not address.startswith("api/") and not hasattr(entry.callback, "policy")
    )

    assert unguarded == [], "put @allow(policy) first on each of these views"


def test_every_table_that_a_page_fetches_by_id_narrows_to_the_person():
    guarded = {
        entry.callback.policy_model
        for _address, entry in our_patterns()
        if hasattr(entry.callback, "policy_model")
    }
    without = sorted(
        model.__name__ for model in guarded if model and not hasattr(model.objects.all(), "visible_to")
    )

    assert without == []


def test_addresses_hold_public_ids_only():
    with_numbers = [
        address for address, _entry in our_patterns() if re.search(r"<int:(pk|id|\w+_id)>", address)
    ]

    assert with_numbers == []


def test_every_table_that_people_meet_has_an_opaque_id():
    assert [model.__name__ for model in fetched_models() if not issubclass(model, PublicModel)] == []


def test_every_task_has_our_name_and_a_time_limit():
    celery.app.loader.import_default_modules()
    ours = {name: task for name, task in celery.app.tasks.items() if task.__module__.split(".")[0] in APPS}

    assert ours, "no task was found: tasks.py of an app imports its rooms' tasks"
    wrong = [
        name
        for name, task in ours.items()
        if name.split(".")[0] not in APPS or not task.time_limit or not task.soft_time_limit
        or task.soft_time_limit >= task.time_limit
    ]  # fmt: skip
    assert wrong == []


def test_beat_calls_only_tasks_that_exist():
    celery.app.loader.import_default_modules()

    assert set(celery.BEAT) <= set(celery.app.tasks)


def test_every_kind_of_job_has_its_task():
    from portal.jobs import kinds

    celery.app.loader.import_default_modules()
    ours = [kind for kind in kinds.known() if not kind.name.startswith("tests.")]

    assert [kind.name for kind in ours if kind.task not in celery.app.tasks] == []


def test_no_file_is_longer_than_a_person_reads_at_once():
    long = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in source_files()}

    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_file_is_named_after_nothing(word):
    assert [str(path) for path in source_files() if path.stem == word] == []


def test_no_template_holds_a_script_a_style_or_unescaped_text():
    rules = {
        "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
        "inline style": re.compile(r"<style|\sstyle=", re.IGNORECASE),
        "inline handler": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
        "unescaped text": re.compile(r"\|\s*safe\b"),
    }
    pages = [path for path in (ROOT / "templates").rglob("*.html") if path.parts[-3:-2] != ("mail",)]
    pages = [path for path in pages if "mail" not in path.parts and "documents" not in path.parts]
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in pages
        for name, rule in rules.items()
        if rule.search(path.read_text())
    ]

    assert wrong == []


def test_no_number_that_grows_is_written_into_an_attribute_as_people_read_it():
    """From 1000 on it would be "1,000", which no form finds again: `|unlocalize`."""
    rule = re.compile(
        r'(?<![\w-])(?:name|value|max|min|id|for|href|aria-\w+by)="[^"]*\{\{ *[\w.]*\.(?:pk|number|minutes) *\}\}'
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()[-60:]}"
        for path in (ROOT / "templates").rglob("*.html")
        for found in rule.finditer(path.read_text())
    ]

    assert wrong == []


def test_every_setting_of_the_environment_is_in_the_example_and_nothing_else_is():
    read = set(re.findall(r'env\.\w+\("([A-Z0-9_]+)"', (ROOT / "portal" / "settings.py").read_text()))
    read |= set(re.findall(r'environ\.get\("([A-Z0-9_]+)"', (ROOT / "gunicorn.conf.py").read_text()))
    read |= set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^#? ?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert named == read
