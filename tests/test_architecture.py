"""Rules of the architecture that no linter checks. A failure names the offender and what to do about it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from portal import celery
from portal.access.models import PublicModel

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = {contract["name"]: contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"}
# Lowest first, as the import contracts declare them: an app may import those before it.
APPS = ("portal", *reversed(LAYERS["Apps import only the apps below them"][1:5]))
PACKAGES = {
    app: [set(layer.replace(" ", "").split("|")) for layer in reversed(LAYERS[f"Packages of {app}"])]
    for app in APPS[1:]
}
MODELS_WITH_GENERIC_RELATION = {
    "AuditEntry",
    "Job",
    "SignedLink",
    "StoredFile",
    "SearchEntry",
    "Recusal",
    "FigureSource",
}
MAX_LINES = 400


def our_models() -> list[type]:
    """Without the event tables, which copy the columns of theirs."""
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return [model for model in ours if not issubclass(model, pghistory.models.Event)]


def source_files() -> list[Path]:
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts]


def our_patterns() -> list[tuple[str, URLPattern]]:
    def walk(resolver: URLResolver, prefix: str) -> list[tuple[str, URLPattern]]:
        patterns = []
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern)
            patterns += walk(entry, address) if isinstance(entry, URLResolver) else [(address, entry)]
        return patterns

    return [(address, entry) for address, entry in walk(get_resolver(), "") if is_ours(entry)]


def is_ours(entry: URLPattern) -> bool:
    return entry.callback.__module__.split(".")[0] in APPS


def fetched_models() -> set[type]:
    return {getattr(entry.callback, "policy_model", None) for _address, entry in our_patterns()} - {None}


def package_of(model: type) -> str:
    return model.__module__.split(".")[1]


def level_of(app: str, package: str) -> int:
    return next((level for level, packages in enumerate(PACKAGES[app]) if package in packages), -1)


def points_up(model: type, other: type) -> bool:
    mine, its = model._meta.app_label, other._meta.app_label
    if its not in APPS or mine not in APPS or model is other:
        return False
    if mine != its:
        # The shared tools refer to people by settings.AUTH_USER_MODEL, and to nothing else.
        is_person = other._meta.label == settings.AUTH_USER_MODEL
        return APPS.index(its) > APPS.index(mine) and not (mine == "portal" and is_person)
    if mine == "portal" or package_of(model) == package_of(other):
        return False
    low, high = level_of(mine, package_of(model)), level_of(its, package_of(other))
    return high >= low


def test_no_relation_points_to_a_higher_package():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model and not field.name.startswith("pgh_")
        if points_up(model, field.related_model)
    ]

    assert wrong == []


def test_only_listed_models_have_generic_relations():
    fields = {
        model.__name__
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.label == "contenttypes.ContentType"
    }

    assert fields <= MODELS_WITH_GENERIC_RELATION


def higher_accessors() -> Iterator[tuple[str, str, str]]:
    """The app that must not use it, the accessor and the model that defines it, for each relation across apps."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            other = field.related_model
            if not field.is_relation or other is None or other._meta.app_label not in APPS:
                continue
            name = field.remote_field.get_accessor_name()
            if name and not name.endswith("+") and model._meta.app_label != other._meta.app_label:
                yield other._meta.app_label, name, model._meta.label


def names_of_level(app: str) -> set[str]:
    """Every field and accessor that models of the app and of those below it define."""
    allowed = APPS[: APPS.index(app) + 1]
    names = set()
    for model in our_models():
        if model._meta.app_label in allowed:
            for field in model._meta.get_fields():
                related = getattr(field, "related_model", None)
                if not (field.auto_created and related and related._meta.app_label not in allowed):
                    names.add(getattr(field, "get_accessor_name", lambda field=field: field.name)())
    return names


QUERYING = {
    "F", "Q", "Count", "Sum", "Max", "Min", "Prefetch", "OuterRef", "filter", "exclude", "annotate", "aggregate",
    "values", "values_list", "order_by", "only", "select_related", "prefetch_related", "get_field",
}  # fmt: skip


def attributes_and_lookups(path: Path) -> set[str]:
    tree, names = ast.parse(path.read_text()), set()
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if not (isinstance(node.value, ast.Name) and node.value.id in imported):
                names.add(node.attr)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in QUERYING:
                texts = [
                    child.value
                    for child in node.args
                    if isinstance(child, ast.Constant) and isinstance(child.value, str)
                ]
                for text in [*texts, *(child.arg for child in node.keywords if child.arg)]:
                    names.update(text.lstrip("-").split("__"))
    return names


def test_no_app_uses_a_reverse_accessor_of_a_higher_app():
    """A page of a lower app shows what higher apps know through `portal.dashboard.panels`."""
    wrong = set()
    for app, name, model in higher_accessors():
        if name in names_of_level(app):
            continue  # the same word is a field of the app's own
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts and name in attributes_and_lookups(path):
                wrong.add(f"{path.relative_to(ROOT)} uses {name} of {model}")

    assert sorted(wrong) == []


def test_no_template_of_an_app_links_to_a_higher_app():
    """A link to a higher app is registered by that app in `portal.dashboard.panels`."""
    rule = re.compile(r"""{% url ["'](\w+):""")
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group(1)}"
        for app in APPS[1:]
        for path in (ROOT / "templates" / app).rglob("*.html")
        for match in rule.finditer(path.read_text())
        if match.group(1) in APPS and APPS.index(match.group(1)) > APPS.index(app)
    ]

    assert wrong == []


