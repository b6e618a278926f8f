"""`python -m tools.templates [--write]`: format the templates with djade, lint them with djlint, check their width.

Without `--write` no file is changed. Exits with 1 if a template is not formatted, breaks a rule or has a long line.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
MAX_WIDTH = 160


def main(arguments: list[str]) -> int:
    """Run all three checks, even if one fails."""
    paths = sorted((ROOT / "templates").rglob("*.html"))
    wide_paths = [*paths, *sorted((ROOT / "templates").rglob("*.txt"))]
    names = [str(path.relative_to(ROOT)) for path in paths]
    check = [] if "--write" in arguments else ["--check"]
    formatted = subprocess.run(
        [PROGRAMS / "djade", "--target-version", "5.2", *check, *names], cwd=ROOT, check=False
    )
    linted = subprocess.run([PROGRAMS / "djlint", "templates", "--lint", "--quiet"], cwd=ROOT, check=False)
    wide = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} characters, at most {MAX_WIDTH} are allowed"
        for path in wide_paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > MAX_WIDTH
    ]
    for line in wide:
        print(line)
    return int(bool(formatted.returncode or linted.returncode or wide))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
