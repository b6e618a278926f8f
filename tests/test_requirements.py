"""Every imported package is declared, not only installed as a dependency of another one."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = (
    "portal",
    "participants",
    "assessments",
    "programs",
    "evaluations",
    "manage.py",
    "gunicorn.conf.py",
)
DEVELOPMENT = ("tests", "tools")
OWN = {Path(name).stem for name in (*APPLICATION, *DEVELOPMENT)}


def normalised(name: str) -> str:
    """A distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*files: str) -> set[str]:
    """The distributions that these requirement files name."""
    lines = [line for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    names = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines)
    return {normalised(match.group()) for match in names if match}


def imported_by(path: Path) -> set[str]:
    """The top-level modules that a file imports."""
    modules = set()
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:  # statements only; visiting expressions too takes several times as long
        node = nodes.pop()
        nodes += [part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr)]
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
    return {name.partition(".")[0] for name in modules}


def files_of(names: tuple[str, ...]) -> list[Path]:
    """The Python files of these folders and files."""
    paths = [ROOT / name for name in names]
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py"))]
    return [file for file in files if "migrations" not in file.parts]


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (APPLICATION, ("requirements.in",)),
        (DEVELOPMENT, ("requirements.in", "requirements-dev.in")),
    ],
)
def test_every_imported_package_is_declared(folders, files):
    distributions = packages_distributions()
    known = declared(*files)

    undeclared = {
        (module, str(path.relative_to(ROOT)))
        for path in files_of(folders)
        for module in imported_by(path) - sys.stdlib_module_names - OWN
        if not {normalised(name) for name in distributions.get(module, [])} & known
    }

    assert undeclared == set(), f"add their distributions to {files[-1]} and run `make lock`"
