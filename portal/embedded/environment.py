"""Builds `.venv` and installs or names missing system libraries. Uses only the standard library, as it runs first.

    python3 portal/embedded/environment.py [--dev]

Exits with 0 if the environment is ready, otherwise with 1 and a message that says what to do.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# The libraries that WeasyPrint loads, and their packages.
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0")
LIBRARY_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium",)


class MissingError(Exception):
    """Something that only the owner of the machine can install. The message says what to do."""


def main() -> int:
    """Prepare the environment for the given arguments."""
    dev = "--dev" in sys.argv
    try:
        if sys.version_info < (3, 11):  # noqa: UP036  # this runs before anything has checked
            raise MissingError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
        make_venv()
        install("requirements.txt")
        if dev:
            install("requirements-dev.txt")
        ensure_libraries()
        if dev:
            ensure_browser()
    except MissingError as missing:
        print(f"\n{missing}\n", file=sys.stderr)
        return 1
    return 0


def make_venv() -> None:
    """Create `.venv`, also if its Python no longer exists after an upgrade or a move of the checkout."""
    if PYTHON.exists() and _runs([str(PYTHON), "-c", "import pip"]):
        return
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    print("Making .venv ...", flush=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if _runs(command):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    apt((f"python{version}-venv",), why="Python cannot make a virtual environment here")
    subprocess.run(command, check=True)


def install(name: str) -> None:
    """Install a requirements file with its hashes, unless the same content is already installed."""
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    stamp = VENV / f".{name}.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {name} ...", flush=True)
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    if os.geteuid() == 0:
        command.append("--root-user-action=ignore")
    if subprocess.run([*command, "-r", str(ROOT / name)], check=False).returncode:
        raise MissingError(f"pip could not install {name}; its message is above.")
    stamp.write_text(digest)


def ensure_libraries() -> None:
    """Install Pango and HarfBuzz, which lay out certificates and reports."""
    missing = [name for name in LIBRARIES if not _loads(name)]
    if not missing:
        return
    if sys.platform == "darwin":
        if not any(
            Path(prefix, "lib/libpango-1.0.0.dylib").exists() for prefix in ("/opt/homebrew", "/usr/local")
        ):
            raise MissingError("PDFs need Pango. Install it, then run this again:  brew install pango")
        return
    apt(LIBRARY_PACKAGES, why=f"PDFs need {', '.join(missing)}")


def ensure_browser() -> None:
    """Install Chromium for the browser tests."""
    if browser():
        return
    apt(BROWSER_PACKAGES, why="The browser tests need Chromium (or CHROMIUM=/path/to/it)")


def browser() -> str | None:
    """The path of Chromium, or None."""
    configured = os.environ.get("CHROMIUM", "")
    return configured or next((path for path in map(shutil.which, BROWSERS) if path), None)


def apt(packages: tuple[str, ...], *, why: str) -> None:
    """Install Debian packages as root; for other users, raise an error with the command."""
    command = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise MissingError(
            f"{why}. Install what your system calls: {', '.join(packages)}; then run this again."
        )
    if os.geteuid() != 0:
        raise MissingError(f"{why}. Install it, then run this again:\n\n    sudo {command}")
    print(f"{why}: installing {', '.join(packages)} with apt ...", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    subprocess.run(["apt-get", "update", "--quiet=2"], env=quiet, check=False)
    if subprocess.run([*command.split(), "--quiet=2"], env=quiet, check=False).returncode:
        raise MissingError(f"{why}, and apt could not install it. Try:\n\n    {command}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _runs(command: list[str]) -> bool:
    return (
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
        == 0
    )


if __name__ == "__main__":
    sys.exit(main())