def test_no_module_of_an_app_reverses_an_address_of_a_higher_app():
    rule = re.compile(r"""["'](\w+):\w+:\w+["']""")
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in source_files()
        for match in rule.finditer(path.read_text())
        if match.group(1) in APPS and APPS.index(match.group(1)) > APPS.index(path.relative_to(ROOT).parts[0])
    ]

    assert wrong == []


def test_every_module_that_says_it_is_pure_is_in_the_contract():
    listed = next(
        contract["source_modules"]
        for contract in CONTRACTS
        if contract["name"] == "Rules import no framework"
    )
    pure = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in source_files()
        if re.search(r"\bPure\b", ast.get_docstring(ast.parse(path.read_text())) or "")
    }

    assert pure <= set(listed)


def test_every_view_declares_its_policy():
    unguarded = sorted(
        f"/{address} ({entry.callback.__module__}.{entry.callback.__name__})"
        for address, entry in our_patterns()
        if not address.startswith("api/") and not hasattr(entry.callback, "policy")
    )

    assert unguarded == [], "put @allow(policy) first on each of these views"


def test_every_model_that_a_page_fetches_by_id_has_visible_to():
    guarded = {
        entry.callback.policy_model
        for _address, entry in our_patterns()
        if hasattr(entry.callback, "policy_model")
    }
    without = sorted(
        model.__name__ for model in guarded if model and not hasattr(model.objects.all(), "visible_to")
    )

    assert without == []


def test_addresses_contain_public_ids_only():
    with_numbers = [
        address for address, _entry in our_patterns() if re.search(r"<int:(pk|id|\w+_id)>", address)
    ]

    assert with_numbers == []


def test_every_model_that_a_page_fetches_has_a_public_id():
    assert [model.__name__ for model in fetched_models() if not issubclass(model, PublicModel)] == []


def test_every_task_has_a_name_and_a_time_limit():
    celery.app.loader.import_default_modules()
    ours = {name: task for name, task in celery.app.tasks.items() if task.__module__.split(".")[0] in APPS}

    assert ours, "no task was found: tasks.py of an app imports the tasks of its packages"
    wrong = [
        name
        for name, task in ours.items()
        if name.split(".")[0] not in APPS or not task.time_limit or not task.soft_time_limit
        or task.soft_time_limit >= task.time_limit
    ]  # fmt: skip
    assert wrong == []


def test_every_scheduled_task_exists():
    celery.app.loader.import_default_modules()

    assert set(celery.SCHEDULE) <= set(celery.app.tasks)


def test_every_job_kind_has_a_task():
    from portal.jobs import kinds

    celery.app.loader.import_default_modules()
    ours = [kind for kind in kinds.known() if not kind.name.startswith("tests.")]

    assert [kind.name for kind in ours if kind.task not in celery.app.tasks] == []


def test_no_module_has_more_than_400_lines():
    long = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in source_files()}

    assert {name: lines for name, lines in long.items() if lines > MAX_LINES} == {}


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_module_has_a_meaningless_name(word):
    assert [str(path) for path in source_files() if path.stem == word] == []


def test_no_template_contains_a_script_a_style_or_unescaped_text():
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


def test_no_number_in_an_attribute_is_formatted_for_display():
    """From 1000 on it would be "1,000", which no form accepts: use `|unlocalize`."""
    rule = re.compile(
        r'(?<![\w-])(?:name|value|max|min|id|for|href|aria-\w+by)="[^"]*\{\{ *[\w.]*\.(?:pk|number|minutes) *\}\}'
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()[-60:]}"
        for path in (ROOT / "templates").rglob("*.html")
        for match in rule.finditer(path.read_text())
    ]

    assert wrong == []


def test_the_glossary_names_modules_that_exist():
    named = set(re.findall(r"`([\w/]+(?:\.py|/))`", (ROOT / "docs" / "glossary.md").read_text()))
    modules = [path for app in APPS for path in (ROOT / app).rglob("*")]
    known = [path.as_posix() + "/" * path.is_dir() for path in modules]

    assert {name for name in named if not any(path.endswith("/" + name) for path in known)} == set()


def test_the_environment_example_lists_exactly_the_settings_that_are_read():
    read = set(re.findall(r'env\.\w+\("([A-Z0-9_]+)"', (ROOT / "portal" / "settings.py").read_text()))
    read |= set(re.findall(r'environ\.get\("([A-Z0-9_]+)"', (ROOT / "gunicorn.conf.py").read_text()))
    read |= set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^#? ?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert named == read


# Words that earlier names used in a private sense, with the standard word (docs/glossary.md).
NOT_IN_NAMES = {
    "anew": "renumber, rewrite", "begun": "started", "desk": "dashboard", "fault": "error", "faults": "errors",
    "flaw": "issue", "flaws": "issues", "hands": "approvals, threads", "house": "default", "judged": "evaluated",
    "keeper": "manager", "laid": "done", "said": "answer, text", "sealed": "anonymised", "sealing": "anonymising",
    "sights": "pages", "slip": "notice", "standing": "status", "telling": "disclosing", "tells": "discloses",
    "told": "shown, reported", "verdict": "result",
}  # fmt: skip


def defined_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


@pytest.mark.parametrize("folder", [*APPS, "tests", "tools"])
def test_names_use_the_words_of_the_field(folder):
    names = {
        f"{path.relative_to(ROOT)}: {name} ({NOT_IN_NAMES[word]})"
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for name in defined_names(ast.parse(path.read_text()))
        for word in re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")
        if word in NOT_IN_NAMES
    }

    assert names == set()
